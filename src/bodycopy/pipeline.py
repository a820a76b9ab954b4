"""The way of a page through the rooms; the only module that knows their order."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from bodycopy.article import Article, Encoding, Limit, Reason, Verdict
from bodycopy.assemble import assemble
from bodycopy.assemble.embedded import Embedded, embedded_paragraphs
from bodycopy.assemble.selection import select
from bodycopy.assemble.state import state_paragraphs
from bodycopy.deadline import Deadline
from bodycopy.decode import Decoded, decode, first_bytes
from bodycopy.errors import UsageError
from bodycopy.facts.header.headline import Candidate
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.page import PageFacts, find_page_facts
from bodycopy.facts.view import View
from bodycopy.features import Features, measure
from bodycopy.features.tokens import Tokens, tokenise
from bodycopy.label import Labels, label
from bodycopy.label.one_article import keep_one_article
from bodycopy.label.site_profile_rows import leave_out_furniture
from bodycopy.lines.facts import add_text_facts
from bodycopy.lines.features import LineFeatures, measure_lines
from bodycopy.lines.label import label_lines, label_nothing
from bodycopy.lines.plaintext import PlainText, read_text
from bodycopy.media_type import media_type
from bodycopy.options import Options
from bodycopy.roles import ROLES, Role
from bodycopy.scan import scan_displayed, scripts
from bodycopy.tape import Context, Head, Tape

__all__ = [
    "ExaminedPage",
    "ExaminedText",
    "examine",
    "examine_text",
    "extract",
    "extract_text",
]

Source = bytes | bytearray | memoryview | str

_DEFAULTS = Options()


class ExaminedPage(NamedTuple):
    """What was found on the way from a page to its record, for those who look at the way."""

    source: bytes | str
    """The page as the scan took it: text, or bytes that are UTF-8."""
    tape: Tape
    features: Features
    tokens: Tokens
    labelled: Labels
    """The labeller's word on each block by itself."""
    labels: Labels
    """And after what only the whole page tells: second copies, what recurs on the site."""


class ExaminedText(NamedTuple):
    """The same on the way from a flattened text."""

    source: str
    text: PlainText
    features: LineFeatures | None
    """None where the text has no lines."""
    labelled: Labels
    labels: Labels


_HEADING = np.uint32(Context.HEADING)
_HEADLINE = ROLES.index(Role.HEADLINE)


def extract(
    html: Source,
    url: str | None = None,
    content_type: str | None = None,
    options: Options = _DEFAULTS,
) -> Article | Verdict:
    """The article of a page, or a falsy verdict why there is none.

    ``html`` is the page as it came over the wire (bytes, preferred: the encoding is found
    here) or as text. ``url`` is where it came from; nothing is fetched. ``content_type`` is
    the HTTP header of that name. Raises ``UsageError`` where an argument is of the wrong
    type, and nothing for any bytes or text. The same arguments give the same record, unless
    ``options.max_seconds`` is set.
    """
    return examine(html, url, content_type, options)[0]


def examine(
    html: Source,
    url: str | None = None,
    content_type: str | None = None,
    options: Options = _DEFAULTS,
) -> tuple[Article | Verdict, ExaminedPage | None]:
    """What :func:`extract` gives, and what led to it.

    That is None where the bytes are no text, or the time was over before the blocks were labelled.
    """
    _check(html, url, content_type, options)
    url = _encodable(url) if url else url
    deadline, passed = Deadline(options.max_seconds), set[Limit]()
    page = _read(html, content_type, options.max_bytes, passed)
    if isinstance(page, Verdict):
        return replace(page, url=url, cut_by=_in_order(passed)), None
    source = page.markup
    if deadline.is_over():
        return _out_of_time("scanned", url, page.encoding, passed, options), None
    tape = scan_displayed(source, options)
    passed.update(tape.cut_by)
    if deadline.is_over():
        return _out_of_time("measured", url, page.encoding, passed, options), None
    features = measure(tape)
    tokens = tokenise(tape)
    if deadline.is_over():
        return _out_of_time("labelled", url, page.encoding, passed, options), None
    labelled = label(features, tokens, threshold=_threshold(options.balance))
    labels = keep_one_article(tape, features, labelled)
    labels = leave_out_furniture(tape, labels, options.profile)
    options = _in_time(options, deadline, passed)
    facts = _facts(tape, labels, url, options)
    options = _in_time(options, deadline, passed)
    embedded = Embedded()
    if Limit.SECONDS not in passed:
        embedded = _embedded(tape, labels, facts.jsonld, source, options, passed)
    record = _record(tape, labels, facts, embedded, page.encoding, options)
    record = _tell_limits(record, passed | facts.jsonld.passed)
    return record, ExaminedPage(source, tape, features, tokens, labelled, labels)


def extract_text(
    text: Source,
    url: str | None = None,
    language: str | None = None,
    options: Options = _DEFAULTS,
) -> Article | Verdict:
    """The article of a page that somebody flattened to text, or a falsy verdict.

    ``text`` is what a scraper left: lines, perhaps with the marks of Markdown, hard-wrapped
    or all on one line; as ``str``, or as bytes in any encoding. ``language`` is a BCP 47 tag
    if the caller knows it. Fields that only markup gives are empty. Raises ``UsageError``
    where an argument is of the wrong type, and nothing for any text.
    """
    return examine_text(text, url, language, options)[0]


def examine_text(
    text: Source,
    url: str | None = None,
    language: str | None = None,
    options: Options = _DEFAULTS,
) -> tuple[Article | Verdict, ExaminedText | None]:
    """What :func:`extract_text` gives, and what led to it; None where :func:`examine` has none."""
    _check(text, url, language, options, names=("text", "language"))
    url = _encodable(url) if url else url
    deadline, passed = Deadline(options.max_seconds), set[Limit]()
    page = _read(text, None, options.max_bytes, passed)
    if isinstance(page, Verdict):
        return replace(page, url=url, cut_by=_in_order(passed)), None
    source = page.text
    if deadline.is_over():
        return _out_of_time("read", url, page.encoding, passed, options), None
    plain = read_text(source, language or "", options.max_blocks)
    tape = plain.tape
    passed.update(tape.cut_by)
    if deadline.is_over():
        return _out_of_time("labelled", url, page.encoding, passed, options), None
    features = measure_lines(plain) if len(tape) else None
    threshold = _threshold(options.balance)
    labelled = label_lines(plain, features, threshold=threshold) if features else label_nothing()
    labels = leave_out_furniture(tape, labelled, options.profile)
    options = _in_time(options, deadline, passed)
    facts = _facts(tape, labels, url, options)
    if Limit.SECONDS not in passed:
        facts = add_text_facts(facts, facts.view, language)
    options = _in_time(options, deadline, passed)
    record = _record(tape, labels, facts, Embedded(source="text"), page.encoding, options)
    record = _tell_limits(record, passed)
    return record, ExaminedText(source, plain, features, labelled, labels)


def _check(
    html: object,
    url: object,
    content_type: object,
    options: object,
    names: tuple[str, str] = ("html", "content_type"),
) -> None:
    """Tell a caller's mistake by its name."""
    if not isinstance(html, bytes | bytearray | memoryview | str):
        raise UsageError(f"{names[0]} must be bytes or str, not {type(html).__name__}")
    if url is not None and not isinstance(url, str):
        raise UsageError(f"url must be a str or None, not {type(url).__name__}")
    if content_type is not None and not isinstance(content_type, str):
        raise UsageError(f"{names[1]} must be a str or None, not {type(content_type).__name__}")
    if not isinstance(options, Options):
        raise UsageError(f"options must be bodycopy.Options, not {type(options).__name__}")


def _read(
    given: Source, content_type: str | None, max_bytes: int, passed: set[Limit]
) -> Decoded | Verdict:
    """The text that the caller gave, or the verdict that his bytes are no text."""
    if len(given) > max_bytes:
        passed.add(Limit.BYTES)
    if isinstance(given, str):
        return Decoded(_encodable(given[:max_bytes]), Encoding(name="utf-8", source="str"))
    data = bytes(given)
    if Limit.BYTES in passed:
        data = first_bytes(data, max_bytes)
    foreign = media_type(data)
    if foreign is not None:
        return Verdict(reason=Reason.NOT_HTML, detail=f"the bytes are {foreign}")
    return decode(data, content_type)


# Of the probability of body. On the page sets precision still rises at .9 and recall at .1, but
# F1 falls from before there on (docs/howto/options.md): further out, the dial serves nobody.
_STEP = 0.4


def _threshold(balance: float) -> float:
    """What the probability of body has to exceed: .9 for precision, .1 for recall."""
    return 0.5 - _STEP * balance


# --- limits ---------------------------------------------------------------------------


def _in_order(passed: set[Limit]) -> tuple[Limit, ...]:
    return tuple(limit for limit in Limit if limit in passed)


def _tell_limits(record: Article | Verdict, passed: set[Limit]) -> Article | Verdict:
    """The record with the limits that the page passed."""
    if not passed:
        return record
    if isinstance(record, Verdict):
        return replace(record, cut_by=_in_order(passed))
    truncated = record.truncated or any(limit.cuts_text for limit in passed)
    return replace(record, truncated=truncated, cut_by=_in_order(passed))


def _out_of_time(
    stage: str, url: str | None, encoding: Encoding, passed: set[Limit], options: Options
) -> Verdict:
    """The verdict on a page of which nothing is known yet."""
    return Verdict(
        reason=Reason.LIMIT,
        detail=f"max_seconds={options.max_seconds:g} were over before the page was {stage}",
        url=url,
        cut_by=_in_order(passed | {Limit.SECONDS}),
        encoding=encoding,
    )


def _in_time(options: Options, deadline: Deadline, passed: set[Limit]) -> Options:
    """The options, without what takes most of the time that is left once it is over."""
    if not deadline.is_over():
        return options
    passed.add(Limit.SECONDS)
    return dataclasses.replace(options, news_fields=False, comments=False)


# --- stages ---------------------------------------------------------------------------


def _facts(tape: Tape, labels: Labels, url: str | None, options: Options) -> PageFacts:
    view = View(tape, labels.roles, labels.probabilities, url, labels.page_types)
    return find_page_facts(
        view,
        _candidates(tape, labels),
        lambda: _sample(tape, labels),
        news_fields=options.news_fields,
        max_data_chars=options.max_data_chars,
    )


def _record(
    tape: Tape,
    labels: Labels,
    facts: PageFacts,
    embedded: Embedded,
    encoding: Encoding,
    options: Options,
) -> Article | Verdict:
    record = assemble(
        tape,
        labels,
        facts,
        embedded=embedded,
        url=facts.view.url,
        encoding=encoding,
        options=options,
    )
    return select(record, options)


def _encodable(text: str) -> str:
    """The text with lone surrogates replaced, so that every record can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


# A heading below this rank is the headline only where the labeller thinks so.
_LOWEST_RANK = 3
_FIRST_HEADINGS = 16
_LIKELY = 0.05


def _candidates(tape: Tape, labels: Labels) -> list[Candidate]:
    """Blocks that may be the headline: high headings, and what the labeller thinks of."""
    headings = (tape.context & _HEADING) != 0
    scores = labels.probabilities[:, _HEADLINE]
    ranked = np.flatnonzero(headings & (tape.level <= _LOWEST_RANK))[:_FIRST_HEADINGS]
    rows = sorted({*ranked.tolist(), *np.flatnonzero(scores > _LIKELY).tolist()})
    return [
        Candidate(
            text=tape.texts[row],
            rank=int(tape.level[row]) if headings[row] else 0,
            index=row,
            score=float(scores[row]),
            lead=tape.leads.get(row, 0),
        )
        for row in rows
    ]


def _sample(tape: Tape, labels: Labels) -> str:
    """Text to tell the language by: the body, or all of the page where there is none."""
    rows = np.flatnonzero(labels.body).tolist() or range(len(tape))
    return "\n".join(tape.texts[row] for row in rows)


def _embedded(
    tape: Tape,
    labels: Labels,
    jsonld: JsonLd,
    source: bytes | str,
    options: Options,
    passed: set[Limit],
) -> Embedded:
    """The body out of the page's data, where the page shows next to none of it."""
    shown = sum(len(tape.texts[row]) for row in np.flatnonzero(labels.body).tolist())
    if shown >= _SHOWN_ENOUGH:
        return Embedded()
    body = Embedded(embedded_paragraphs(jsonld, options, passed), "jsonld:articleBody")
    if body.chars <= 2 * shown and (jsonld.own_articles or _calls_itself_article(tape.head)):
        found = scripts(source, options=options)
        body = Embedded(state_paragraphs(found, options.max_data_chars, passed), "script")
    enough = body.chars > max(2 * shown, options.min_chars - 1)
    return body if enough else Embedded()


def _calls_itself_article(head: Head) -> bool:
    return any(key == "og:type" and value.lower() == "article" for key, value in head.meta)


# Characters: a page that shows a body longer than this is read as it is displayed.
_SHOWN_ENOUGH = 800
