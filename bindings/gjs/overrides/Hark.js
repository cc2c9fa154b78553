// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported _init */

// What JavaScript gets beyond what the typelib says. The events of an object are
// signals as soon as somebody connects to one of them. JavaScript runs on the
// thread of the main context alone, so what would call it elsewhere is refused.

const {GObject} = imports.gi;

let Hark;

function requireOwner(object, what) {
    if (!object.get_loop().is_owner())
        throw new Error(`${what} would run on another thread, and JavaScript cannot: ` +
            'connect an object that lives on a loop of this thread');
}

// Events are, and what is notified of states, which have a signal of their name.
function isMirrored(object, signal) {
    const [name, detail] = signal.split('::');

    return name !== 'notify' ||
        (detail !== undefined && GObject.signal_lookup(detail, object.constructor.$gtype) !== 0);
}

// A method connect() for signals that are events.
function mirroring(connect) {
    return function (signal, ...rest) {
        if (this instanceof Hark.Object && isMirrored(this, signal)) {
            requireOwner(this, `A handler of '${signal}'`);
            this.enable_signals();
        }
        return connect.call(this, signal, ...rest);
    };
}

// A class in JavaScript whose slots are functions in JavaScript.
function checkOnceMade(klass) {
    const init = klass.prototype._init;

    klass.prototype._init = function (...args) {
        const made = init.apply(this, args);

        requireOwner(this, `A slot of ${klass.name}`);
        return made;
    };
}

function _init() {
    Hark = this;

    const {connect, connect_after, disconnect} = GObject.Object.prototype;
    GObject.Object.prototype.connect = mirroring(connect);
    GObject.Object.prototype.connect_after = mirroring(connect_after);

    const classInit = GObject.Object._classInit;
    GObject.Object._classInit = function (klass) {
        const made = classInit.call(this, klass);

        if (GObject.type_is_a(made, Hark.Object))
            checkOnceMade(made);
        return made;
    };

    // A peer connects to its broker, and its signals to functions.
    const own = {connect: Hark.Peer.prototype.connect, disconnect: Hark.Peer.prototype.disconnect};
    Hark.Peer.prototype.connect = function (first, ...rest) {
        return typeof first === 'string'
            ? GObject.Object.prototype.connect.call(this, first, ...rest)
            : own.connect.call(this, first, ...rest);
    };
    Hark.Peer.prototype.disconnect = function (...handler) {
        return handler.length > 0
            ? disconnect.apply(this, handler)
            : own.disconnect.call(this);
    };
}
