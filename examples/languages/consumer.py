# SPDX-License-Identifier: LGPL-2.1-or-later
"""A consumer in Python, of a producer in C that works on another thread."""

import gi

gi.require_version("Hark", "1")
gi.require_version("Joinery", "1")
from gi.repository import Hark, Joinery


class Customer(Joinery.Consumer):
    """Every slot is a method do_<slot>, called on the loop it lives on."""

    def __init__(self, loop, wanted):
        super().__init__(loop=loop)
        self.missing = self.wanted = wanted

    def do_on_produced(self, product, serial):
        print(f"got {product}, number {serial}")
        self.missing -= 1
        if self.missing == 0:
            self.emit_satisfied(self.wanted)


loop = Hark.Loop.new("customers")
producer = Joinery.hire()
customer = Customer(loop, 3)
Hark.connect_matching(producer, customer)
customer.connect("satisfied", lambda customer, n: print(f"{n} products, that is all"))

loop.start()
satisfied = customer.next_satisfied()
producer.request(Joinery.Order.new("chair", 2))
producer.request(Joinery.Order.new("table", 1))
satisfied.await_(Hark.FOREVER)
print(f"satisfied with {Joinery.Consumer.finish_satisfied(satisfied).get_n_products()}")
print(f"{producer.await_stock(Hark.FOREVER)[1]} were made")
