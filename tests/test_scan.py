"""A page's visible text comes onto the tape: in order, nothing squashed, doubled or made up."""

from __future__ import annotations

import pytest

from bodycopy.scan import lexbor as lexbor_scan
from bodycopy.tape import Context, Head, Tape
from both_scans import SCANS

scan = lexbor_scan.scan


@pytest.fixture(autouse=True, scope="module", params=SCANS)
def _each_scan(request: pytest.FixtureRequest) -> None:
    """Every test here runs on both scans."""
    global scan
    scan = request.param.scan


def _texts(html: str | bytes) -> list[str]:
    return list(scan(html).texts)


def _context(tape: Tape, row: int) -> Context:
    return Context(int(tape.context[row]))


def _one(html: str) -> tuple[Tape, Context]:
    """The tape of a page with one block, and that block's context."""
    tape = scan(html)
    assert len(tape) == 1
    return tape, _context(tape, 0)


# --- what is one block, and what are two -------------------------------------------------


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>The <b>coun</b>cil <i>met</i>.</p>", ["The council met."]),
        ("<p>one\n\n  two\t three&nbsp;four\u3000five</p>", ["one two three four five"]),
        ("<p>a<span> b</span><em> c </em> d</p>", ["a b c d"]),
        ("<p>a<!-- no -->b</p>", ["ab"]),
        ("<p>a<img src=x>, b<wbr>c</p>", ["a, bc"]),
        ("<p>one<p>two<p>three", ["one", "two", "three"]),
        ("one<div>two</div>three", ["one", "two", "three"]),
        ("<div>one<h2>two</h2>three</div>", ["one", "two", "three"]),
        ("<p>one<hr>two", ["one", "two"]),
        ("<div>one<div></div>two</div>", ["one", "two"]),
        ("<span>one<div>two</div>three</span>", ["one", "two", "three"]),
        ("<dl><dt>one<dd>two</dl>", ["one", "two"]),
        ("<details><summary>one</summary>two</details>", ["one", "two"]),
    ],
)
def test_blocks_end_where_the_eye_sees_them_end(html: str, texts: list[str]) -> None:
    """Inline markup joins what it stands between, block elements and rules part it."""
    assert _texts(html) == texts


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>a<br>b</p>", ["a b"]),
        ("<p>a<br><br>b</p>", ["a", "b"]),
        ("<p>a<br>\n <br/>b<br><br><br>c</p>", ["a", "b", "c"]),
        ("<p>a<br>&nbsp;<br>b</p>", ["a", "b"]),
        ("<p>a<br>&#8203;<br>b</p>", ["a", "b"]),
        ("<p>a<br><!-- x --><br>b</p>", ["a", "b"]),
        ("<p>a<br><b><br>b</b></p>", ["a", "b"]),
        ("<p><br><br>a<br><br></p>", ["a"]),
        ("<div>a<br></div><div><br>b</div>", ["a", "b"]),
        ("a<br><div>b</div><br>c<br>d", ["a", "b", "c d"]),
    ],
)
def test_one_line_break_is_a_space_and_two_begin_a_block(html: str, texts: list[str]) -> None:
    """However the two are written, and not counted over the border of a block."""
    assert _texts(html) == texts


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>one</td><td>two</td></tr></table>",
        "<ul><li>one</li><li>two</li></ul>",
        "<p>one<br>two</p>",
        "<a href=1>one</a><a href=2>two</a>",
        "<button>one</button><button>two</button>",
        "<h3>one</h3><h4>two</h4>",
        "<div>one</div><div>two</div>",
        "<div>one<x-card>two</x-card></div>",
        "<p>one<iframe></iframe>two</p>",
        "<p>one<select><option>no</select>two</p>",
        "<label>one<input></label><label>two</label>",
    ],
)
def test_words_never_squash(html: str) -> None:
    """Words that stand apart on the screen stand apart on the tape."""
    assert " ".join(_texts(html)).split() == ["one", "two"]


def test_custom_elements_join_a_sentence_and_part_components() -> None:
    """In a paragraph they mark words; elsewhere they are boxes of their own."""
    assert _texts("<p>a<x-tip>b</x-tip>c<o:p>d</o:p></p>") == ["abcd"]
    assert _texts("<h2>a<x-tip>b</x-tip></h2>") == ["ab"]
    assert _texts("<div>a<x-card>b</x-card>c</div>") == ["a", "b", "c"]


def test_markup_that_the_parser_mends_loses_no_text() -> None:
    """An unclosed paragraph around an ad, links in links, text behind the end of the page."""
    assert _texts("<p>a<div class=ad>ad</div>b") == ["a", "ad", "b"]
    assert _texts("<a href=1>a <a href=2>b</a> c</a>") == ["a b c"]
    assert _texts("<p>a</p></body></html><p>b</p> c") == ["a", "b", "c"]
    assert _texts("<table>a<tr><td>b</table>") == ["a", "b"]
    assert _texts("<b><p>a</b>b</p>c") == ["ab", "c"]


@pytest.mark.parametrize(
    "page",
    ["", b"", " \n", "<!-- x -->", "<frameset><frame src=x></frameset>", "\0", "<p></p>", "<br>"],
)
def test_page_without_text_gives_an_empty_tape(page: str | bytes) -> None:
    """Nothing in, nothing out: no rows, and columns of that length."""
    tape = scan(page)
    assert len(tape) == len(tape.context) == len(tape.element) == 0


def test_text_and_bytes_read_alike() -> None:
    """Bytes are UTF-8; what is not becomes U+FFFD."""
    page = "<title>Ü</title><p>Brücke über die Ell: 15 €"
    assert _texts(page) == _texts(page.encode()) == ["Brücke über die Ell: 15 €"]
    assert scan(page.encode()).head.title == "Ü"
    assert _texts(b"<p>caf\xe9 noir") == ["caf\ufffd noir"]


def test_nul_and_lone_surrogates_do_not_end_the_text() -> None:
    """Neither reaches the tape; what stands around them does."""
    assert _texts("<p>a\0b</p>") == ["ab"]
    assert _texts("<p>a\ud800b</p>") == ["ab"]


@pytest.mark.parametrize("unit", ["<div>", "<span>", "<ul><li>", "<b>", "<x-a>", "<blockquote>"])
def test_deep_nesting_keeps_the_text(unit: str) -> None:
    """5,000 elements deep: no RecursionError, and the text before, inside and behind is there."""
    end = "".join(f"</{tag}" for tag in reversed(unit.replace("<", " ").split()))
    depth = 5000 // unit.count("<")
    page = "<p>before</p>" + unit * depth + "inside" + end * depth + "<p>behind</p>"
    assert _texts(page) == ["before", "inside", "behind"]


# --- what is shown -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        "<script>no</script>",
        "<style>no</style>",
        "<template><p>no</p></template>",
        "<noscript><p>no</p></noscript>",
        "<p hidden>no</p>",
        "<p HIDDEN=''>no</p>",
        '<div style="color:red; display: none"><p>no</p></div>',
        '<span style="visibility:hidden !important">no</span>',
        "<dialog>no</dialog>",
        "<dialog class=story>no</dialog>",
        "<svg><title>no</title><text>no</text></svg>",
        "<select><option>no</option></select>",
        "<datalist><option>no</option></datalist>",
        "<textarea>no</textarea>",
        "<iframe>no</iframe>",
        "<video>no</video>",
        "<object>no</object>",
        "<canvas>no</canvas>",
        "<input value=no>",
        "<img alt=no>",
        "<math><semantics><annotation>no</annotation></semantics></math>",
        "<title>no</title>",
        "<!-- no -->",
        '<div class="login-modal article-overlay" style="display:none">no</div>',
        '<ul class="menu collapse" hidden>no</ul>',
        '<div id="paywall-popup" style="display:none">no</div>',
        "<div id=S:x hidden>no</div>",
    ],
)
def test_what_is_not_shown_is_not_text(markup: str) -> None:
    """Code, controls, pictures and hidden boxes; what stands around them is on the tape."""
    assert " ".join(_texts(f"<p>before</p>{markup}<p>behind</p>")) == "before behind"


@pytest.mark.parametrize(
    "opening",
    [
        '<div class="paywall-content" style="display:none">',
        '<div class="read-more-target" hidden>',
        '<div class="premium" style="visibility: hidden">',
        '<section id="article-body" style="display:none;">',
        '<div itemprop="articleBody" hidden>',
        '<div data-testid="collapsible" hidden>',
        '<div hidden="until-found">',
        '<div hidden id="S:0">',
        '<div hidden id="S:1f">',
        '<span class="moretext" style="display:none">',
        '<x-body class="story" hidden>',
    ],
)
def test_text_behind_a_paywall_style_is_text_and_flagged(opening: str) -> None:
    """A style that a script takes away leaves the words on the tape, and says so."""
    tape = scan(f"<p>seen</p>{opening}<p>one</p>two<div>three</div></div></span><p>seen</p>")
    assert list(tape.texts)[:4] == ["seen", "one", "two", "three"]
    flags = [bool(_context(tape, row) & Context.REVEALED) for row in range(4)]
    assert flags == [False, True, True, True]


def test_flag_ends_with_the_hidden_element() -> None:
    """What comes behind it was seen all along; hidden boxes inside of it stay hidden."""
    tape = scan("<div class=paywall hidden>a<p class=modal hidden>no</p></div><p>b</p>")
    assert list(tape.texts) == ["a", "b"]
    assert Context.REVEALED in _context(tape, 0)
    assert Context.REVEALED not in _context(tape, 1)


def test_open_dialog_is_shown() -> None:
    """With ``open`` it stands on the page, and its blocks say what they stand in."""
    tape, context = _one("<dialog>no</dialog><dialog open>yes</dialog>")
    assert tape.texts == ("yes",)
    assert context == Context.DIALOG


# --- writing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を", ["漢字を"]),
        ("<ruby><rb>漢<rb>字<rtc><rt>かん<rt>じ</ruby>", ["漢字"]),
        ("Donau&shy;dampf&shy;schiff", ["Donaudampfschiff"]),
        ("Donau<wbr>dampf<wbr/>schiff", ["Donaudampfschiff"]),
        ("Donau&#8203;dampf&#x2060;schiff\ufeff!", ["Donaudampfschiff!"]),
        ("\ufeff<p>mark</p>", ["mark"]),
        ("ภาษา&#8203;ไทย", ["ภาษา\u200bไทย"]),
        ("ภาษา&#8203;&#8203;ไทย&#8203; &#8203;x", ["ภาษา\u200b\u200bไทย x"]),
        ("ភាសា&#8203;ខ្មែរ", ["ភាសា\u200bខ្មែរ"]),
        ("می&zwnj;خواهم", ["می\u200cخواهم"]),
        ("<p dir=rtl>قال &#8207;BBC&#8206; إن</p>", ["قال \u200fBBC\u200e إن"]),
        ("市議会は<b>火曜日</b>、\n決定した。", ["市議会は火曜日、 決定した。"]),
        ("👩&#8205;👩&#8205;👧 family", ["👩\u200d👩\u200d👧 family"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("<p>a</p>&zwnj;&nbsp;&zwnj;&nbsp;&rlm;<p>b</p>", ["a", "b"]),
        ("<p>a</p>&shy;<p>b</p>", ["a", "b"]),
        ("a<i>&#8203;</i>b", ["ab"]),
    ],
)
def test_writing_comes_out_right(html: str, texts: list[str]) -> None:
    """Ruby without its readings, no soft hyphens, joiners and direction marks where they matter."""
    assert _texts(html) == texts


# --- links -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<p>see <a href=/x>the report</a>.</p>", [[("the report", "/x")]]),
        ("<p>see\n<a href=/x>\n the\n report </a>\n.</p>", [[("the report", "/x")]]),
        (
            "<a href=1>a</a><a href=2>b</a> c <a href=3>d</a>",
            [[("a", "1"), ("b", "2"), ("d", "3")]],
        ),
        ("x <a href=1>a <b>b</b>c</a><a href=1>d</a>", [[("a bc", "1"), ("d", "1")]]),
        ("<a href=1>a<br>b</a>", [[("a b", "1")]]),
        ("<p>x <a href=1>a<br><br>b</a> y</p>", [[("a", "1")], [("b", "1")]]),
        ("<a href=1><h2>a</h2><p>b c</p></a>", [[("a", "1")], [("b c", "1")]]),
        ("x <a href=1>a<div>b</div>c</a> y", [[("a", "1")], [("b", "1")], [("c", "1")]]),
        ("<a href=1>a <a href=2>b</a> c", [[("a", "1"), ("b", "2")]]),
        ("<a href=1><img></a> <a href=2>b</a>", [[("b", "2")]]),
        ("<a name=x>a</a> <a href=''>b</a>", [[]]),
        (
            "<a href=1>Donau&shy;dampf</a>, &#8203;<a href=2>über</a>",
            [[("Donaudampf", "1"), ("über", "2")]],
        ),
        ("<pre>\n\n a <a href=1> b <b>c</b></a>\n</pre>", [[(" b c", "1")]]),
        ("<pre>a<a href=1>b</a><a href=2>c\n\n</a></pre>", [[("b", "1"), ("c", "2")]]),
    ],
)
def test_links_cover_their_words(html: str, links: list[list[tuple[str, str]]]) -> None:
    """Cut out of the folded text, each range is the words of its link, nothing more."""
    tape = scan(html)
    found = [
        [(text[start:end], href) for start, end, href in tape.links.get(row, ())]
        for row, text in enumerate(tape.texts)
    ]
    assert found == links
    inside = [sum(len(words) for words, _ in row) for row in found]
    assert tape.link_chars.tolist() == inside


def test_context_says_whether_a_block_begins_in_a_link() -> None:
    """The bit is that of the first character."""
    tape = scan("<p><a href=1>a</a> b</p><p>a <a href=1>b</a></p><p><a>a</a></p>")
    bits = [bool(_context(tape, row) & Context.LINK) for row in range(3)]
    assert bits == [True, False, False]


def test_bold_characters_are_counted() -> None:
    """Those of <b> and <strong>, without white space that is not on the tape."""
    tape = scan("<p><b>ab</b> c <strong> d </strong></p><p><b>  a  b </b></p><p>a</p>")
    assert tape.strong_chars.tolist() == [3, 3, 0]
    assert scan("<pre><b>\n\n ab  \n\n</b></pre>").strong_chars.tolist() == [3]


# --- what a block stands in --------------------------------------------------------------


def test_lists_have_their_nesting_and_kind() -> None:
    """An ordered list in an unordered one, and an unordered one in that."""
    tape = scan("<ul><li>a<ol><li>b<ul><li>c</ul><li>d</ol><li>e</ul>f")
    assert list(tape.texts) == list("abcdef")
    assert tape.level.tolist() == [1, 2, 3, 2, 1, 0]
    lists = [_context(tape, row) & (Context.LIST | Context.ORDERED) for row in range(6)]
    unordered, ordered = Context.LIST, Context.LIST | Context.ORDERED
    assert lists == [unordered, ordered, unordered, ordered, unordered, Context(0)]


@pytest.mark.parametrize("rank", range(1, 7))
def test_headings_have_their_rank(rank: int) -> None:
    """Also around a link or a line break, and only inside of the heading."""
    tape = scan(f"<h{rank}><a href=x>a<br>b</a></h{rank}>c")
    assert list(tape.texts) == ["a b", "c"]
    assert tape.level.tolist() == [rank, 0]
    assert Context.HEADING in _context(tape, 0)
    assert Context.HEADING not in _context(tape, 1)


def test_table_cells_are_blocks_of_their_own() -> None:
    """Caption, header cells and cells are told apart."""
    tape = scan(
        "<table><caption>a</caption><thead><tr><th>b<th>c<tbody><tr><th>d<td>e <b>f</b></table>g"
    )
    assert list(tape.texts) == ["a", "b", "c", "d", "e f", "g"]
    kinds = [_context(tape, row) for row in range(6)]
    header = Context.TABLE | Context.HEADER_CELL
    assert kinds == [Context.TABLE | Context.CAPTION, header, header, header, Context.TABLE, 0]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<pre>\n  if x:\n\treturn\n</pre>", "  if x:\n\treturn"),
        ("<pre><code>a\n\n  b</code>\n</pre>", "a\n\n  b"),
        ("<pre>a<br>b<br><br>c</pre>", "a\nb\n\nc"),
        ("<pre>a<br>  <b>b</b></pre>", "a\n  b"),
        ("<pre>a  <i> b</i>  c</pre>", "a   b  c"),
        ("<xmp><b>a</b></xmp>", "<b>a</b>"),
    ],
)
def test_preformatted_text_keeps_its_white_space(html: str, text: str) -> None:
    """But for empty lines at its ends; everywhere else white space folds."""
    tape, context = _one(html)
    assert tape.texts == (text,)
    assert Context.PREFORMATTED in context


@pytest.mark.parametrize(
    ("html", "context"),
    [
        ("<p>a</p>", Context.PARAGRAPH),
        ("<p><code>a</code></p>", Context.PARAGRAPH | Context.CODE),
        ("<blockquote><p>a</p></blockquote>", Context.QUOTE | Context.PARAGRAPH),
        ("<figure>a</figure>", Context.FIGURE),
        ("<figure><figcaption>a</figcaption></figure>", Context.FIGURE | Context.CAPTION),
        ("<nav>a</nav>", Context.NAV),
        ("<aside>a</aside>", Context.ASIDE),
        ("<main><article><header>a", Context.MAIN | Context.ARTICLE | Context.HEADER),
        ("<footer><address>a", Context.FOOTER | Context.ADDRESS),
        ("<form><fieldset><legend>a", Context.FORM),
        ("<button>a</button>", Context.BUTTON),
        ("<time>a</time> b", Context.TIME),
        ("<dl><dt>a", Context.DEFINITION),
        ("<div><span>a</span></div>", Context(0)),
    ],
)
def test_context_tells_the_elements_around(html: str, context: Context) -> None:
    """One bit a kind of element, and no others."""
    assert _one(html)[1] == context


def test_block_names_its_elements_and_their_words() -> None:
    """The block-level element, the innermost one, and the telling attributes of both."""
    tape, _ = _one(
        '<div class="a  b" id=c data-testid=d title=no><span role=e data-x=no><b>text</b></span>'
    )
    elements = tape.elements
    element, leaf = int(tape.element[0]), int(tape.leaf[0])
    assert (elements.tag[element], elements.tag[leaf]) == ("div", "b")
    assert elements.attrs[element].split() == ["a", "b", "c", "d"]
    assert elements.attrs[int(elements.parent[leaf])] == "e"
    assert elements.attrs[leaf] == ""


# --- the head ----------------------------------------------------------------------------


def test_head_facts_are_taken_down() -> None:
    """Title, language, base, meta, links, JSON-LD and other data, in page order."""
    page = """<html lang=" de-AT"><head><title> Brücke\n über  die Ell </title>
      <base href="/b/"><base href="/no/">
      <meta charset=utf-8><meta name="Author" content=" A. B. "><meta name=empty content="">
      <meta property="og:title" name=title content="Brücke">
      <meta http-equiv=Refresh content=5><link rel="Canonical" href=" /x "><link rel=icon>
      <script type="application/ld+json">{"a": "<p>1</p>"}</script>
      <script type="application/json" id=__NEXT_DATA__>{"b": 2}</script>
      <script>var no = "application/ld+json"</script><script type=application/ld+json></script>
      </head><body><title>no</title><p>text
      <script type="Application/LD+JSON; charset=utf-8">{"c": 3}</script>
      <meta itemprop=datePublished content=2024><link rel=author href=/a>"""
    assert scan(page).head == Head(
        title="Brücke über die Ell",
        lang=" de-AT",
        base="/b/",
        meta=(
            ("author", "A. B."),
            ("og:title", "Brücke"),
            ("title", "Brücke"),
            ("refresh", "5"),
            ("datepublished", "2024"),
        ),
        links=(("canonical", "/x"), ("author", "/a")),
        jsonld=('{"a": "<p>1</p>"}', '{"c": 3}'),
        data=(("__NEXT_DATA__", '{"b": 2}'),),
    )


def test_facts_in_hidden_elements_count() -> None:
    """Microdata and JSON-LD often stand in a box that is not shown."""
    head = scan(
        "<div hidden><p>no</p><meta itemprop=name content=x><link rel=y href=z>"
        "<script type=application/ld+json>{}</script></div>"
    ).head
    assert head.meta == (("name", "x"),)
    assert head.links == (("y", "z"),)
    assert head.jsonld == ("{}",)


def test_page_without_a_head_has_no_facts() -> None:
    """Every field is empty, none is made up."""
    assert scan("<p>text</p>").head == Head()
    assert scan("").head == Head()


def test_endless_script_is_left_unread() -> None:
    """Data beyond 4 million characters cost more than any article is worth."""
    page = f"<script type=application/json>{'x' * 4_000_001}</script><p>text</p>"
    tape = scan(page)
    assert tape.head.data == ()
    assert tape.texts == ("text",)
