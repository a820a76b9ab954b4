"""Why a page is no article: each reason, on small pages written for it."""

from __future__ import annotations

import gzip
import json

import pytest

import bodycopy
from authored import PARAGRAPHS, html_of, report
from bodycopy import Article, Block, Link, Options, PageType, Reason, Role, Verdict
from bodycopy.assemble.judge import Judgement, judge

MENU = (
    '<header><a href="/">Ell Valley Herald</a></header><nav class="main-nav"><ul>'
    + "".join(
        f'<li><a href="/{word}">{word.title()}</a></li>' for word in ("town", "sport", "farming")
    )
    + "</ul></nav>"
)
FOOTER = (
    '<footer class="site-footer"><ul><li><a href="/privacy">Privacy</a></li>'
    '<li><a href="/contact">Contact</a></li></ul><p>© Ell Valley Herald</p></footer>'
)
PLACES = ("school", "mill", "ferry", "choir", "forge", "library", "orchard", "harbour")
TEASERS = [
    (f"The {place} {news}", f"Neighbours of the {place} said on {day} that {why}.")
    for news, day, why in (
        ("opens its doors again", "Monday", "they had hardly dared to hope for it"),
        ("asks the county for help", "Tuesday", "the roof will not last another winter"),
        ("wins a prize in the capital", "Friday", "nobody had told them of the contest"),
    )
    for place in PLACES
]


def front(*, leads: bool) -> str:
    """A front page: the heads of its stories, with the sentence that opens each or without."""
    return html_of(
        MENU,
        "<main><h1>Latest news</h1>",
        *(
            f'<article class="teaser"><h3><a href="/story/{number}">{head}</a></h3>'
            + (f"<p>{text}</p></article>" if leads else "</article>")
            for number, (head, text) in enumerate(TEASERS)
        ),
        "</main>",
        FOOTER,
        title="Latest news - Ell Valley Herald",
    )


INDEX = front(leads=False)
SHELL = html_of(
    '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
    "<script>window.__STATE__ = {}; start()</script>",
)
SHORT = html_of(
    MENU,
    f"<main><article><h1>Road closed</h1><p>{PARAGRAPHS[0][:70]}.</p></article></main>",
    FOOTER,
    title="Road closed - Ell Valley Herald",
)
PAYWALL = html_of(
    MENU,
    f"<main><article><h1>Council votes for a new footbridge</h1><p>{PARAGRAPHS[0]}</p>"
    '<div class="paywall"><h2>Subscribe to continue reading</h2>'
    "<p>Subscribe now and read every story of the valley, from £1 a week.</p>"
    '<p>Already a subscriber? <a href="/login">Log in</a></p></div></article></main>',
    FOOTER,
)
CONSENT = html_of(
    '<div class="cookie-consent" role="dialog" id="cmp"><h1>We value your privacy</h1>'
    "<p>We and our 214 partners store and access information on a device, such as cookies, and "
    "process personal data, such as unique identifiers, for personalised advertising.</p>"
    "<p>With your permission we and our partners may use precise geolocation data and "
    "identification through device scanning. You may click to consent to the processing.</p>"
    "<button>Accept all</button><button>Reject all</button><button>More options</button></div>",
    title="Ell Valley Herald",
)
ERROR = html_of(
    MENU,
    "<main><h1>Page not found</h1><p>Sorry, the page that you asked for does not exist.</p>"
    '<p>Go back to the <a href="/">front page</a>.</p></main>',
    FOOTER,
    title="Page not found - Ell Valley Herald",
)
NO_BODY = html_of(MENU, FOOTER)


@pytest.mark.fault("no-article")
@pytest.mark.parametrize(
    ("page", "reason", "page_type"),
    [
        pytest.param("", Reason.EMPTY, PageType.OTHER, id="empty input"),
        pytest.param(" \n\t", Reason.EMPTY, PageType.OTHER, id="white space"),
        pytest.param(SHELL, Reason.EMPTY, PageType.OTHER, id="shell that scripts would fill"),
        pytest.param(SHORT, Reason.TOO_SHORT, PageType.OTHER, id="one short sentence"),
        pytest.param(NO_BODY, Reason.NO_BODY, PageType.OTHER, id="menus only"),
        pytest.param(INDEX, Reason.INDEX, PageType.INDEX, id="front page"),
        pytest.param(CONSENT, Reason.CONSENT_WALL, PageType.OTHER, id="consent wall"),
        pytest.param(PAYWALL, Reason.PAYWALL, PageType.STUB, id="paywall stub"),
        pytest.param(ERROR, Reason.ERROR_PAGE, PageType.ERROR, id="soft 404"),
    ],
)
def test_a_page_without_an_article_gets_its_reason(
    page: str, reason: Reason, page_type: PageType
) -> None:
    """Bytes or text, the verdict is the same, says why, and is false and without text."""
    for html in (page, page.encode()):
        verdict = bodycopy.extract(html)
        assert isinstance(verdict, Verdict)
        assert (verdict.reason, verdict.page_type) == (reason, page_type)
        assert verdict.detail
        assert not verdict
        assert verdict.text == ""


@pytest.mark.fault("not-html")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", id="PDF"
        ),
        pytest.param(
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01" + bytes(64), id="JPEG"
        ),
        pytest.param(json.dumps({"headline": "Storm", "body": PARAGRAPHS}).encode(), id="JSON"),
        pytest.param(b'[{"id": 1}, {"id": 2}]', id="JSON list"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(32), id="PNG"),
        pytest.param(gzip.compress(report().encode()), id="gzip"),
    ],
)
@pytest.mark.parametrize("content_type", [None, "text/html; charset=utf-8"])
def test_other_bytes_are_not_html(data: bytes, content_type: str | None) -> None:
    """A PDF, an image or JSON is refused by its bytes, whatever the header calls it."""
    verdict = bodycopy.extract(data, content_type=content_type)
    assert isinstance(verdict, Verdict)
    assert verdict.reason is Reason.NOT_HTML
    assert verdict.dropped == ()
    assert verdict.detail


@pytest.mark.fault("no-article")
def test_every_reason_was_reached() -> None:
    """The pages above show all reasons of the closed set."""
    pages = ("", SHORT, NO_BODY, INDEX, CONSENT, PAYWALL, ERROR, b"%PDF-1.7\n")
    found = [bodycopy.extract(page) for page in pages]
    found.append(bodycopy.extract(report(), options=Options(languages=("de",))))
    found.append(bodycopy.extract(report(), options=Options(page_types=("liveblog",))))
    found.append(bodycopy.extract(report(), options=Options(max_seconds=1e-9)))
    assert {verdict.reason for verdict in found if isinstance(verdict, Verdict)} == set(Reason)


def block(role: Role, chars: int, index: int = 0) -> Block:
    """A block of that many characters."""
    return Block(role=role, text="x" * chars, index=index)


def judged(
    body: int, *dropped: Block, title: str = "", declared: bool = False, min_chars: int = 120
) -> Judgement | None:
    """The judgement on a body of that many characters beside these blocks."""
    blocks = [block(Role.PARAGRAPH, body)] if body else []
    return judge(
        blocks,
        dropped,
        titles=[title] if title else [],
        declared_article=declared,
        min_chars=min_chars,
    )


BOXES = [
    block(Role.CONSENT, 2000),
    block(Role.PAYWALL, 400),
    *(block(Role.TEASER, 60) for _ in range(20)),
]


def test_a_long_body_stands_whatever_is_around_it() -> None:
    """Consent boxes, paywall notes, teasers and an odd title do not take back a whole article."""
    assert judged(5000, *BOXES) is None
    assert judged(5000, *BOXES, title="Page not found") is None


def test_a_page_that_declares_an_article_is_no_index() -> None:
    """Headings with a link, each over a sentence, are a front page unless the page says no."""
    link = Link(start=0, end=40, href="/story")
    heads = [Block(role=Role.TEASER, text="x" * 40, index=2 * i, links=(link,)) for i in range(30)]
    leads = [block(Role.PARAGRAPH, 60, index=2 * i + 1) for i in range(30)]
    front = judge(leads, heads, titles=["Latest"], declared_article=False, min_chars=120)
    assert front is not None
    assert (front.reason, front.page_type) == (Reason.INDEX, PageType.INDEX)
    assert judge(leads, heads, titles=["Latest"], declared_article=True, min_chars=120) is None


def test_who_wants_articles_alone_gets_no_front_page() -> None:
    """Teasers in whole sentences are a main text, but the page is called what it is."""
    page = front(leads=True)
    listed = bodycopy.extract(page)
    assert listed
    assert listed.page_type is not PageType.ARTICLE
    refused = bodycopy.extract(page, options=bodycopy.Options(page_types={"article"}))
    assert isinstance(refused, Verdict)
    assert refused.reason in (Reason.INDEX, Reason.PAGE_TYPE)
    assert str(listed.page_type) in refused.detail
    assert {b.text for b in refused.dropped} == {b.text for b in (*listed.body, *listed.dropped)}


def test_a_shop_that_sells_subscriptions_has_no_paywall() -> None:
    """What a shop calls "subscribe and save" is an offer, not a wall in front of an article."""
    body, offer = [block(Role.PARAGRAPH, 400)], [block(Role.PAYWALL, 40)]
    asked = {"titles": ["A sock"], "declared_article": False, "min_chars": 120}
    assert judge(body, offer, page_types={"product": 0.7, "service": 0.1}, **asked) is None
    found = judge(body, offer, page_types={"article": 0.8}, **asked)
    assert found is not None
    assert found.reason is Reason.PAYWALL


@pytest.mark.parametrize("chars", [1, 119])
def test_below_the_least_it_is_too_short(chars: int) -> None:
    """The least number of characters itself is enough, one less is not."""
    judgement = judged(chars)
    assert judgement is not None
    assert judgement.reason is Reason.TOO_SHORT
    assert str(chars) in judgement.detail
    assert judged(120) is None


def test_min_chars_of_zero_still_needs_something() -> None:
    """With no least number any body will do; a page with no text at all is empty still."""
    assert judged(1, min_chars=0) is None
    nothing = judged(0, min_chars=0)
    assert nothing is not None
    assert nothing.reason is Reason.EMPTY


@pytest.mark.parametrize("role", [Role.CONSENT, Role.PAYWALL, Role.NAVIGATION])
def test_min_chars_of_zero_does_not_make_an_article_of_no_body(role: Role) -> None:
    """A page with boxes and menus only is judged, whatever the least number is."""
    for title in ("", "Page not found"):
        judged(0, block(role, 300), title=title, min_chars=0)
    page = CONSENT if role is Role.CONSENT else NO_BODY
    bodycopy.extract(page, options=Options(min_chars=0))


def test_min_chars_changes_what_it_names_and_nothing_else() -> None:
    """A larger least number turns an article into ``too_short``; a smaller one does nothing."""
    default = bodycopy.extract(report())
    assert isinstance(default, Article)
    size = sum(len(part.text) for part in default.body)
    assert bodycopy.extract(report(), options=Options(min_chars=size)) == default
    assert bodycopy.extract(report(), options=Options(min_chars=0)) == default
    verdict = bodycopy.extract(report(), options=Options(min_chars=size + 1))
    assert isinstance(verdict, Verdict)
    assert verdict.reason is Reason.TOO_SHORT
    assert verdict.language == default.language
    assert [part.role for part in verdict.dropped] == [
        part.role for part in sorted((*default.body, *default.dropped), key=lambda b: b.index)
    ]


def test_a_small_min_chars_lets_a_short_report_through() -> None:
    """A caller who wants briefs gets them."""
    record = bodycopy.extract(SHORT, options=Options(min_chars=20))
    assert isinstance(record, Article)
    assert record.text.startswith(PARAGRAPHS[0][:70])
