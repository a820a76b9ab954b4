"""The body out of the state that a page hands to its scripts."""

from __future__ import annotations

import json

import pytest

import bodycopy
from bodycopy.assemble import state
from bodycopy.assemble.state import state_paragraphs
from growth import LIMIT, growth

TEXTS = [
    f"Sentence number {number} tells how the ferry crossed the sound again after the storm, "
    "and who stood at the rail to see it go."
    for number in range(8)
]
MARKUP = "".join(f"<p class='x'>{text}</p>" for text in TEXTS)
NODES = {
    "story": {
        "title": "Ferry sails again",
        "body": [
            {"type": "paragraph", "content": [{"type": "text", "value": text}]} for text in TEXTS
        ],
    }
}


def page_of(script: str, head: str = '<meta property="og:type" content="article">') -> str:
    """A page whose scripts would fill it."""
    return f"<html><head><title>Ferry</title>{head}</head><body><script>{script}</script></body>"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(f"window.x.push({json.dumps({'html': MARKUP})})", id="object in a call"),
        pytest.param(f"self.f.push([1,{json.dumps(MARKUP)}])", id="string in a call"),
        pytest.param(
            f"self.f.push([1,{json.dumps('1d:' + json.dumps([MARKUP]))}])", id="string in a string"
        ),
        pytest.param(f"window.state = {json.dumps(NODES)};", id="list of nodes"),
    ],
)
def test_finds_the_body_in_the_forms_of_frameworks(script: str) -> None:
    """Marked-up strings, strings of data inside of strings, and lists of paragraph nodes."""
    assert state_paragraphs([script]) == tuple(TEXTS)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{" * 5000,
        '"' + "a" * 5000,
        "var a = " + json.dumps("a plain string of terms and conditions. " * 40),
        f"window.x = {json.dumps(MARKUP[:500])}",
        '"' + "\\x" * 1000 + '"',
    ],
)
def test_makes_nothing_up(script: str) -> None:
    """Code, plain strings and short markup are no body; broken data is no error."""
    assert state_paragraphs([script]) == ()


def test_an_empty_page_that_calls_itself_an_article_gets_its_body() -> None:
    """The record says that the body came out of a script; its blocks follow the tape's rows."""
    record = bodycopy.extract(page_of(f"self.f.push([1,{json.dumps(MARKUP)}])"))
    assert isinstance(record, bodycopy.Article)
    assert [block.text for block in record.body] == TEXTS
    assert record.sources["body"] == "script"


def test_other_pages_keep_their_verdict() -> None:
    """A shop's state is full of texts; a page that is no article by its own word has no body."""
    record = bodycopy.extract(page_of(f"self.f.push([1,{json.dumps(MARKUP)}])", head=""))
    assert isinstance(record, bodycopy.Verdict)


def test_what_is_displayed_comes_first() -> None:
    """Where the page shows its body, nobody looks into its scripts."""
    shown = "".join(f"<p>{text.replace('ferry', 'train')}</p>" for text in TEXTS)
    html = page_of(f"self.f.push([1,{json.dumps(MARKUP)}])").replace("<body>", f"<body>{shown}")
    record = bodycopy.extract(html)
    assert isinstance(record, bodycopy.Article)
    assert "ferry" not in record.text
    assert record.sources["body"] == "dom"


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(
    "unit",
    [
        pytest.param('\\"', id="escaped quotes without end"),
        pytest.param('"', id="quotes"),
        pytest.param('{"a', id="braces and quotes"),
        pytest.param('{"type" : ', id="keys without values"),
        pytest.param(": " * 40, id="colons"),
    ],
)
def test_time_is_linear(unit: str, compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Strings that never end are looked at once, not once from each of their quotes."""
    if not compiled:
        monkeypatch.setattr(state, "ctext", None)
    grown = growth(
        lambda script: state_paragraphs([script]),
        lambda size: '{"' + unit * (size // len(unit)),
        400_000,
    )
    assert grown < LIMIT
