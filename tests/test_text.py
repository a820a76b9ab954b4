"""Articles out of flattened text: authored texts of invented outlets, and what must hold of any.

Each text in ``tests/texts`` stands beside the record that it must give.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bodycopy
from authored import PARAGRAPHS
from bodycopy import Article, Block, Options, Reason, Role, UsageError, Verdict
from bodycopy.lines.plaintext import read_text
from bodycopy.render import to_text
from growth import LIMIT, growth

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))


@pytest.fixture(params=TEXTS, ids=lambda path: path.stem)
def source(request: pytest.FixtureRequest) -> Path:
    """An authored text."""
    path: Path = request.param
    return path


def expected(source: Path) -> dict[str, Any]:
    """The record that the text must give, as far as it is written down."""
    record: dict[str, Any] = json.loads(
        source.with_suffix(".expected.json").read_text(encoding="utf-8")
    )
    return record


def article(text: str | bytes, **options: Any) -> Article:
    """The article of a text that holds one."""
    record = bodycopy.extract_text(text, **options)
    assert isinstance(record, Article)
    return record


def blocks_of(record: Article | Verdict) -> list[Block]:
    """Every block in the order of the text."""
    body = record.body if isinstance(record, Article) else ()
    return sorted((*body, *record.dropped), key=lambda block: block.index)


def test_gives_the_body_that_was_written(source: Path) -> None:
    """The body has the paragraphs of the newsroom, no more and no fewer."""
    record, wanted = article(source.read_bytes()), expected(source)
    for key, matches in (("body_starts", str.startswith), ("body_ends", str.endswith)):
        if key in wanted:
            body = [block.text for block in record.body]
            assert len(body) == len(wanted[key]), body
            assert all(map(matches, body, wanted[key])), body


def test_gives_the_fields_that_were_written(source: Path) -> None:
    """Every field that the text shows."""
    record, wanted = article(source.read_bytes()), expected(source)
    found = {
        "language": (record.language or "").partition("-")[0],
        "kicker": record.kicker,
        "headline": record.headline,
        "captions": [image.caption for image in record.images],
        "credits": [image.credit for image in record.images],
        "authors": list(record.authors),
        "dateline": record.dateline.text if record.dateline else None,
        "agencies": list(record.agencies),
        "section": record.section,
        "topics": list(record.topics),
        "embeds": [embed.provider for embed in record.embeds if embed.withheld],
    }
    assert {key: found[key] for key in found if key in wanted} == {
        key: wanted[key] for key in found if key in wanted
    }


def test_says_what_was_left_out(source: Path) -> None:
    """What is no article is in no text, and has the role that a reader would give it."""
    record, wanted = article(source.read_bytes()), expected(source)
    assert [text for text in wanted["never_in_text"] if text in record.text] == []
    roles: dict[str, set[str]] = {}
    for block in record.dropped:
        roles.setdefault(block.text, set()).add(block.role.value)
    named = {text: roles.get(text) for text in wanted["dropped_roles"]}
    assert named == {text: {role} for text, role in wanted["dropped_roles"].items()}


def test_accounts_for_every_line(source: Path) -> None:
    """Body and dropped blocks together are the tape: in order, none lost, none doubled."""
    text = source.read_text(encoding="utf-8")
    record = bodycopy.extract_text(text)
    assert [block.index for block in blocks_of(record)] == list(range(len(read_text(text).tape)))
    assert all(block.path == "" for block in blocks_of(record))


def test_is_the_same_twice(source: Path) -> None:
    """The same text gives the same record."""
    data = source.read_bytes()
    assert bodycopy.extract_text(data) == bodycopy.extract_text(data)


def test_our_own_text_gives_the_same_body(source: Path) -> None:
    """Extracting what was extracted changes nothing."""
    record = article(source.read_bytes())
    again = article(to_text(record))
    assert [block.text for block in again.body] == [block.text for block in record.body]


SENTENCES = [
    sentence.strip() + "."
    for paragraph in PARAGRAPHS
    for sentence in paragraph.removesuffix(".").split(". ")
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4, unique=True).map(" ".join),
        min_size=3,
        max_size=9,
        unique=True,
    )
)
def test_a_clean_article_is_kept_whole(paragraphs: list[str]) -> None:
    """Where there is nothing to leave out, all paragraphs are the body."""
    text = "\n\n".join(["Council votes for a new footbridge", *paragraphs])
    record = article(text)
    assert [block.text for block in record.body] == paragraphs
    assert [block.text for block in article(to_text(record)).body] == paragraphs


@pytest.mark.fault("bad-text")
@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(), st.binary(), st.text(alphabet="ab .\n#*-[]()|>\u00a0\u4e00", max_size=400))
)
def test_any_input_gives_a_record(text: str | bytes) -> None:
    """No text and no bytes raise; the record can be written as JSON."""
    record = bodycopy.extract_text(text)
    assert isinstance(record, Article | Verdict)
    json.dumps(record.to_dict()).encode()


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "make",
    [
        lambda size: "ab\n" * size,
        lambda size: (PARAGRAPHS[0] + " ") * (size // 100),
        lambda size: "\n".join(f"word{i} other{7 * i} thing." for i in range(size // 20)),
        lambda size: PARAGRAPHS[0] * 3 + "\n" + "Top Themen\nFoo\n" * (size // 14),
    ],
    ids=["lines", "one line", "words", "labels"],
)
def test_takes_linear_time(make: Callable[[int], str]) -> None:
    """Eight times the text takes about eight times as long."""
    assert growth(bodycopy.extract_text, make, 30_000) < LIMIT


def test_encodings_are_found() -> None:
    """Bytes are read in the encoding that they are in."""
    text = (Path(__file__).parent / "texts" / "ru_lenta.txt").read_text(encoding="utf-8")
    plain = article(text).text
    assert article(text.encode("utf-16")).text == plain
    assert article(text.encode("windows-1251")).text == plain


def test_the_caller_may_know_the_language() -> None:
    """A given language is not doubted."""
    record = article("\n\n".join(PARAGRAPHS), language="en-GB")
    assert record.language == "en-GB"
    assert record.sources["language"] == "caller"
    assert record.sources["body"] == "text"


def test_texts_without_an_article_give_a_verdict() -> None:
    """Nothing, next to nothing, and a file that is no text."""
    assert bodycopy.extract_text("").dropped == ()
    for text, reason in (
        ("", Reason.EMPTY),
        (" \n\u00a0\n", Reason.EMPTY),
        (b"%PDF-1.7 ...", Reason.NOT_HTML),
    ):
        record = bodycopy.extract_text(text)
        assert isinstance(record, Verdict)
        assert record.reason is reason
    short = bodycopy.extract_text("Home\nSport\nThe ferry runs.")
    assert isinstance(short, Verdict)
    assert len(short.dropped) == 3


def test_min_chars_is_heeded() -> None:
    """The option means the same as for HTML."""
    text = "\n\n".join(PARAGRAPHS)
    assert not bodycopy.extract_text(text, options=Options(min_chars=100_000))


def test_a_copy_of_the_text_is_left_out() -> None:
    """Paragraphs that stand twice are body once."""
    record = article("\n\n".join([*PARAGRAPHS, *PARAGRAPHS]))
    often = Counter(block.text for block in record.body)
    assert set(often.values()) == {1}
    assert {block.role for block in record.dropped} == {Role.BOILERPLATE}


def test_mistakes_of_the_caller_are_told() -> None:
    """Arguments of a wrong type are named."""
    with pytest.raises(UsageError, match="text must be bytes or str, not int"):
        bodycopy.extract_text(7)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="language must be a str or None, not int"):
        bodycopy.extract_text("x", language=7)  # type: ignore[arg-type]
