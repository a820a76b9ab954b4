"""Records to test with: some written by hand, and strategies that draw any."""

from typing import Any

from hypothesis import strategies as st

from bodycopy import (
    Access,
    Article,
    Block,
    Comment,
    Dateline,
    Embed,
    Encoding,
    Image,
    Link,
    ListItem,
    LiveUpdate,
    Mark,
    MarkKind,
    PageType,
    Publisher,
    Reason,
    Role,
    Timestamp,
    Verdict,
)


def block(role: str, text: str, index: int = 0, **fields: Any) -> Block:
    """A block of that role."""
    return Block(role=Role(role), text=text, index=index, **fields)


STREET = Article(
    url="https://example.org/city/street",
    language="en",
    headline="Street reopens after four years",
    standfirst="Buses run again on Monday. The shops have waited for it.",
    authors=("Ada Example",),
    body=(
        block("paragraph", "The first bus came at six.", 4, score=0.98),
        block("subheading", "What it cost", 6, score=0.91, level=2),
        block("paragraph", "Eleven million, says the city.", 7, score=0.44),
    ),
    dropped=(
        block("navigation", "Home", 0, score=0.99),
        block("headline", "Street reopens after four years", 1, score=0.999),
        block("byline", "By Ada Example", 2, score=0.97),
        block("caption", "The street on Monday", 3, score=0.9),
        block("ad_label", "Advertisement", 5, score=0.88),
        block("legal", "All rights reserved", 8, score=0.7),
    ),
    sources={"headline": "dom:h1"},
    encoding=Encoding(name="utf-8", source="meta"),
)
"""A short article in tape order 0 to 8, with one block of every family."""

NO_STREET = Verdict(
    reason=Reason.TOO_SHORT,
    detail="41 characters",
    dropped=(block("consent", "We value your privacy", 0, score=0.95),),
)


# NUL and lone surrogates never leave the decoder: the records hold valid text.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
lines = texts.map(lambda text: " ".join(text.split())).filter(bool)
"""Text as the tape folds it: one line, no white space around it."""

_maybe = st.none() | texts
_several = st.lists(texts, max_size=3).map(tuple)


def _tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


links = st.builds(
    Link, start=st.integers(0, 40), end=st.integers(0, 40), href=texts | st.just("https://x.org/a")
)
marks = st.builds(
    Mark,
    start=st.integers(-1, 40),
    end=st.integers(-1, 41),
    kind=st.sampled_from(MarkKind),
)
items = st.builds(
    ListItem,
    list=st.integers(0, 3),
    number=st.none() | st.integers(-2, 12),
    continued=st.booleans(),
)
blocks = st.builds(
    Block,
    role=st.sampled_from(Role),
    text=texts,
    index=st.integers(0, 10_000),
    path=texts,
    score=st.floats(0, 1),
    span=st.integers(1, 9),
    level=st.integers(0, 9),
    ordered=st.booleans(),
    item=st.none() | items,
    links=_tuples(links),
    marks=_tuples(marks),
    rows=_tuples(_several),
    header_cells=_tuples(st.tuples(st.integers(0, 3), st.integers(0, 3))),
    citation=_maybe,
)
_times = st.sampled_from(("2026-11-22", "2026-11-22T09:30:00+01:00", "2026-11", "2026-02-31"))
timestamps = st.builds(Timestamp, value=texts | _times, raw=texts, source=texts)
encodings = st.builds(Encoding, name=texts, source=texts)
comments = st.builds(
    Comment,
    author=_maybe,
    time=_maybe,
    date_published=_maybe,
    depth=st.integers(0, 9),
    body=_tuples(blocks),
)
_addresses = st.none() | texts | st.just("https://example.org/city/street")
articles = st.builds(
    Article,
    url=_addresses,
    base_url=_maybe,
    canonical_url=_maybe,
    site_name=_maybe,
    language=_maybe,
    publisher=st.none() | st.builds(Publisher, name=_maybe, url=_addresses),
    page_type=st.sampled_from(PageType),
    confidence=st.none() | st.floats(0, 1),
    kicker=_maybe,
    headline=_maybe,
    standfirst=_maybe,
    authors=_several,
    agencies=_several,
    source_line=_maybe,
    dateline=st.none() | st.builds(Dateline, text=texts, places=_several),
    date_published=st.none() | timestamps,
    date_modified=st.none() | timestamps,
    section=_maybe,
    topics=_several,
    body=_tuples(blocks),
    images=_tuples(
        st.builds(Image, url=_addresses, caption=_maybe, credit=_maybe, lead=st.booleans())
    ),
    embeds=_tuples(st.builds(Embed, kind=_maybe, provider=_maybe, withheld=st.booleans())),
    corrections=_several,
    access=st.none() | st.sampled_from(Access),
    truncated=st.booleans(),
    live_updates=_tuples(st.builds(LiveUpdate, time=_maybe, headline=_maybe, body=_tuples(blocks))),
    comments=_tuples(comments),
    posts=_tuples(comments),
    dropped=_tuples(blocks),
    sources=st.dictionaries(texts, texts, max_size=3),
    encoding=st.none() | encodings,
)
verdicts = st.builds(
    Verdict,
    reason=st.sampled_from(Reason),
    detail=texts,
    page_type=st.sampled_from(PageType),
    url=_maybe,
    language=_maybe,
    dropped=_tuples(blocks),
    encoding=st.none() | encodings,
)
