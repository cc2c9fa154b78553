// SPDX-License-Identifier: LGPL-2.1-or-later
// A consumer in JavaScript, of a producer in C that works on another thread.

imports.gi.versions.Hark = '1';
imports.gi.versions.Joinery = '1';
const {GObject, Hark, Joinery} = imports.gi;

// Every slot is a method vfunc_<slot>, called on the loop it lives on.
const Customer = GObject.registerClass(
class Customer extends Joinery.Consumer {
    _init(loop, wanted) {
        super._init({loop});
        this.missing = this.wanted = wanted;
    }

    vfunc_on_produced(product, serial) {
        print(`got ${product}, number ${serial}`);
        if (--this.missing === 0)
            this.emit_satisfied(this.wanted);
    }
});

const loop = Hark.Loop.new('customers');
const producer = Joinery.hire();
const customer = new Customer(loop, 3);
Hark.connect_matching(producer, customer);
customer.connect('satisfied', (_, n) => print(`${n} products, that is all`));

loop.start();
const satisfied = customer.next_satisfied();
producer.request(Joinery.Order.new('chair', 2));
producer.request(Joinery.Order.new('table', 1));
satisfied.await(Hark.FOREVER, null);
print(`satisfied with ${Joinery.Consumer.finish_satisfied(satisfied).get_n_products()}`);
print(`${producer.await_stock(Hark.FOREVER, null)[1]} were made`);
