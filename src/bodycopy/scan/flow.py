"""How elements take part in the flow of text: blocks, breaks, what is hidden, what names tell."""

from __future__ import annotations

import re

from bodycopy.tape import Context, Style

# How an element takes part in the flow of text.
INLINE, BLOCK, SKIP, BREAK, RULE, VOID, BOX, SCRIPT, FACT, LINK = range(10)

# Elements that a browser sets as blocks (HTML standard, 15.3 "Flow content"), and buttons:
# theirs are words of the page's machinery, never part of the sentence around them.
_BLOCKS = (
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li listing main menu nav "
    "ol p plaintext pre search section summary table caption tbody td tfoot th thead tr ul xmp"
)
# Not shown, or shown as a control or picture: their text is not the page's. Ruby readings
# (rt, rp) tell how to pronounce the text; in the sentence they would double it.
_SKIPPED = (
    "style template noscript option optgroup svg map datalist rp rt rtc noframes noembed title "
    "head annotation annotation-xml frameset frame"
)
# Drawn as a box of their own, which sets the words before it apart from those behind. Not so
# pictures: an icon stands between a word and its comma, an initial is one.
_BOXES = "iframe select textarea input canvas object embed audio video progress meter applet"
FLOW: dict[str, int] = {
    **dict.fromkeys(_BLOCKS.split(), BLOCK),
    **dict.fromkeys(_SKIPPED.split(), SKIP),
    **dict.fromkeys(_BOXES.split(), BOX),
    **dict.fromkeys("img wbr col colgroup area source track param base".split(), VOID),
    "br": BREAK,
    "hr": RULE,
    "script": SCRIPT,
    "meta": FACT,
    "link": FACT,
    "a": LINK,
}
# Elements that speak through their attributes: these are taken down as markers.
MARKED = frozenset("img source iframe video audio embed object time".split())
FLOW_WITHOUT_SCRIPTS = {**FLOW, "noscript": BLOCK}
HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
CONTEXT_OF: dict[str, int] = {
    **dict.fromkeys(HEADINGS, int(Context.HEADING)),
    "p": int(Context.PARAGRAPH),
    "ul": int(Context.LIST),
    "ol": int(Context.LIST | Context.ORDERED),
    "menu": int(Context.LIST),
    "dir": int(Context.LIST),
    "dt": int(Context.DEFINITION),
    "dd": int(Context.DEFINITION),
    "table": int(Context.TABLE),
    "th": int(Context.HEADER_CELL),
    "caption": int(Context.CAPTION),
    "blockquote": int(Context.QUOTE),
    "pre": int(Context.PREFORMATTED),
    "listing": int(Context.PREFORMATTED),
    "xmp": int(Context.PREFORMATTED),
    "plaintext": int(Context.PREFORMATTED),
    "code": int(Context.CODE),
    "samp": int(Context.CODE),
    "figure": int(Context.FIGURE),
    "figcaption": int(Context.CAPTION),
    "nav": int(Context.NAV),
    "aside": int(Context.ASIDE),
    "header": int(Context.HEADER),
    "footer": int(Context.FOOTER),
    "form": int(Context.FORM),
    "fieldset": int(Context.FORM),
    "button": int(Context.BUTTON),
    "article": int(Context.ARTICLE),
    "main": int(Context.MAIN),
    "dialog": int(Context.DIALOG),
    "time": int(Context.TIME),
    "address": int(Context.ADDRESS),
}
LISTS = frozenset(("ul", "ol", "menu", "dir"))
# Not so cite, dfn and var: browsers set them in italics, but most pages have their credits and
# bylines in the first, tooltips and counters in the others, and a style that says otherwise.
STYLE_OF: dict[str, int] = {
    **dict.fromkeys("b strong".split(), int(Style.STRONG)),
    **dict.fromkeys("em i".split(), int(Style.EMPHASIS)),
    **dict.fromkeys("code kbd samp tt".split(), int(Style.CODE)),
    **dict.fromkeys("del s strike".split(), int(Style.DELETED)),
    "sup": int(Style.SUPERSCRIPT),
    "sub": int(Style.SUBSCRIPT),
}
STRONG_BIT = int(Style.STRONG)
BREAK_BIT = int(Style.BREAK)
PHRASE = int(Context.PARAGRAPH | Context.HEADING)
HEADING_BIT = int(Context.HEADING)
LINK_BIT = int(Context.LINK)
PRE_BIT = int(Context.PREFORMATTED)
REVEALED_BIT = int(Context.REVEALED)
IMAGE_BIT = int(Context.AFTER_IMAGE)

# Attributes whose words say what an element holds. Sites with machine-made class names
# often leave the only telling word in a data attribute meant for their own tests.
TELLING = frozenset(
    (
        "class",
        "id",
        "role",
        "itemprop",
        "rel",
        "property",
        "data-testid",
        "data-test-id",
        "data-qa",
        "data-component",
        "data-module",
        "data-type",
        "data-block",
        "data-name",
    )
)

_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# A hidden element whose name says that it is the article's rest, folded away by a paywall or
# a "read more" button, is text all the same; pop-ups and menus with such words are not.
_REVEALING = re.compile(
    r"pay-?wall|premium|subscri|regwall|read-?more|more-?text|collaps|expand|truncat|fold"
    r"|accordion|faq|article|story|post-?(?:body|content)|entry|body|full-?text"
    # React streams late parts of a page into <div hidden id="S:0"> and moves them by script.
    r"|^S:[0-9a-f]+$",
    re.I,
)
_CONCEALING = re.compile(
    r"modal|pop-?up|overlay|menu|nav|cookie|consent|dialog|tooltip|search|share|social|log-?in"
    r"|sign|comment|newsletter|toast|alert|error|print|related|teaser|promo|gallery|banner"
    r"|sidebar|template|loading|form\b|(?:^|[\s_-])ads?(?:$|[\s_-])",
    re.I,
)

ORDERED_BIT = int(Context.ORDERED)
HIDDEN, REVEALED = 1, 2


def telling_words(attributes: dict[str, str | None]) -> str:
    """The values of the attributes that say what an element holds."""
    words = [value for key, value in attributes.items() if value and key in TELLING]
    if not words:
        return ""
    return words[0] if len(words) == 1 else " ".join(words)


def is_marker(attributes: dict[str, str | None], tag: str) -> bool:
    """Whether an element's attributes say what its text does not: a time, microdata."""
    return (
        tag in MARKED
        or "datetime" in attributes
        or ("content" in attributes and ("itemprop" in attributes or "property" in attributes))
    )


def hiding(attributes: dict[str, str | None], tag: str, words: str) -> int:
    """0 where the element is shown, else ``HIDDEN``, or ``REVEALED`` where it is text yet."""
    if tag == "dialog" and "open" not in attributes:
        return HIDDEN
    style = attributes.get("style")
    if "hidden" not in attributes and not (style and _HIDING_STYLE.search(style)):
        return 0
    if attributes.get("hidden") == "until-found":
        return REVEALED
    return REVEALED if words and reveals(words) else HIDDEN


def reveals(words: str) -> bool:
    """Whether a hidden element's words say that it is text folded away, not a box."""
    return bool(_REVEALING.search(words)) and not _CONCEALING.search(words)
