"""The page as it looks: nothing in it runs, loads or leads elsewhere; texts have their twins."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from authored import NAMES, source
from bodycopy.inspector.safe_page import FRAME_POLICY, safe_page, safe_text_page
from bodycopy.inspector.safe_style import safe_declarations, safe_sheet
from bodycopy.inspector.twins import letters
from bodycopy.pipeline import examine

# What a hostile page may try; each is looked at inside a page and by itself.
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "script in svg": "<svg><script>alert(1)</script><text>x</text></svg>",
    "handler": '<p onclick="alert(1)" onmouseover=alert(1)>text</p>',
    "image that fails": "<img src=x onerror=alert(1)>",
    "handler of svg": "<svg onload=alert(1)>",
    "handler without a name": "<p =onclick=alert(1) on\nclick=alert(1)>text</p>",
    "javascript address": '<a href="javascript:alert(1)">text</a>',
    "javascript address, broken up": '<a href="java\nscript&colon;alert(1)">text</a>',
    "data address": '<a href="data:text/html,<script>alert(1)</script>">text</a>',
    "form": '<form action="https://evil.example/"><button formaction="javascript:alert(1)">x',
    "frame": '<iframe src="https://evil.example/" srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="https://evil.example/a.swf"><embed src="javascript:alert(1)">',
    "base": '<base href="https://evil.example/"><a href="/x">text</a>',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "style sheet": '<link rel=stylesheet href="https://evil.example/a.css">',
    "style with address": '<p style="background:url(https://evil.example/a.png)">text</p>',
    "style with spelled address": r'<p style="background:\75\72\6c (//evil.example/a)">text</p>',
    "sheet": "<style>@import 'https://evil.example/a.css'; p{background:url(//evil.ex)}</style>",
    "sheet that ends": "<style></style><img src=x onerror=alert(1)>//</style>",
    "sheet, cut by comments": "<style>p{}</sty/**/le><script>alert(1)</script></style>",
    "image sets": '<img srcset="https://evil.example/a 2x" src="//evil.example/b">',
    "poster": '<video poster="//evil.example/a" src="//evil.example/v" autoplay></video>',
    "math": "<math><mtext></p><style><img src onerror=alert(1)></style></mtext></math>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "template": "<template><script>alert(1)</script></template>",
    "text that looks like markup": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "attribute that ends": '<p title="&quot;><script>alert(1)</script>">text</p>',
    "block of its own": '<p data-block="0" id="x">text</p>',
    "custom element": "<x-evil onfocus=alert(1) tabindex=0 autofocus>text</x-evil>",
    "unknown namespace": "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject>",
    "plaintext": "<plaintext><script>alert(1)</script>",
    "picture of script": '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
}
ADDRESSES = ("href", "src", "srcset", "action", "formaction", "poster", "data", "background")


def looks(html: str | bytes) -> str:
    """The safe page of a page."""
    examined = examine(html)[1]
    assert examined is not None
    return safe_page(examined.source, examined.tape)


def assert_harmless(page: str) -> None:
    """Nothing in the page runs, loads, leads elsewhere or speaks for the scan."""
    tree = LexborHTMLParser(page)
    assert not tree.css("script, iframe, object, embed, link, base, form, svg, math, template")
    policies = [node.attributes for node in tree.css("meta[http-equiv]")]
    assert [one["content"] for one in policies] == [FRAME_POLICY]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), page
            assert name not in ADDRESSES or (value or "").startswith("data:image/"), page
            assert name != "style" or "evil" not in (value or "") or "none(" in (value or ""), page
    for sheet in tree.css("style"):
        css = sheet.text(deep=True).lower()
        assert "url(" not in css, page
        assert "@import" not in css, page


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attacks_come_to_nothing(attack: str) -> None:
    """A hostile page becomes one that has its texts and nothing that could do harm."""
    assert_harmless(looks(attack))
    assert_harmless(looks(f"<html><head>{attack}</head><body><p>Before</p>{attack}<p>Behind</p>"))


@given(st.lists(st.sampled_from(sorted(ATTACKS.values())), max_size=6), st.text(max_size=40))
def test_attacks_in_each_other_come_to_nothing(attacks: list[str], text: str) -> None:
    """What opens one attack and closes another is as harmless as each by itself."""
    assert_harmless(looks(text.join(attacks)))
    assert_harmless(looks("".join(attack[: len(text) * 2] for attack in attacks)))


@pytest.mark.parametrize("name", NAMES)
def test_authored_pages_are_harmless(name: str) -> None:
    """Whole pages lose what runs and loads as well."""
    assert_harmless(looks(source(name)))


def test_what_is_left_can_be_seen() -> None:
    """Structure, class names, own style and pictures that the page carries stay as they were."""
    page = looks(
        "<html lang=de><head><style>.lead{color:red}</style></head><body class=story>"
        '<h1 id=top>Title</h1><p class=lead style="margin:1em">First <b>words</b>.</p>'
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="Dot"><img src="/a.jpg" alt="A pier" '
        "width=300 height=200><ol start=3><li>three</ol><details><summary>More</summary>rest"
    )
    tree = LexborHTMLParser(page)
    assert tree.css_first("html").attributes["lang"] == "de"
    assert ".lead{color:red}" in page
    assert tree.css_first("body.story > h1#top") is not None
    assert tree.css_first("p.lead").attributes["style"] == "margin:1em"
    assert tree.css_first("img").attributes["src"] == "data:image/png;base64,iVBORw0KGgo="
    box = tree.css_first("span.bodycopy-image")
    assert (box.text(), box.attributes["style"]) == ("A pier", "--w:300;--h:200")
    assert tree.css_first("ol").attributes["start"] == "3"
    assert "open" in tree.css_first("details").attributes


def test_text_folded_away_is_unfolded() -> None:
    """What the scan reads though a paywall's style hides it, is shown; other hidden text is not."""
    page = looks(
        '<p>Seen.</p><div class="paywall-text" style="display:none"><p>Folded away.</p></div>'
        '<div class="cookie" style="display:none"><p>Hidden.</p></div>'
    )
    tree = LexborHTMLParser(page)
    assert "style" not in tree.css_first("div.paywall-text").attributes
    assert tree.css_first("div.cookie").attributes["style"] == "display:none"
    assert [node.text() for node in tree.css("[data-block]")] == ["Seen.", "Folded away."]


def test_style_sheets_load_nothing() -> None:
    """Addresses, imports, fonts and pinned boxes go, however they are spelled; the rest stays."""
    assert safe_sheet("a{color:rgb(1,2,3);width:calc(1px + 2em)}") == (
        "a{color:rgb(1,2,3);width:calc(1px + 2em)}"
    )
    for trick in (
        "a{background:URL( 'x' )}",
        r"a{background:u\72 l(x)}",
        r"a{background:\75\72\6c (x)}",
        "a{background:u/**/rl(x)}",
        "a{background:image-set('x' 1x)}",
        "a{background:src('x')}",
        "@font-face{src:url(x)}",
        r"@\69mport 'x';",
        "@IMPORT 'x';",
        "a{background:url(x",
    ):
        safe = safe_sheet(trick).lower()
        assert not re.search(r"(?:url|src|image-set|\\[0-9a-f]+\s?)\s*\(", safe), trick
        assert not re.search(r"@(?:import|font-face|\\)", safe), trick
    assert safe_declarations("position : fixed; top: 0") == "position:relative; top: 0"
    assert safe_sheet('q::before{content:"\\201C"}') == 'q::before{content:"“"}'
    assert safe_sheet("p{}" * 400_000) == ""


@pytest.mark.parametrize("name", NAMES)
def test_every_block_has_its_twin(name: str) -> None:
    """On all authored pages each block's text stands in the page under its number."""
    assert not missing_twins(source(name))


def missing_twins(html: bytes) -> list[tuple[int, str, str]]:
    """Blocks whose text is not that of their twin, white space left aside."""
    examined = examine(html)[1]
    if examined is None:
        return []
    found: dict[int, str] = {}
    tree = LexborHTMLParser(safe_page(examined.source, examined.tape))
    for node in tree.css("[data-block]"):
        row = int(node.attributes["data-block"] or -1)
        found[row] = found.get(row, "") + node.text()
    return [
        (row, text, found.get(row, ""))
        for row, text in enumerate(examined.tape.texts)
        if letters(found.get(row, "")) != letters(text)
    ]


def test_twins_of_equal_texts_are_in_their_places() -> None:
    """A hidden copy of a text before the shown one does not take its place."""
    page = looks(
        '<div hidden class="menu"><p>Same words in both places.</p></div>'
        "<script>x</script><p id=shown>Same words in both places.</p><p>Others.</p>"
    )
    tree = LexborHTMLParser(page)
    assert [node.text() for node in tree.css("#shown [data-block='0']")] == [
        "Same words in both places."
    ]
    assert not tree.css("div.menu [data-block]")


def test_pages_without_scripts_find_their_twins() -> None:
    """A page that shows its text only where no scripts run is shown so."""
    text = "<p>The ferry runs every half hour, free of charge, between six and nine.</p>" * 20
    html = f"<body><div id=app></div><noscript>{text}</noscript>".encode()
    assert not missing_twins(html)
    assert looks(html).count("data-block") == 20


def test_pages_too_deep_are_flattened() -> None:
    """A tower of elements is written as far as browsers nest them; its texts are all there."""
    for depth in (900, 60_000):
        html = "<div>" * depth + "<p>Down here.</p><b>And here.</b>"
        assert not missing_twins(html.encode())
        page = looks(html)
        assert page.count("<div>") == page.count("</div>") <= 400


def test_pages_too_large_are_given_as_texts() -> None:
    """A page of many megabytes is its texts, one below the other."""
    html = "<p>One two three.</p><!--" + "x" * 8_000_000 + "--><p>Four.</p>"
    page = LexborHTMLParser(looks(html))
    assert [node.text() for node in page.css("p > [data-block]")] == ["One two three.", "Four."]


def test_lines_are_a_page_of_their_own() -> None:
    """Flattened text is set line by line, what looks like markup as text."""
    page = safe_text_page(("One <b>line", "and & another"))
    texts = [node.text() for node in LexborHTMLParser(page).css("p > [data-block]")]
    assert texts == ["One <b>line", "and & another"]
    assert_harmless(page)


def test_twins_on_real_pages() -> None:
    """On pages of real sites next to every block has its twin; the share is a floor."""
    pytest.importorskip("pyarrow", reason="pyarrow reads the page sets: pip install '.[bench]'")
    from bench.sets import MissingPagesError, load_pages

    try:
        pages = load_pages(["newspaper", "fundus"])
    except MissingPagesError as error:
        pytest.skip(str(error))
    blocks = missing = 0
    for page in pages[:: max(1, len(pages) // 40)]:
        examined = examine(page.html)[1]
        blocks += len(examined.tape) if examined else 0
        missing += len(missing_twins(page.html))
    assert missing <= 0.001 * blocks
    assert blocks > 1000
