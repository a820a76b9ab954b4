"""The bench of flattened text: renderings, line rules, numbers."""

import pytest

from authored import PARAGRAPHS, report, source
from bench.metrics import PRF
from bench.run import Row
from bench.text import FROM_HTML, quality_table, speed_table, summarise_texts
from bench.text_peers import keep_by_c4_rules
from bench.text_renderings import RENDERINGS, render, render_all
from bodycopy.lines.plaintext import read_text

PAGE = report().encode()


@pytest.mark.parametrize("name", RENDERINGS)
def test_every_rendering_holds_the_paragraphs(name: str) -> None:
    """However a page is flattened, its paragraphs are there, in order."""
    text = " ".join(render(PAGE, name).split())
    places = [text.find(" ".join(paragraph.split())) for paragraph in PARAGRAPHS]
    assert -1 not in places
    assert places == sorted(places)


def test_renderings_differ_as_scrapers_do() -> None:
    """Blank lines, lines, the title on top, marks, the main part alone."""
    found = dict(render_all(PAGE))
    assert found["blank-lines"].count("\n\n") == len(found["lines"].splitlines()) - 1
    assert found["wet"].startswith("Council votes for a new footbridge\n")
    assert "# Council votes for a new footbridge" in found["markdown"]
    assert "* [Home](/)" in found["markdown"]
    assert "Home" not in found["main"]


def test_text_nodes_cut_sentences_at_links() -> None:
    """A line for each text node, as tree parsers give it."""
    page = b"<p>The council <a href='/c'>voted</a> on Tuesday.</p>"
    assert render(page, "nodes") == "The council\nvoted\non Tuesday."
    assert render(page, "wet") == "The council voted on Tuesday."


def test_wet_has_what_is_hidden_and_not_what_is_script() -> None:
    """Common Crawl's text knows no style sheets."""
    page = b"<p hidden>Menu</p><script>x()</script><p>Text</p>"
    assert render(page, "wet") == "Menu\nText"


def test_markdown_is_read_back() -> None:
    """Our own reader takes the marks off again."""
    texts = read_text(render(source("de_regional_daily"), "markdown")).tape.texts
    assert not [text for text in texts if text.startswith(("# ", "* ", "> ")) or "](" in text]


def test_c4_rules_keep_sentences() -> None:
    """Five words and a full stop; nothing about scripts."""
    text = b"Home\nThis is a whole sentence.\nToo short.\nPlease enable JavaScript in here.\n"
    assert keep_by_c4_rules(text) == "This is a whole sentence."


def row(tool: str, f1: float, seconds: float) -> Row:
    """What a tool did with one text."""
    return Row(
        tool=tool,
        page="fundus/1",
        set="fundus",
        type="article",
        language="en",
        seconds=seconds,
        word=PRF(f1, f1, f1),
    )


def test_numbers_are_told_beside_the_page_of_html() -> None:
    """How far text falls behind the page, and how many times faster it is."""
    found = {"wet": [row("bodycopy", 0.9, 0.001), row(FROM_HTML, 0.95, 0.004)]}
    ours = summarise_texts(found)["wet"]["bodycopy"]
    assert ours["word_f1"] == ours["word_f1 fundus"] == 0.9
    assert ours["below_html"] == pytest.approx(0.05)
    assert ours["times_faster_than_html"] == pytest.approx(4.0)
    table = quality_table("wet", found["wet"])
    assert table.title == "wet: 1 pages"
    assert table.rows[0][:2] == ("bodycopy", "0.900")
    times = speed_table("time", found).rows[0]
    assert times == ("wet", "1", "bodycopy", "1.00", "1000", "4.0")
