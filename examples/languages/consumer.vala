// SPDX-License-Identifier: LGPL-2.1-or-later
// A consumer in Vala, of a producer in C that works on another thread.

// Every slot is a virtual method do_<slot>, called on the loop it lives on.
class Customer : Joinery.Consumer {
	private uint wanted;
	private uint missing;

	public Customer (Hark.Loop loop, uint wanted) {
		Object (loop: loop);
		this.wanted = wanted;
		missing = wanted;
	}

	public override void do_on_produced (string product, uint64 serial) {
		print (@"got $product, number $serial\n");
		if (--missing == 0)
			emit_satisfied (wanted);
	}
}

int main () {
	var loop = new Hark.Loop ("customers");
	var producer = Joinery.hire ();
	var customer = new Customer (loop, 3);

	try {
		Hark.connect_matching (producer, customer);
		customer.enable_signals ();
		customer.satisfied.connect ((n) => print (@"$n products, that is all\n"));

		loop.start ();
		var satisfied = customer.next_satisfied ();
		producer.request (new Joinery.Order ("chair", 2));
		producer.request (new Joinery.Order ("table", 1));
		satisfied.await (Hark.FOREVER);
		var n = Joinery.Consumer.finish_satisfied (satisfied).get_n_products ();
		print (@"satisfied with $n\n");
		uint64 stock;
		producer.await_stock (Hark.FOREVER, null, out stock);
		print (@"$stock were made\n");
	} catch (Error error) {
		printerr ("%s\n", error.message);
		return 1;
	}
	return 0;
}
