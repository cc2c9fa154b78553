# SPDX-License-Identifier: LGPL-2.1-or-later
"""The model says what the schema says, and no C is needed to see it."""

import hashlib

import pytest

from harkgen.load import load
from harkgen.source import Report


@pytest.fixture
def read(tmp_path):
    """Reads a schema that has to be sound, without a warning."""
    def read(text, name="workshop.hark", include=()):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        report = Report()
        schema = load(str(path), list(include), report)
        assert [str(each) for each in report.in_order] == []
        return schema
    return read


WORKSHOP = """\
/* workshop.hark */
/** Where things are made. */
namespace Workshop;

/** An order for one product. */
record Order {
  uint64 id;
  string product;
  double weight = 1.5;      ///< in kilograms
}

enum Colour { red, green = 5, blue }
flags Options { quick, cheap, good = 0x10, rest }
error Fault { jammed, empty = 7 }

/** Makes products on request. */
@since("1.2")
object Producer : Gio.Application {
  /** A product left the line. */
  @quiet
  event produced (string product,  ///< its name
                  uint64 serial);  ///< since the morning

  @queue(depth=64, policy=drop-oldest)
  slot request_product (Order order, Colour? colour);
  slot stock () -> uint64;
  slot reset () throws;
  @concurrent async slot calibrate (double target) -> double throws;
  slot on_result (string text);
  event result (string text);
  state double temperature = -20;
  forward on_result -> result;
}
"""


def test_declarations_keep_their_order(read):
    schema = read(WORKSHOP)
    assert (schema.namespace, schema.basename) == ("Workshop", "workshop.hark")
    assert [(each.kind, each.qualified_name)
            for each in schema.declarations] == [
        ("record", "Workshop.Order"), ("enum", "Workshop.Colour"),
        ("flags", "Workshop.Options"), ("error", "Workshop.Fault"),
        ("object", "Workshop.Producer")]
    assert [(each.kind, each.name) for each in schema.objects[0].members] == [
        ("event", "produced"), ("slot", "request_product"), ("slot", "stock"),
        ("slot", "reset"), ("slot", "calibrate"), ("slot", "on_result"),
        ("event", "result"), ("state", "temperature"),
        ("forward", "on_result")]


def test_locations_are_where_the_name_stands(read):
    producer = read(WORKSHOP).objects[0]
    assert producer.location == "workshop.hark:18"
    assert producer.events[0].location == "workshop.hark:21"
    assert producer.events[0].parameters[1].location == "workshop.hark:22"


def test_docs_find_what_they_document(read):
    schema = read(WORKSHOP)
    producer = schema.objects[0]
    assert schema.doc == "Where things are made."
    assert schema.records[0].doc == "An order for one product."
    assert [each.doc for each in schema.records[0].fields] == [
        None, None, "in kilograms"]
    assert producer.doc == "Makes products on request."
    assert producer.events[0].doc == (
        "A product left the line.\nsince the morning")
    assert [each.doc for each in producer.events[0].parameters] == [
        "its name", None]


def test_docs_lose_their_frame_and_keep_their_shape(read):
    schema = read("""\
namespace Workshop;
/**
 * First line,
 * second line.
 *
 *     indented
 *  - an item
 */
// A remark in between.
@deprecated
record Order {
  uint64 id;   ///< counted
               ///< from one
  string product; /* of ours */
}
enum Colour {
  red,    ///< like a rose
  green   ///< like its leaf
}
""")
    assert schema.records[0].doc == (
        "First line,\nsecond line.\n\n    indented\n - an item")
    assert schema.records[0].fields[0].doc == "counted\nfrom one"
    assert [each.doc for each in schema.enumerations[0].values] == [
        "like a rose", "like its leaf"]


def test_numbers_of_values(read):
    colour, options, fault = read(WORKSHOP).enumerations
    assert [each.number for each in colour.values] == [0, 5, 6]
    assert [each.number for each in options.values] == [1, 2, 0x10, 0x20]
    assert [each.number for each in fault.values] == [0, 7]


def test_annotations_have_named_arguments(read):
    producer = read(WORKSHOP).objects[0]
    assert producer.annotations == {"since": {"version": "1.2"}}
    assert producer.events[0].annotations == {"quiet": {}}
    assert producer.slots[0].annotations == {
        "queue": {"depth": 64, "policy": "drop-oldest"}}
    assert producer.slots[3].annotations == {"concurrent": {}}


def test_texts_are_in_the_words_of_the_schema(read):
    producer = read(WORKSHOP).objects[0]
    assert [each.display for each in producer.members] == [
        "event Workshop.Producer.produced (string product, uint64 serial)",
        "slot Workshop.Producer.request_product (Order order, Colour? colour)",
        "slot Workshop.Producer.stock () -> uint64",
        "slot Workshop.Producer.reset () throws",
        "async slot Workshop.Producer.calibrate (double target) -> double "
        "throws",
        "slot Workshop.Producer.on_result (string text)",
        "event Workshop.Producer.result (string text)",
        "state double Workshop.Producer.temperature",
        "forward Workshop.Producer.on_result -> result"]
    assert producer.slots[0].declaration_text == (
        "slot request_product (Order order, Colour? colour)")
    assert producer.slots[0].signature.text == (
        "(Workshop.Order, Workshop.Colour?)")
    assert producer.slots[1].result_signature.text == "(uint64)"


def test_lists_of_annotations_are_lists(read):
    schema = read("""\
namespace Workshop;
object Producer { @allow(admin, "user:stop") slot stop (); }
""")
    assert schema.objects[0].slots[0].annotations == {
        "allow": {"who": ["admin", "user:stop"]}}


def test_members_are_counted_by_kind(read):
    events = "".join(f"event e{n} (); " for n in range(4096))
    schema = read(f"namespace Workshop;\n"
                  f"object Producer {{ {events} slot stop (); }}\n")
    assert len(schema.objects[0].members) == 4097


def test_names_that_only_look_like_a_clash(read):
    schema = read("""\
namespace Workshop;
record ProducerStop { uint64 id; }
record Slot { uint64 id; }
object Producer { slot stop (); event stopped (); slot on_stopped (); }
object Order { slot line (); }
object OrderLine { event ordered (); }
""")
    assert len(schema.declarations) == 5


def test_which_slots_answer(read):
    assert [(each.name, each.has_answer)
            for each in read(WORKSHOP).objects[0].slots] == [
        ("request_product", False), ("stock", True), ("reset", True),
        ("calibrate", True), ("on_result", False)]


def test_parent_and_forward(read):
    producer = read(WORKSHOP).objects[0]
    forward = producer.forwards[0]
    assert producer.parent == "Gio.Application"
    assert forward.slot is producer.slots[4]
    assert forward.event is producer.events[1]


@pytest.mark.parametrize("type_, variant", [
    ("bool", "b"), ("byte", "y"), ("int16", "n"), ("uint16", "q"),
    ("int32", "i"), ("uint32", "u"), ("int64", "x"), ("uint64", "t"),
    ("float", "d"), ("double", "d"), ("string", "s"), ("bytes", "ay"),
    ("filename", "ay"), ("duration", "x"), ("timestamp", "x"),
    ("variant", "v"), ("fd", "h"), ("string[]", "as"),
    ("bytes[]", "aay"), ("uint32?", "mu"), ("string[][]", "aas"),
    ("string?[]", "ams"), ("string[]?", "mas"),
    ("map<string, byte[]>", "a{say}"), ("Colour", "i"), ("Options", "u"),
    ("Fault", "i"), ("Order", "(tsd)"), ("Order?[]", "am(tsd)"),
    ("object Producer", "()")])
def test_variant_types(read, type_, variant):
    schema = read(f"{WORKSHOP}\nobject Probe {{ event e ({type_} a); }}\n")
    signature = schema.objects[1].events[0].signature
    assert signature.variant == f"({variant})"


def test_a_circle_of_records_is_closed_by_variants(read):
    schema = read("""\
namespace Workshop;
record Tree { string name; Node? root; Leaf plain; }
record Node { Node[] children; map<string, Tree> trees; Leaf? leaf; }
record Leaf { uint64 id; }
object Forest { event grown (Tree tree); }
""")
    assert [each.variant for each in schema.records] == [
        "(smv(t))", "(ava{sv}m(t))", "(t)"]
    assert schema.objects[0].events[0].signature.canonical == (
        "(Workshop.Tree); record Workshop.Tree {string name, "
        "Workshop.Node? root, Workshop.Leaf plain}; record Workshop.Node "
        "{Workshop.Node[] children, map<string, Workshop.Tree> trees, "
        "Workshop.Leaf? leaf}; record Workshop.Leaf {uint64 id}")


def test_a_fingerprint_begins_the_digest_of_the_canonical_text(read):
    signature = read(WORKSHOP).objects[0].slots[0].signature
    assert signature.canonical == (
        "(Workshop.Order, Workshop.Colour?); record Workshop.Order {uint64 id, "
        "string product, double weight}; "
        "enum Workshop.Colour {red = 0, green = 5, blue = 6}")
    digest = hashlib.sha256(signature.canonical.encode()).hexdigest()
    assert f"{signature.fingerprint:016x}" == digest[:16]


@pytest.mark.parametrize("old, new", [
    ("uint64 id;", "uint32 id;"), ("uint64 id;", "uint64 number;"),
    ("uint64 id;", ""), ("green = 5", "green = 6"),
    ("red, green", "rosy, green"), ("Colour? colour", "Colour colour"),
    ("Order order,", ""), ("namespace Workshop", "namespace Worksop")])
def test_what_shapes_the_bytes_changes_the_fingerprint(read, old, new):
    before = read(WORKSHOP).objects[0].slots[0].signature.fingerprint
    after = read(WORKSHOP.replace(old, new), "new.hark")
    assert after.objects[0].slots[0].signature.fingerprint != before


@pytest.mark.parametrize("old, new", [
    ("double weight = 1.5", "double weight"), ("An order", "One order"),
    ("Order order,", "Order wish,"), ("@since(\"1.2\")", ""),
    ("request_product", "order_product"), ("Producer", "Maker")])
def test_what_does_not_leaves_it(read, old, new):
    before = read(WORKSHOP).objects[0].slots[0].signature.fingerprint
    after = read(WORKSHOP.replace(old, new), "new.hark")
    assert after.objects[0].slots[0].signature.fingerprint == before


def test_defaults_are_values_of_their_type(read):
    schema = read("""\
namespace Workshop;
enum Colour { red, green }
object Producer {
  event e (bool a = true, byte b = 0xff, int16 c = -32768,
           uint64 d = 18446744073709551615, float f = 1, double g = -1.5e-3,
           string h = "a \\"b\\"\\n\\t\\\\", Colour i = green, string? j = null,
           uint32? k = 7, duration l = -1, filename m = "/tmp");
}
""")
    defaults = {each.name: each.default.value
                for each in schema.objects[0].events[0].parameters}
    colour = defaults.pop("i")
    assert colour is schema.enumerations[0].values[1]
    assert defaults == {
        "a": True, "b": 255, "c": -32768, "d": 2**64 - 1, "f": 1.0,
        "g": -0.0015, "h": 'a "b"\n\t\\', "j": None, "k": 7, "l": -1,
        "m": "/tmp"}
    assert isinstance(defaults["f"], float)


def test_words_of_the_language_are_names_too(read):
    schema = read("""\
namespace Workshop;
record Map { string record; string event; string flags; }
object Error {
  event slot (string object, uint64 state, string map, byte async);
  slot event (string interface);
  slot throws ();
  slot forward () throws;
}
""")
    assert [each.name for each in schema.objects[0].members] == [
        "slot", "event", "throws", "forward"]
    assert [each.name for each in schema.records[0].fields] == [
        "record", "event", "flags"]


def test_types_are_used_before_they_are_declared(read):
    schema = read("""\
namespace Workshop;
object Producer { event produced (Order order); }
record Order { Colour colour = green; }
enum Colour { red, green }
""")
    order = schema.objects[0].events[0].parameters[0].type
    assert order.declaration is schema.records[0]


def test_imports_are_shared_and_named(read, tmp_path):
    read("namespace Parts;\nrecord Screw { uint64 id; }\n", "parts/screw.hark")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "board.hark").write_text(
        'namespace Boards;\nimport "parts/screw.hark";\n'
        "record Board { Parts.Screw[] screws; }\n")
    schema = read("""\
namespace Workshop;
import "parts/screw.hark";
import "board.hark";
object Producer {
  event used (Parts.Screw screw, Boards.Board board);
}
""", include=[str(tmp_path / "lib"), str(tmp_path)])
    screw, board = schema.objects[0].events[0].parameters
    assert [each.path for each in schema.imports] == [
        "parts/screw.hark", "board.hark"]
    assert (board.type.declaration.fields[0].type.item.declaration
            is screw.type.declaration)
    assert schema.objects[0].events[0].signature.text == (
        "(Parts.Screw, Boards.Board)")
    assert schema.paths == [
        str(tmp_path / "workshop.hark"), str(tmp_path / "parts/screw.hark"),
        str(tmp_path / "lib/board.hark")]


def test_one_namespace_may_span_files(read):
    read("namespace Workshop;\nrecord Order { uint64 id; }\n", "order.hark")
    schema = read("""\
namespace Workshop;
import "order.hark";
object Producer { event produced (Order a, Workshop.Order b); }
""")
    assert schema.objects[0].events[0].signature.text == (
        "(Workshop.Order, Workshop.Order)")


def test_a_byte_order_mark_and_foreign_line_ends_are_taken(read):
    schema = read("\ufeffnamespace Workshop;\r\nrecord Order {\r\n"
                  "  uint64 id;  ///< counted\r\n}\r\n")
    assert schema.records[0].fields[0].doc == "counted"
    assert schema.records[0].fields[0].location == "workshop.hark:3"


def test_c_name_frees_a_name_that_c_has_taken(read):
    schema = read("""\
namespace Workshop;
object Producer {
  @c_name("default_order") event default (@c_name("kind") string class);
}
""")
    event = schema.objects[0].events[0]
    assert (event.name, event.c_name) == ("default", "default_order")
    assert (event.parameters[0].c_name, schema.objects[0].c_name) == (
        "kind", "Producer")
