"""Dates: read in the page's language, and weighed against each other."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.growth import LIMIT, growth
from tests.views import headline_of, view_of

from bodycopy.article import Timestamp
from bodycopy.facts.dates.claims import month_comes_first
from bodycopy.facts.dates.dates import find_dates
from bodycopy.facts.dates.machine import read_machine, read_url
from bodycopy.facts.dates.moment import Moment, agree, from_persian
from bodycopy.facts.dates.text import read_dates
from bodycopy.facts.dates.words import kind_words, month_of
from bodycopy.facts.jsonld import JsonLd
from bodycopy.roles import Role

MONTHS = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)

# Language, line as displayed, its dates with what they are of.
LINES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("en", "May 3, 2024", [("2024-05-03", "")]),
    ("en", "Sept. 3, 2024, 4:03 AM EDT", [("2024-09-03T04:03-04:00", "")]),
    ("en", "Published Tue 03 Sep 2024 at 14.20 BST", [("2024-09-03T14:20+01:00", "published")]),
    ("en", "December 29th 2019", [("2019-12-29", "")]),
    ("en", "3 May 24", [("2024-05-03", "")]),
    ("en", "May 2024", [("2024-05", "")]),
    ("en", "May 3, 10 am", []),
    ("en", "18:16 (IST), May 03", []),
    ("es", "3 de mayo de 202421:25", [("2024-05-03T21:25", "")]),
    ("de", "Apr 042013", [("2013-04-04", "")]),
    ("de", "26 | 01 | 2022", [("2022-01-26", "")]),
    ("fr", "27 Sep 2016", [("2016-09-27", "")]),
    ("en", "2 years ago 21", []),
    (
        "en",
        "Friday 27 October 2023, first published 09:05, last updated 18:44",
        [("2023-10-27", ""), ("2023-10-27T09:05", "published"), ("2023-10-27T18:44", "modified")],
    ),
    (
        "en",
        "PUBLISHED: April 24, 2020 at 9:06 a.m. | UPDATED: April 25, 2020 at 12:26 p.m.",
        [("2020-04-24T09:06", "published"), ("2020-04-25T12:26", "modified")],
    ),
    ("de", "Veröffentlicht am 19.10.19 um 14:34 Uhr", [("2019-10-19T14:34", "published")]),
    ("de", "Stand: 3. Mai 2024, 15.47 Uhr", [("2024-05-03T15:47", "modified")]),
    ("de", "Mo, 1. Jänner 2024", [("2024-01-01", "")]),
    (
        "fr",
        "Publié le 1er mai 2024 à 9h05, mis à jour le 2 mai 2024 à 10h",
        [("2024-05-01T09:05", "published"), ("2024-05-02T10:00", "modified")],
    ),
    ("es", "Actualizado a las 3 de mayo de 2024", [("2024-05-03", "modified")]),
    ("es", "3 de mayo de 2024 a las 14:20", [("2024-05-03T14:20", "")]),
    ("it", "Pubblicato: 3 maggio 2024 14:20", [("2024-05-03T14:20", "published")]),
    ("pt-BR", "14/03/2020 16h15", [("2020-03-14T16:15", "")]),
    ("nl", "Bijgewerkt op 3 mei 2024 om 14:20", [("2024-05-03T14:20", "modified")]),
    ("da", "ons 3. maj 2024 kl. 14.20", [("2024-05-03T14:20", "")]),
    ("nb", "Sist oppdatert 3. mai 2024", [("2024-05-03", "modified")]),
    ("sv", "Publicerad 3 maj 2024", [("2024-05-03", "published")]),
    ("fi", "Julkaistu 3.5.2024 klo 14.20", [("2024-05-03T14:20", "published")]),
    ("fi", "Tiistai 3. toukokuuta 2024", [("2024-05-03", "")]),
    ("pl", "Aktualizacja: 3 maja 2024, 14:20", [("2024-05-03T14:20", "modified")]),
    ("pl", "3 listopada 2024", [("2024-11-03", "")]),
    ("hr", "3. listopada 2024.", [("2024-10-03", "")]),
    ("cs", "Publikováno 3. května 2024", [("2024-05-03", "published")]),
    ("hu", "2024. május 3. 14:05", [("2024-05-03T14:05", "")]),
    ("lv", "2024. gada 3. maijs", [("2024-05-03", "")]),
    ("lt", "2024 m. gegužės 3 d.", [("2024-05-03", "")]),
    ("eu", "2024ko maiatzaren 3a", [("2024-05-03", "")]),
    ("tr", "Güncelleme: 3 Temmuz 2024 - 18:57", [("2024-07-03T18:57", "modified")]),
    ("el", "Πέμπτη, 3 Μαΐου 2024, 10:15 μ.μ.", [("2024-05-03T22:15", "")]),
    ("ru", "Обновлено: 3 мая 2024, 15:47 мск", [("2024-05-03T15:47+03:00", "modified")]),
    ("ru", "14:02, 3 декабря 2020", [("2020-12-03T14:02", "")]),
    ("uk", "Опубліковано 3 травня 2024 р.", [("2024-05-03", "published")]),
    ("he", "פורסם: 3 במאי 2024, 14:20", [("2024-05-03T14:20", "published")]),
    ("ar", "٣ مايو ٢٠٢٤", [("2024-05-03", "")]),
    ("ar", "3 كانون الثاني 2024", [("2024-01-03", "")]),
    ("ar", "آخر تحديث: 14 أيار 2024 03:20 مساءً", [("2024-05-14T15:20", "modified")]),
    ("fa", "۱۴ اردیبهشت ۱۴۰۳ - ۱۲:۳۰", [("2024-05-03T12:30", "")]),
    ("hi", "अपडेटेड 3 मई 2024, 04:20 PM IST", [("2024-05-03T16:20+05:30", "modified")]),
    ("bn", "২০ মে ২০২৪, ১৪:২০", [("2024-05-20T14:20", "")]),
    ("th", "เผยแพร่ 13 มีนาคม 2563 เวลา 14:30 น.", [("2020-03-13T14:30", "published")]),
    ("vi", "Thứ tư, 22/10/2025, 19:25 (GMT+7)", [("2025-10-22T19:25+07:00", "")]),
    ("vi", "22 tháng 10, 2025", [("2025-10-22", "")]),
    ("id", "Kamis, 02 Nov 2023 20:59 WIB", [("2023-11-02T20:59+07:00", "")]),
    ("ja", "2024年5月3日 15時47分 更新", [("2024-05-03T15:47", "modified")]),
    ("ja", "令和6年5月3日", [("2024-05-03", "")]),
    ("ja", "２０２４年５月３日", [("2024-05-03", "")]),
    ("zh", "发布时间：2024-05-03 15:47", [("2024-05-03T15:47", "published")]),
    ("zh", "二〇二四年十二月三日", [("2024-12-03", "")]),
    ("zh-TW", "民國113年5月3日", [("2024-05-03", "")]),
    ("zh-TW", "2024/05/03 下午 03:20", [("2024-05-03T15:20", "")]),
    (
        "ko",
        "입력 2025-05-15 20:00 수정 2025-05-15 20:57",
        [("2025-05-15T20:00", "published"), ("2025-05-15T20:57", "modified")],
    ),
    ("ko", "2025. 5. 15. 오후 8:00", [("2025-05-15T20:00", "")]),
]


@pytest.mark.parametrize(("language", "line", "expected"), LINES, ids=lambda value: str(value)[:40])
def test_lines_are_read_in_their_language(
    language: str, line: str, expected: list[tuple[str, str]]
):
    """Months by name, digits of any script, other calendars, and what a date is of."""
    found = [(str(shown.moment), shown.kind) for shown in read_dates(line, language)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    ["Version 1.2.3.4", "31.02.2024", "0.13.99", "Call 030 1234 5678", "Rooms 12/13/14/15", ""],
)
def test_numbers_that_are_no_days_are_no_dates(text: str):
    """Versions, telephone numbers and days that no calendar has."""
    assert read_dates(text, "en") == []


def test_the_raw_string_is_as_printed():
    """Digits and all, without the words around it."""
    (shown,) = read_dates("Stand: ٣ مايو ٢٠٢٤ !", "ar")
    assert shown.raw == "٣ مايو ٢٠٢٤"


@pytest.mark.parametrize(
    ("language", "url", "expected"),
    [
        ("en-US", "https://a.example/x", True),
        ("en", "https://a.com/x", True),
        ("en-GB", "https://a.com/x", False),
        ("en-US", "https://a.co.uk/x", False),
        ("en", "https://news.com.ph/x", True),
        ("de", "https://a.com/x", False),
    ],
)
def test_the_order_of_day_and_month_is_told_by_language_and_country(
    language: str, url: str, expected: bool
):
    """The host's country stands over the language's, which templates leave at American."""
    assert month_comes_first(language, url) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2024-05-03T15:47:42.389Z", "2024-05-03T15:47:42.389Z"),
        ("2024-05-03T15:47:42+0200", "2024-05-03T15:47:42+02:00"),
        ("2024-05-03T08:45-0500", "2024-05-03T08:45-05:00"),
        ("2024-05-03T20-59-53Z", "2024-05-03T20:59:53Z"),
        ("2024-05-03 15:47 CEST", "2024-05-03T15:47+02:00"),
        ("2024-05-03", "2024-05-03"),
        ("20240503T154742Z", "2024-05-03T15:47:42Z"),
        ("2023/11/02 20:59:53", "2023-11-02T20:59:53"),
        ("Fri, 03 May 2024 15:47:42 +0200", "2024-05-03T15:47:42+02:00"),
        ("Fri May 03 15:47:42 CEST 2024", "2024-05-03T15:47:42+02:00"),
        ("1714751262", "2024-05-03T15:47:42Z"),
        ("1714751262000", "2024-05-03T15:47:42Z"),
        ("2024-05", "2024-05"),
        ("05/13/2024", "2024-05-13"),
    ],
)
def test_machine_forms_keep_precision_and_zone(raw: str, expected: str):
    """A day is a day, not midnight; a zone is kept as it is given."""
    assert str(read_machine(raw)) == expected


@pytest.mark.parametrize(
    "raw", ["", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2024-13-40", "soon", "9999999999"]
)
def test_what_computers_write_for_never_is_no_date(raw: str):
    """Zero dates, impossible days, and years behind all news."""
    assert read_machine(raw) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/live/2023/oct/27/storm", "2023-10-27"),
        ("https://a.example/blog/2023/october/03/wine", "2023-10-03"),
        ("https://a.example/rain-20240503.html", "2024-05-03"),
        ("https://a.example/23-01-2022-jump", "2022-01-23"),
        ("https://a.example/news/08112021-talk-on-bridges", "2021-11-08"),
        ("https://a.example/2024/05/rain", "2024-05"),
        ("https://archive.example/web/20160218174457/http://b.example/2010/05/19/x", "2010-05-19"),
        ("https://a.example/article123456789", "None"),
        ("https://a.example/2024", "None"),
    ],
)
def test_addresses_tell_the_day_they_file_a_page_under(url: str, expected: str):
    """In any of the usual forms; an archive's own date is not the page's."""
    assert str(read_url(url)) == expected


def test_persian_years_begin_in_march():
    """Nowruz of leap years and others, 1343 to 1472."""
    assert from_persian(1399, 1, 1) == (2020, 3, 20)
    assert from_persian(1402, 1, 1) == (2023, 3, 21)
    assert from_persian(1403, 12, 30) == (2025, 3, 20)
    assert from_persian(1403, 13, 1) is None


@given(st.dates(min_value=date(1970, 1, 2), max_value=date(2090, 12, 31)))
def test_a_printed_day_is_read_back(day: date):
    """Whatever the day, in words and in numbers."""
    german = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    assert [str(shown.moment) for shown in read_dates(german, "de")] == [day.isoformat()]
    chinese = f"{day.year}年{day.month}月{day.day}日"
    assert [str(shown.moment) for shown in read_dates(chinese, "zh")] == [day.isoformat()]
    assert str(read_machine(day.isoformat())) == day.isoformat()


@given(st.integers(1343, 1470), st.integers(1, 12))
def test_persian_months_follow_each_other(year: int, month: int):
    """The first of the next month is 29 to 31 days later, in the first half of the year 31."""
    this = from_persian(year, month, 1)
    following = from_persian(year, month + 1, 1) if month < 12 else from_persian(year + 1, 1, 1)
    assert this is not None
    assert following is not None
    days = (date(*following) - date(*this)).days
    assert days == 31 if month <= 6 else days in (29, 30)


@given(st.text(max_size=120), st.sampled_from(["", "de", "en-US", "ja", "fa", "th", "xx"]))
def test_no_text_makes_the_readers_raise(text: str, language: str):
    """Whatever stands there; every moment found exists."""
    for shown in read_dates(text, language):
        assert shown.moment.is_possible
        assert shown.moment.precision >= 0
    for moment in (read_machine(text, language), read_url(text)):
        assert moment is None or moment.is_possible
    assert all(0 <= start < end <= len(text) for start, end, _ in kind_words(text))
    assert month_of(text, language) in (None, *range(1, 13))


dateish = st.text(alphabet="0123456789./-: ,年月日TZ+amp'May", max_size=60)


@given(dateish)
def test_near_misses_do_not_raise(text: str):
    """Strings made of what dates are made of."""
    for shown in read_dates(text, "en"):
        assert shown.moment.is_possible
    for moment in (read_machine(text), read_url(f"https://a.example/{text}")):
        assert moment is None or moment.is_possible


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("unit", ["1.", "1 ", "3 May ", "2024年", "12:", "1/2/", "a", "May ", "一"])
def test_lines_of_any_length_are_read_in_linear_time(unit: str):
    """Eight times the line takes about eight times as long, or less."""
    assert growth(lambda text: read_dates(text, "en"), lambda size: unit * size, 40_000) < LIMIT
    assert growth(read_machine, lambda size: unit * size, 40_000) < LIMIT
    assert growth(read_url, lambda size: f"https://a/{unit * size}", 40_000) < LIMIT


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "unit", ["<time datetime=2024-05-03>3 May</time> ", "<p>3/5/2024 4/5/2024</p>", "2024-05-03 "]
)
def test_pages_full_of_dates_are_read_in_linear_time(unit: str):
    """Timetables, lists of days, lines of them."""

    def find(view: object) -> object:
        return find_dates(view, JsonLd(()), 0, "en")  # type: ignore[arg-type]

    def page(size: int) -> object:
        return view_of(f"<h1>Ferries</h1><p>{unit * (size // 20)}</p>")

    assert growth(find, page, 16_000) < LIMIT


def test_moments_agree_across_zones():
    """A day and a time in Greenwich near midnight, two zones at one moment; not two days."""
    assert agree(Moment(2024, 5, 4), Moment(2024, 5, 3, 22, 30, offset="Z"))
    assert agree(Moment(2024, 5, 4, 0, 30, offset="+02:00"), Moment(2024, 5, 3, 22, 30, offset="Z"))
    assert not agree(Moment(2024, 5, 4), Moment(2024, 5, 2, 23, 0, offset="Z"))
    assert not agree(Moment(2024, 5, 4), Moment(2024, 5, 3))
    assert agree(Moment(2024, 5), Moment(2024, 5, 31))


# --- pages ----------------------------------------------------------------------------------


def page_dates(
    *parts: str,
    head: str = "",
    roles: dict[str, Role] | None = None,
    url: str | None = "https://www.ell-herald.example/town/bridge",
    language: str = "en-GB",
) -> tuple[Timestamp | None, Timestamp | None]:
    """Published and modified of a page with these parts under its headline."""
    html = html_of("<h1>Council votes for a new footbridge</h1>", *parts, BODY, head=head)
    view = view_of(html, roles, url)
    dates = find_dates(view, JsonLd(view.tape.head.jsonld), headline_of(view), language)
    return dates.published, dates.modified


def values(dates: tuple[Timestamp | None, Timestamp | None]) -> tuple[str | None, str | None]:
    """The values of both."""
    published, modified = dates
    return published.value if published else None, modified.value if modified else None


def jsonld(**fields: object) -> str:
    """A script with an article."""
    data = {"@type": "NewsArticle", "headline": "Council votes", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_a_page_without_dates_has_none():
    """None is a good answer."""
    assert page_dates() == (None, None)


def test_value_raw_and_source_are_kept():
    """The value as precise as the page gives it, the raw string, and where it stood."""
    published, modified = page_dates(
        head=jsonld(datePublished="2024-05-03T15:47+02:00", dateModified="2024-05-04")
    )
    assert published == Timestamp(
        value="2024-05-03T15:47+02:00", raw="2024-05-03T15:47+02:00", source="jsonld:datePublished"
    )
    assert modified == Timestamp(value="2024-05-04", raw="2024-05-04", source="jsonld:dateModified")


@pytest.mark.parametrize(
    "name",
    [
        "article:published_time",
        "og:article:published_time",
        "DC.date.issued",
        "dcterms.issued",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "pubdate",
        "publish-date",
        "date",
        "w-published-date",
    ],
)
def test_meta_names_of_every_vocabulary_are_known(name: str):
    """Open Graph, Dublin Core, Parsely, Sailthru, citation tags, and names of many systems."""
    published, _ = page_dates(head=f'<meta name="{name}" content="2024-05-03T15:47:00Z">')
    assert published is not None
    assert (published.value, published.source) == ("2024-05-03T15:47:00Z", f"meta:{name.lower()}")


@pytest.mark.parametrize(
    "markup",
    [
        '<time itemprop="datePublished" datetime="2024-05-03T15:47+01:00">3 May</time>',
        '<span property="datePublished" content="2024-05-03T15:47+01:00">3 May</span>',
        '<p><time pubdate datetime="2024-05-03T15:47+01:00">Friday</time></p>',
        '<p class="meta"><time datetime="2024-05-03T15:47+01:00">3 May 2024</time></p>',
    ],
)
def test_times_in_the_markup_are_read(markup: str):
    """Microdata, RDFa and plain time elements beside the headline."""
    assert values(page_dates(f"<div>{markup}</div>"))[0] == "2024-05-03T15:47+01:00"


def test_a_displayed_line_is_read_where_nothing_is_declared():
    """In the language of the page."""
    dates = page_dates(
        "<p>Veröffentlicht am 3. Mai 2024, zuletzt aktualisiert am 4. Mai 2024, 9.05 Uhr</p>",
        roles={"Veröffentlicht": Role.DATE},
        language="de",
    )
    assert values(dates) == ("2024-05-03", "2024-05-04T09:05")


def test_the_line_that_signs_the_text_tells_its_day():
    """Right behind the body, whatever it was taken for."""
    line = "Von Ada Berg am 3.5.2024, 11:51"
    view = view_of(
        html_of("<h1>Bridge</h1>", BODY, f"<p>{line} | 0 Meinungen</p>"), {line: Role.NAVIGATION}
    )
    assert find_dates(view, JsonLd(()), headline_of(view), "de").published == Timestamp(
        value="2024-05-03T11:51", raw="3.5.2024, 11:51", source="dom"
    )


def test_a_label_in_a_line_of_its_own_counts():
    """``Updated`` in one block, its date in the next."""
    dates = page_dates("<div>Updated</div><div>3 May 2024</div>", roles={"3 May": Role.DATE})
    assert values(dates) == (None, "2024-05-03")


def test_the_declared_time_wins_where_the_displayed_day_agrees():
    """It is more precise, and knows its zone."""
    dates = page_dates(
        "<p>3 May 2024</p>",
        head=jsonld(datePublished="2024-05-03T15:47:00+01:00"),
        roles={"3 May": Role.DATE},
    )
    assert values(dates)[0] == "2024-05-03T15:47:00+01:00"


def test_a_crawl_time_in_the_data_loses_against_the_displayed_day():
    """A page cannot show a day that lies before its publication."""
    dates = page_dates(
        "<p>3 May 2019</p>",
        head=jsonld(datePublished="2024-11-20T16:02:46Z", dateModified="2024-11-20T16:02:46Z"),
        roles={"3 May": Role.DATE},
    )
    assert values(dates)[0] == "2019-05-03"


def test_a_displayed_day_of_a_change_does_not_stand_against_the_declared_one():
    """Many papers print the day of the last change, without a word."""
    dates = page_dates(
        "<p>5 May 2024</p>",
        head=jsonld(datePublished="2024-05-03T10:00:00Z", dateModified="2024-05-05T10:00:00Z"),
        roles={"5 May": Role.DATE},
    )
    assert values(dates) == ("2024-05-03T10:00:00Z", "2024-05-05T10:00:00Z")


def test_dates_of_teasers_and_comments_are_not_the_articles():
    """Nor those of captions and of sentences that speak of a day."""
    teaser = "<p>Teaser of 2 May 2023</p><time datetime='2023-05-02'></time>"
    html = html_of(
        "<h1>Council votes for a new footbridge</h1>",
        "<p>The bridge on the day of the flood, 11 November 2022, seen from the northern bank</p>",
        BODY,
        2 * teaser,
        "<p>Ann wrote on 4 May 2023: I agree</p>",
    )
    view = view_of(
        html, {"Teaser": Role.TEASER, "Ann wrote": Role.COMMENT, "The bridge on": Role.CAPTION}
    )
    dates = find_dates(view, JsonLd(()), headline_of(view), "en")
    assert dates.published is None


def test_the_first_microdata_date_is_the_articles():
    """Comments further down carry the same property."""
    dates = page_dates(
        '<div itemscope><meta itemprop="datePublished" content="2024-01-14T21:50:50-05:00"></div>',
        '<div itemscope><meta itemprop="datePublished" content="2024-01-18T13:07:24-05:00"></div>',
    )
    assert values(dates)[0] == "2024-01-14T21:50:50-05:00"


def test_a_time_in_the_headline_is_the_pages_but_a_day_in_its_text_is_not():
    """Minutes of a meeting on 10 October are published when their time says."""
    html = html_of(
        '<h1>Minutes of 10 October 2019 <time datetime="2019-12-26T23:07+01:00">26 Dec</time></h1>',
        BODY,
    )
    found = find_dates(view_of(html), JsonLd(()), 0, "en").published
    assert found is not None
    assert found.value == "2019-12-26T23:07+01:00"
    html = html_of("<h1>Minutes of 10 October 2019</h1>", BODY)
    assert find_dates(view_of(html), JsonLd(()), 0, "en").published is None


def test_a_day_that_the_text_opens_with_is_its_date():
    """As agencies and small papers set it, in numbers or words."""
    text = "the council met in the old school and voted for a new bridge after a long debate."
    for opening in ("27.1.2022 - ", "(27.01.2022) ", "27. Januar 2022. "):
        html = html_of("<h1>Rat stimmt für Brücke</h1>", f"<p>{opening}{text * 2}</p>")
        found = find_dates(view_of(html), JsonLd(()), 0, "de").published
        assert found is not None
        assert (found.value, found.source) == ("2022-01-27", "text")
    top = "<h1><span>27.01.2022</span><span>Rat stimmt für Brücke</span></h1>"
    touching = find_dates(view_of(html_of(top, f"<p>{text}</p>")), JsonLd(()), 0, "de").published
    assert touching is not None
    assert touching.value == "2022-01-27"
    html = html_of("<h1>Rat stimmt für Brücke</h1>", f"<p>27. Januar 2022 war {text * 2}</p>")
    assert find_dates(view_of(html), JsonLd(()), 0, "de").published is None


def test_numbers_are_read_the_way_that_agrees():
    """``03/10/2023`` is whichever day the address has too."""
    for url, expected in (
        ("https://a.com/2023/10/03/wine", "2023-10-03"),
        ("https://a.com/2023/03/10/wine", "2023-03-10"),
    ):
        dates = page_dates("<p>03/10/2023</p>", roles={"03": Role.DATE}, url=url, language="en-GB")
        assert values(dates)[0] == expected


def test_the_address_is_the_last_resort():
    """And only its own date."""
    dates = page_dates(url="https://www.ell-herald.example/2024/05/03/bridge")
    assert values(dates)[0] == "2024-05-03"
    assert page_dates(url="https://www.ell-herald.example/bridge-2024")[0] is None


def test_a_time_in_greenwich_goes_by_the_clock_that_the_page_displays():
    """Late in the evening west of it, the day would be the next one."""
    dates = page_dates(
        "<p>February 24, 2020 | 9:25pm</p>",
        head=jsonld(datePublished="2020-02-25T02:25:54Z"),
        roles={"February": Role.DATE},
    )
    assert values(dates)[0] == "2020-02-24T21:25:54-05:00"


@given(
    st.text(max_size=80),
    st.text(max_size=40),
    st.text(max_size=40),
    st.sampled_from(["de", "en", "", "zh-TW"]),
)
def test_no_page_makes_it_raise(line: str, content: str, stamp: str, language: str):
    """Whatever stands in lines, times, meta tags and data; the value is ISO 8601."""
    head = jsonld(datePublished=content, dateModified=[stamp, {"@value": content}])
    found = page_dates(
        f"<p>{line}</p><time datetime='{stamp}'>{content}</time>",
        head=head,
        roles={line[:3]: Role.DATE},
        language=language,
    )
    for timestamp in found:
        if timestamp is not None:
            assert timestamp.value[:4].isdigit()
            assert timestamp.source


def test_flattened_text_gives_its_date_line():
    """Where there is no markup but one element."""
    html = "<pre>Council votes for a new footbridge\n\nPublished 3 May 2024, 14:20 BST</pre>"
    view = view_of(html, {"Council": Role.DATE})
    found = find_dates(view, JsonLd(()), None, "en-GB").published
    assert found is not None
    assert (found.value, found.source) == ("2024-05-03T14:20+01:00", "dom")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-00", None),
        ("2026-03-04T05:06:60", "2026-03-04T05:06"),
        ("2026-03-04T05:06:07+01:99", "2026-03-04T05:06:07"),
        ("2026-03-04 05:06:99.5 +0200", "2026-03-04T05:06+02:00"),
    ],
)
def test_what_no_clock_shows_is_left_out(written: str, read: str | None):
    """ISO 8601 is what comes out, whatever a machine wrote."""
    found = read_machine(written)
    assert (str(found) if found else None) == read


def test_no_day_is_numbered_zero():
    """`0-3-04` is no date, and a line that prints it has none."""
    assert read_dates("0-3-0405:6") == []
    assert [str(s.moment) for s in read_dates("4.3.2026 05:06:99 +01:99")] == ["2026-03-04T05:06"]
