// SPDX-License-Identifier: LGPL-2.1-or-later
// What JavaScript cannot do says so, and what is next to it works.

imports.gi.versions.Hark = '1';
imports.gi.versions.Joinery = '1';
imports.gi.versions.Types = '1';
const {GLib, GObject, Hark, Joinery, Types} = imports.gi;

const Customer = GObject.registerClass(class Customer extends Joinery.Consumer {});

function attempt(what, action) {
    try {
        print(`${what}: ${action()}`);
    } catch (error) {
        print(`${what}: ${error.message.split(',')[0]}`);
    }
}

const producer = Joinery.hire();
attempt('handler', () => producer.connect('produced', () => {}));
attempt('slot', () => new Customer({loop: producer.get_loop()}));

const peer = Hark.Peer.new(Hark.Bus.new(null), '/nonexistent');
peer.disconnect(peer.connect('disconnected', () => {}));
attempt('peer', () => {
    try {
        return peer.connect(1000, null);
    } catch (error) {
        return error.matches(Hark.Error, Hark.Error.UNREACHABLE) ? 'no broker' : error.message;
    }
});
attempt('notify', () => producer.connect('notify::loop', () => {}) > 0 ? 'connected' : 'failed');

// Arrays keep their lengths on the way through a signal.
const arrays = new Types.Arrays();
arrays.connect('emitted', (_, ...all) => {
    const int32s = all.find(each => each instanceof Array && each.length === 3);
    const strings = all.find(each => each instanceof Array && each[0] === 'a');
    const points = all.find(each => each instanceof Array && each[0] instanceof Types.Point);

    print(`arrays: ${int32s} ${strings} ${points[0].get_x()},${points[0].get_y()}`);
});
arrays.emit_emitted([], [], [], [], [1, 2, 3], [], [], [], [], [], ['a', 'b'], [], [], [], [], [],
    [Types.Point.new(7, 9)], [], []);
while (GLib.MainContext.default().iteration(false));
