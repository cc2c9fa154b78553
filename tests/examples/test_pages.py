# SPDX-License-Identifier: LGPL-2.1-or-later
"""The excerpts in the guide and the pages that go on with its schema compile (its program,
and the README's: tests/user), and links lead somewhere."""

import re

import pytest
from pages import read_blocks, read_files
from toolchain import SOURCE, check, generate

GUIDE = "doc/guide.md"
GOES_ON = ["doc/bus.md", "doc/services.md"]

# What the guide's excerpts may use without having made it.
PRELUDE = """
  HarkLoop *loop = NULL;
  ShopProducer *producer = NULL;
  ShopProducer *agent = NULL;
  ShopConsumer *consumer = NULL;
  ShopOrder *order = NULL;
  HarkFuture *future = NULL;
  HarkBus *bus = NULL;
  HarkRuntime *runtime = NULL;
  GCancellable *cancellable = NULL;
  GError *error = NULL;
"""
LENIENT = [f"-Wno-{what}" for what in ("unused-variable", "unused-function", "unused-const-variable",
                                      "unused-but-set-variable", "missing-field-initializers", "shadow")]


EXCERPTS = [pytest.param(page, block, id=f"{page}-line-{block.line}")
            for page in [GUIDE, *GOES_ON] for block in read_blocks(page)
            if block.language == "c" and block.what in ("", "function")]


@pytest.mark.parametrize("page, block", EXCERPTS)
def test_excerpt(page, block, tmp_path):
    (tmp_path / "shop.hark").write_text(read_files(GUIDE)["shop.hark"])
    generate(tmp_path / "shop.hark", tmp_path)
    text = f'#line {block.line} "{page}"\n{block.text}'
    if block.what == "":
        text = f"void excerpt (void);\nvoid\nexcerpt (void)\n{{{PRELUDE}{{\n{text}}}\n}}\n"
    source = tmp_path / "excerpt.c"
    source.write_text('#include <hark/hark.h>\n#include "shop.h"\n' + text)
    result = check(source, "c", include=[tmp_path], flags=LENIENT)
    assert result.stderr == ""
    assert result.returncode == 0


def test_there_are_excerpts():
    assert len(EXCERPTS) > 10


def anchors(text):
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


PAGES = ["README.md", *sorted(f"doc/{path.name}" for path in (SOURCE / "doc").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = (SOURCE / page).read_text()
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]+))?\)", text):
        other = (SOURCE / page).parent / target if target else SOURCE / page
        assert other.exists(), target
        assert anchor == "" or anchor in anchors(other.read_text()), f"{target}#{anchor}"
