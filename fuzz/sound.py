"""What holds of every record and every tape, whatever they were made of."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np

from bodycopy import Article, Verdict
from bodycopy.tape import Context, Tape

__all__ = ["check_record", "check_strings", "check_tape"]


def check_strings(*texts: str | None) -> None:
    """Each can be written as UTF-8 and is none where it is empty."""
    for text in texts:
        if text is not None:
            text.encode()
            assert text, "an empty string where None says that there is nothing"


def check_record(record: Article | Verdict) -> None:
    """An article or a verdict whose blocks are all of the page's, once, and that JSON can hold."""
    assert isinstance(record, Article | Verdict)
    assert bool(record) is isinstance(record, Article)
    written = json.dumps(record.to_dict(), ensure_ascii=False, allow_nan=False)
    assert type(record).from_dict(json.loads(written.encode())) == record
    body = record.body if isinstance(record, Article) else ()
    assert [block.index for block in body] == sorted({block.index for block in body})
    rows = sorted(
        row
        for block in (*body, *record.dropped)
        for row in range(block.index, block.index + block.span)
    )
    assert rows == list(range(len(rows))), "a block is lost or stands twice"
    for block in (*body, *record.dropped):
        assert block.text.strip(), "a block that shows nothing"
        assert "\0" not in block.text
        for start, end in [
            *((link.start, link.end) for link in block.links),
            *((mark.start, mark.end) for mark in block.marks),
        ]:
            assert 0 <= start <= end <= len(block.text)
    if isinstance(record, Article):
        check_strings(record.headline, record.kicker, record.standfirst, record.section)
        check_strings(record.site_name, record.language, record.source_line, record.canonical_url)
        check_strings(*record.authors, *record.agencies, *record.topics, *record.corrections)


def check_tape(tape: Tape) -> None:
    """Every column is as long as the tape, and every number points at something that is there."""
    rows, elements = len(tape), tape.elements
    for column in (tape.context, tape.element, tape.leaf, tape.level):
        assert len(column) == rows
    assert len(tape.link_chars) == len(tape.strong_chars) == rows
    count = len(elements.tag)
    for numbers in (elements.parent, elements.child, elements.first, elements.end):
        assert len(numbers) == count
    assert len(elements.attrs) == count
    _check_elements(tape)
    for row, text in enumerate(tape.texts):
        text.encode()
        assert text.strip(), "a row that shows nothing"
        if not int(tape.context[row]) & int(Context.PREFORMATTED):
            assert text == " ".join(text.split()), "white space that is not folded"
        _check_ranges(tape, row, len(text))
    for row in (*tape.links, *tape.marks, *tape.leads):
        assert 0 <= row < rows
    for row, lead in tape.leads.items():
        assert 0 < lead < len(tape.texts[row])
    for row in (*tape.numbers, *tape.citations):
        assert 0 <= row < count
    assert all(one.row <= other.row for one, other in pairwise(tape.markers))
    for marker in tape.markers:
        assert 0 <= marker.row <= rows
        assert 0 <= marker.element < count


def _check_elements(tape: Tape) -> None:
    elements, rows = tape.elements, len(tape)
    count = len(elements.tag)
    if not count:
        assert not rows
        return
    assert elements.parent[0] == -1
    assert np.all(elements.parent[1:] >= 0)
    assert np.all(elements.parent[1:] < np.arange(1, count)), "a child before its parent"
    assert np.all((elements.first >= 0) & (elements.first <= elements.end))
    assert np.all(elements.end <= rows)
    around = elements.parent[1:]
    assert np.all(elements.first[1:] >= elements.first[around])
    assert np.all(elements.end[1:] <= elements.end[around])
    for owner in (tape.element, tape.leaf):
        assert np.all((owner >= 0) & (owner < count))
    place = np.arange(rows)
    block = tape.element
    assert np.all((elements.first[block] <= place) & (place < elements.end[block]))


def _check_ranges(tape: Tape, row: int, chars: int) -> None:
    links = tape.links.get(row, ())
    assert all(0 <= start < end <= chars for start, end, _ in links)
    assert all(one[1] <= other[0] for one, other in pairwise(links))
    assert int(tape.link_chars[row]) == sum(end - start for start, end, _ in links)
    marks = tape.marks.get(row, ())
    assert all(0 <= start <= end <= chars for start, end, _ in marks)
    assert list(marks) == sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2]))
    assert 0 <= int(tape.strong_chars[row]) <= chars
