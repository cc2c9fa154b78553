// SPDX-License-Identifier: LGPL-2.1-or-later
// What calls a slot in Vala queues the call: it runs on the loop, not inside.

class Customer : Joinery.Consumer {
	public string diary = "";
	public unowned Thread<void*>? thread;

	public Customer (Hark.Loop loop) {
		Object (loop: loop);
	}

	public override void do_on_produced (string product, uint64 serial) {
		thread = Thread.self<void*> ();
		diary += @"$product:$serial ";
	}
}

class Shop : Joinery.Producer {
	public bool was_asked;

	public Shop (Hark.Loop loop) {
		Object (loop: loop);
	}

	public override uint64 do_stock () {
		was_asked = true;
		return 7;
	}
}

void queue_here () {
	var loop = new Hark.Loop ("here");
	var customer = new Customer (loop);

	assert (customer.on_produced ("chair", 1));
	assert (customer.on_produced ("table", 2));
	assert (customer.diary == "");
	loop.run_until_idle ();
	assert (customer.diary == "chair:1 table:2 ");
	assert (customer.thread == Thread.self<void*> ());
}

void queue_elsewhere () throws Error {
	var loop = new Hark.Loop.thread ("elsewhere");
	var customer = new Customer (loop);
	var shop = new Shop (loop);
	uint64 stock;

	assert (customer.on_produced ("chair", 1));
	// The answer comes behind it.
	assert (shop.await_stock (Hark.FOREVER, null, out stock));
	assert (customer.diary == "chair:1 ");
	assert (customer.thread != Thread.self<void*> ());
}

void answer_later () throws Error {
	var loop = new Hark.Loop ("answers");
	var shop = new Shop (loop);
	uint64 stock;

	var answer = shop.call_stock ();
	assert (!shop.was_asked);
	loop.run_until_idle ();
	assert (shop.was_asked);
	assert (Joinery.Producer.finish_stock (answer, out stock));
	assert (stock == 7);
}

int main () {
	try {
		queue_here ();
		queue_elsewhere ();
		answer_later ();
	} catch (Error error) {
		printerr ("%s\n", error.message);
		return 1;
	}
	print ("queued\n");
	return 0;
}
