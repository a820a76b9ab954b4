"""Inputs that grow: pages and texts of any size, of shapes that make time or memory run away."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["SHAPES", "Shape"]

Make = Callable[[int], str]

_SENTENCE = "The council voted on Tuesday to keep the ferry running until the end of May. "
_PARAGRAPH = f"<p>{_SENTENCE * 4}</p>\n"
_ARTICLE = (
    "<html lang=en><head><title>Ferry stays | Harbour Post</title></head><body>"
    "<article><h1>Ferry stays until May</h1>" + _PARAGRAPH * 5
)


class Shape(NamedTuple):
    """How an input of a given number of bytes is made; ``text`` where it is flattened text."""

    name: str
    make: Make
    text: bool = False


def _repeated(unit: str, before: str = "", after: str = "") -> Make:
    """The unit as often as the size asks for, behind an article so that there is one to find."""
    width = len(unit.encode())
    return lambda size: _ARTICLE + before + unit * (size // width) + after


def _numbered(unit: Callable[[int], str], before: str = "", after: str = "") -> Make:
    """Like ``_repeated``, of units that are told apart by their number."""

    def make(size: int) -> str:
        count = size // len(unit(100_000).encode())
        return _ARTICLE + before + "".join(map(unit, range(count))) + after

    return make


def _halves(opening: str, closing: str) -> Make:
    """So many openings, then as many closings."""
    width = len(opening) + len(closing)
    return lambda size: _ARTICLE + opening * (size // width) + "deep" + closing * (size // width)


def _plain(unit: str) -> Make:
    width = len(unit.encode())
    return lambda size: unit * max(1, size // width)


def _json(unit: str, opening: str, closing: str) -> Make:
    script = '<script type="application/ld+json">'
    return lambda size: f"{script}{opening}{unit * (size // len(unit))}{closing}</script>{_ARTICLE}"


def _deep_json(size: int) -> str:
    depth = size // 7
    value = '{"a":' * depth + "1" + "}" * depth
    return f'<script type="application/ld+json">{value}</script>{_ARTICLE}'


def _state(size: int) -> str:
    """A shell whose text only its script carries."""
    escaped = _PARAGRAPH.replace("\n", "\\n").replace("<", "\\u003c")
    return (
        f'<div id=app></div><script>window.s={{"b":"{escaped * (size // len(escaped))}"}}</script>'
    )


_COMMENT = (
    "<li class=comment><b class=author>Ann Reader</b> <time>12 May 2024, 10:11</time>"
    "<p>I was on that ferry last week and it was late again.</p></li>"
)
_IMAGE = (
    "<figure><img src=/a.jpg alt='The ferry'><figcaption>The ferry at dawn. Photo: A. Smith"
    "</figcaption></figure>"
)
_CARD = (
    "<div class=teaser><h3><a href=/n/1>Harbour wall to be rebuilt</a></h3><p>Short text</p></div>"
)

_ATTRIBUTES = " ".join(f"d{number}=1" for number in range(40))
_JSONLD = '<script type="application/ld+json">{"@type":"Thing"}</script>'
_CJK = "市議会は火曜日、五月末まで渡し船を続けることを決めた。"
_ARABIC = "<p>صوت المجلس يوم الثلاثاء على إبقاء العبارة \u200fحتى نهاية مايو.</p>"
_LIVE_ENTRY = (
    "<div class=live-entry><time>10:15</time><h3>Update</h3><p>It goes on and on.</p></div>"
)
_HARD_WRAPPED = "The council voted on Tuesday to keep the ferry\nrunning until the end of May.\n"

SHAPES: tuple[Shape, ...] = (
    Shape("articles", _repeated(f"<article><h2>Ferry</h2>{_PARAGRAPH * 6}</article>")),
    Shape("paragraphs", _repeated(_PARAGRAPH)),
    Shape("tiny paragraphs", _repeated("<p>ab")),
    Shape("one paragraph", _repeated(_SENTENCE, "<p>")),
    Shape("line breaks", _repeated("some words<br>")),
    Shape("nested div", _repeated("<div>")),
    Shape("nested and closed", _halves("<div>", "</div>")),
    Shape("nested span", _halves("<span>", "</span>")),
    Shape("ul li chain", _repeated("<ul><li>x")),
    Shape("flat list", _repeated("<li>one item of a list</li>", "<ul>")),
    Shape("one tag of attributes", _numbered(lambda n: f" a{n}=1", "<p", ">end")),
    Shape("attributes everywhere", _repeated(f"<p {_ATTRIBUTES}>x")),
    Shape("long class names", _repeated("alpha beta-gamma ", "<p class='", "'>end")),
    Shape("class names", _numbered(lambda n: f"<p class=c{n}>word here</p>")),
    Shape("table", _repeated("<tr><td>cell one<td>12.5</tr>", "<table>")),
    Shape("nested tables", _repeated("<table><tr><td>x")),
    Shape("wide table", _repeated("<td>x", "<table><tr>")),
    Shape("links", _repeated("<a href=/n/1.html>Read on</a> ")),
    Shape("teasers", _repeated(_CARD)),
    Shape("inline chain", _repeated("<b>a<i>b</i></b>", "<p>")),
    Shape("misnested", _repeated("<b><p>x</b>")),
    Shape("open formatting", _numbered(lambda n: f"<p><b id={n}>x</p>")),
    Shape("comments and declarations", _repeated("<!-- a -- b > c --><!doctype html><?x y>")),
    Shape("unclosed tags", _repeated("<div><p>some text<span>more")),
    Shape("entities", _repeated("&amp;&#8364;&notit;&x", "<p>")),
    Shape("JSON-LD wide", _json('{"@type":"Person","name":"A B"},', "[", "{}]")),
    Shape("JSON-LD deep", _deep_json),
    Shape("JSON-LD broken", _json('{"@type":"Person" "name":"A "b" C"},', "[", "")),
    Shape("JSON-LD scripts", _repeated(_JSONLD)),
    Shape("state in a script", _state),
    Shape("scripts", _repeated("<script>var a = 1;</script>")),
    Shape("less-than signs", _repeated("<")),
    Shape("cut tags", _repeated("<p a='")),
    Shape("select", _repeated("<option>one</option>", "<select>")),
    Shape("meta tags", _numbered(lambda n: f'<meta name="n{n}" content="some value">')),
    Shape("author meta tags", _repeated('<meta name="author" content="Ann Writer">')),
    Shape("head links", _repeated('<link rel="alternate" href="/feed">')),
    Shape("headings", _repeated("<h2>A heading of words</h2>")),
    Shape("first headings", _repeated("<h1>A heading of words</h1>")),
    Shape("reader comments", _repeated(_COMMENT, "<ol class=comments>")),
    Shape("images", _repeated("<img src=/a.jpg alt=x>")),
    Shape("figures", _repeated(_IMAGE)),
    Shape("frames", _repeated("<iframe src=https://video.example/embed/1></iframe>")),
    Shape("times", _repeated("<time datetime=2024-05-01>1 May 2024</time> <p>text</p>")),
    Shape("quotes", _repeated("<blockquote cite=/x><p>We will see.</p></blockquote>")),
    Shape("preformatted", _repeated("a = b + c\n", "<pre>")),
    Shape("hidden", _repeated("<div hidden class=story>some text</div>")),
    Shape("white space", _repeated(" \n\t")),
    Shape("zero-width spaces", _repeated("\u200b", "<p>")),
    Shape("CJK in one block", _repeated(_CJK, "<p>")),
    Shape("Thai in one block", _repeated("สภาเทศบาลลงมติเมื่อวันอังคาร", "<p>")),
    Shape("Arabic", _repeated(_ARABIC)),
    Shape("bidi marks", _repeated("\u202e\u2067a\u2069\u202c", "<p>")),
    Shape("bylines", _repeated("<p class=byline>By Ann Writer and Bob Reporter</p>")),
    Shape("dates", _repeated("<p>Published 12 May 2024 at 10:15</p>")),
    Shape("capitals", _repeated("Abc Def ", "<p>By ")),
    Shape("dots", _repeated(". ", "<p>")),
    Shape("digits", _repeated("1", "<p>")),
    Shape("live entries", _repeated(_LIVE_ENTRY)),
    Shape("text in one line", _plain(_SENTENCE), text=True),
    Shape("text of short lines", _plain("Read on\n"), text=True),
    Shape("text of paragraphs", _plain(_SENTENCE * 4 + "\n\n"), text=True),
    Shape("text hard-wrapped", _plain(_HARD_WRAPPED), text=True),
    Shape("text of list items", _plain("- one item of a list\n"), text=True),
    Shape("text without spaces", _plain("a"), text=True),
    Shape("text in CJK", _plain(_CJK), text=True),
    Shape("text of table rows", _plain("| one | two | 3 |\n"), text=True),
    Shape("text of rules", _plain("Title\n=====\n"), text=True),
)
"""Every shape once."""
