"""Flattened text to matrix in numpy: what lines/compiled.py does, and is held against.

# Strategy: without elements, what tells a line's role is its own form, what its words are
# known for, whether it recurs, and where it stands to the stretch with most of the prose, to
# the words of that prose, and to the line that looks like the title of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bodycopy.features.scales import log_chars, near_above, near_below
from bodycopy.lexicon import phrase_roles
from bodycopy.lines.matrix import (
    LINE_COLUMNS,
    LINE_MEASURES,
    LINE_SAID_COLUMN,
    LineFeatures,
    LineHashes,
)
from bodycopy.lines.plaintext import PlainText
from bodycopy.lines.tokens import Kind, LineTokens, tokenise_lines
from bodycopy.tape import Context

__all__ = ["fits_title", "log_copies", "log_words", "measure_lines", "measure_whole"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]


def measure_lines(text: PlainText) -> LineFeatures:
    """What can be measured of the lines; there has to be at least one."""
    tape = text.tape
    tokens = tokenise_lines(tape.texts)
    measured = _measure_form(text, tokens)
    chars, prose = measured.pop("weight"), measured["prose"]
    first, end = _best_stretch(prose)
    measured |= _measure_place(text, chars, prose, first, end)
    measured |= _measure_copies(tape.texts)
    measured |= _measure_words(tokens, measured, first, end)
    measured["prose"] = np.minimum(prose / 300.0, 1.0)
    matrix = np.zeros((len(tape), len(LINE_COLUMNS)), np.float32)
    matrix[:, : len(LINE_MEASURES)] = np.array(
        [measured[name] for name in LINE_MEASURES], np.float32
    ).T
    for row, role in enumerate(phrase_roles(tape.texts)):
        if role is not None:
            matrix[row, LINE_SAID_COLUMN[role]] = 1.0
    hashes = LineHashes(tokens.word_ids, tokens.word_lines, tokens.gram_ids, tokens.gram_lines)
    return LineFeatures(matrix, hashes, chars)


# --- the form of a line ----------------------------------------------------------------

# A character of a script that writes no spaces carries about as much as 2.5 Latin letters.
_DENSE_CHARS = 1.5  # so much more
_HEADING = np.uint32(Context.HEADING)


def _measure_form(text: PlainText, tokens: LineTokens) -> Columns:
    tape, counts = text.tape, tokens.counts.astype(np.float32)
    sizes = np.fromiter(map(len, tape.texts), np.float32, len(tape))
    dense = counts[:, Kind.DENSE]
    chars = sizes + np.float32(_DENSE_CHARS) * dense
    cased = counts[:, Kind.UPPER] + counts[:, Kind.LOWER]
    letters = np.maximum(cased + counts[:, Kind.LETTER] + dense, 1.0)
    words = np.maximum(tokens.words.astype(np.float32), 1.0)
    ends = (tokens.last == Kind.STOP).astype(np.float32)
    links = np.minimum(tape.link_chars / sizes, 1.0).astype(np.float32)
    prose = chars * np.clip((chars - 40.0) / 100.0, 0.0, 1.0) * (0.3 + 0.7 * ends)
    prose *= (1.0 - links) ** 2
    prose[(tape.context & _HEADING) != 0] = 0.0
    capitals = counts[:, Kind.UPPER] / np.maximum(cased, 1.0)
    return {
        "weight": chars,
        "length": log_chars(chars),
        "short": chars < 25.0,
        "words": log_words(words),
        "ends_sentence": ends,
        "ends_open": tokens.last == Kind.COLON,
        "ends_comma": tokens.last == Kind.COMMA,
        "ends_symbol": tokens.last == Kind.SYMBOL,
        "starts_lower": tokens.first == Kind.LOWER,
        "starts_digit": tokens.first == Kind.DIGIT,
        "starts_quote": tokens.first == Kind.QUOTE,
        "starts_symbol": tokens.first == Kind.SYMBOL,
        "dense": dense / letters,
        "caseless": counts[:, Kind.LETTER] / letters,
        "capitals": capitals,
        "capital_words": tokens.capitals / words,
        "all_capitals": (capitals > 0.9) & (cased > 3),
        "digits": counts[:, Kind.DIGIT] / sizes,
        "commas": np.minimum(counts[:, Kind.COMMA], 5.0) / 5.0,
        "inner_stops": np.minimum(np.maximum(counts[:, Kind.STOP] - ends, 0.0), 5.0) / 5.0,
        "quotes": np.minimum(counts[:, Kind.QUOTE], 4.0) / 4.0,
        "brackets": np.minimum(counts[:, Kind.BRACKET], 4.0) / 4.0,
        "symbols": np.minimum(counts[:, Kind.SYMBOL], 4.0) / 4.0,
        "mean_word": np.minimum(letters / words, 20.0) / 20.0,
        **_telling_strings(tape.texts),
        "link_share": links,
        "strong_share": np.minimum(tape.strong_chars / sizes, 1.0),
        "rank": np.where(tape.context & _HEADING, (7 - tape.level) / 6.0, 0.0),
        "listed": (tape.context & np.uint32(Context.LIST)) != 0,
        "quoted": (tape.context & np.uint32(Context.QUOTE)) != 0,
        "prose": prose,
    }


def _telling_strings(lines: tuple[str, ...]) -> Columns:
    """What stands for something in any language: cut-off ends, copyright signs, addresses."""
    ellipsis, copyright_, address = np.zeros((3, len(lines)), np.float32)
    for row, line in enumerate(lines):
        if line.endswith(("…", "...", "[…]", "[...]")):
            ellipsis[row] = 1.0
        if "©" in line:
            copyright_[row] = 1.0
        if "@" in line or "://" in line or "www." in line:
            address[row] = 1.0
    return {"ends_ellipsis": ellipsis, "copyright": copyright_, "address": address}


# --- scales ----------------------------------------------------------------------------


def log_words(words: Floats) -> Floats:
    """Words on the scale of the column "words"."""
    return np.asarray(np.log(words) / 4.0)


def log_copies(count: int) -> float:
    """How often a line stands in the text on the scale of the column "copies"."""
    return float(min(np.log(count), 2.0)) / 2.0


# Characters of a title.
_TITLE_CHARS = (15, 220)


def fits_title(length: Floats) -> Flags:
    """Whether lines of so many characters, on the scale of "length", may be a title."""
    chars = np.exp(6.0 * length)
    return np.asarray((chars >= _TITLE_CHARS[0]) & (chars <= _TITLE_CHARS[1]))


# --- its place -------------------------------------------------------------------------

# Three hundred characters are a full paragraph; a short line between paragraphs costs a
# tenth of one, so that ten of them end the stretch.
_FULL, _COST = 300.0, 0.1


def _best_stretch(prose: Floats) -> tuple[int, int]:
    """First row and end of the stretch of lines with most prose and fewest other lines."""
    gain = np.minimum(prose / _FULL, 1.0) - np.where(prose < 20.0, _COST, 0.0)
    total = np.concatenate(([0.0], np.cumsum(gain)))
    lowest = np.minimum.accumulate(total)
    end = int(np.argmax(total[1:] - lowest[:-1])) + 1
    return int(np.argmin(total[:end])), end


def _measure_place(text: PlainText, chars: Floats, prose: Floats, first: int, end: int) -> Columns:
    n = len(chars)
    rows = np.arange(n, dtype=np.float32)
    gaps = np.append(text.gaps, 1).astype(np.float32)
    same = np.ones(n, np.float32)
    passed = np.cumsum(chars)
    whole = measure_whole(text.gaps, chars, prose, first, end)
    return {
        "position": (rows + 0.5) / n,
        "char_position": (passed - chars / 2) / float(passed[-1]),
        "gap_before": gaps[:-1] > 0,
        "wide_gap_before": np.minimum(gaps[:-1], 6.0) / 6.0,
        "gap_after": gaps[1:] > 0,
        "in_best": (rows >= first) & (rows < end),
        "before_best": rows < first,
        "after_best": rows >= end,
        "place_in_best": np.clip((rows - first + 0.5) / max(end - first, 1), 0.0, 1.0),
        "near_best_start": near_below(-np.abs(rows - first)),
        "near_best_end": near_below(-np.abs(rows - end + 1)),
        **{name: same * share for name, share in whole.items()},
    }


def measure_whole(
    gaps: NDArray[np.int32], chars: Floats, prose: Floats, first: int, end: int
) -> dict[str, np.float32]:
    """The measures that are the same for all lines of a text."""
    total = np.cumsum(chars)[-1]
    return {
        "gap_share": np.float32(np.mean(gaps > 0)),
        "lines": np.float32(np.log(len(chars) + 1)) / np.float32(6.0),
        "chars": np.float32(np.log(float(total) + 1)) / np.float32(10.0),
        "prose_share": prose.sum() / total,
        "best_share": chars[first:end].sum() / total,
    }


# --- its copies ------------------------------------------------------------------------

_OPENING = 24


def _measure_copies(lines: tuple[str, ...]) -> Columns:
    n = len(lines)
    copies, earlier, later, last, opening = np.zeros((5, n), np.float32)
    seen: dict[str, list[int]] = {}
    openings: dict[str, list[int]] = {}
    before = ""
    for row, line in enumerate(lines):
        seen.setdefault(line, []).append(row)
        if line == before:
            last[row] = 1.0
        before = line
        if len(line) > _OPENING:
            openings.setdefault(line[:_OPENING], []).append(row)
    if len(seen) < n:
        for rows in seen.values():
            if len(rows) > 1:
                copies[rows] = log_copies(len(rows))
                earlier[rows[1:]] = 1.0
                later[rows[:-1]] = 1.0
    for rows in openings.values():
        if len(rows) > 1:
            opening[rows] = 1.0
    return {
        "copies": copies,
        "has_earlier_copy": earlier,
        "has_later_copy": later,
        "same_as_last": last,
        "same_opening": opening,
    }


# --- its words -------------------------------------------------------------------------

# Lines that are looked at for the title: those shortly before the prose, and its first.
_TITLE_REACH = 40
_TELLING = 40.0


def _measure_words(tokens: LineTokens, measured: Columns, first: int, end: int) -> Columns:
    n = len(tokens.words)
    terms, lines = _distinct(tokens)
    kinds = int(terms.max(initial=-1)) + 1
    often = np.bincount(terms, minlength=kinds)
    # Only prose tells what the text is about; its copies say it twice.
    telling = (measured["prose"] > _TELLING) & (measured["copies"] == 0)
    telling[:first] = telling[end:] = False
    in_best = telling[lines]
    often_in_best = np.bincount(terms[in_best], minlength=kinds)
    size = np.maximum(np.bincount(lines, minlength=n), 1).astype(np.float32)
    # Words that many lines have say nothing of what the text is about.
    weight = (1.0 / np.sqrt(often[terms])).astype(np.float32)
    other = often_in_best[terms] - in_best > 0
    shared = np.bincount(lines, weights=weight * other, minlength=n).astype(np.float32)
    whole = np.bincount(lines, weights=weight, minlength=n).astype(np.float32)
    whole = np.maximum(whole, np.float32(1e-6))
    lead = np.zeros(kinds, bool)
    lead[terms[np.isin(lines, np.flatnonzero(telling)[:_LEAD_LINES])]] = True
    in_lead = np.bincount(lines, weights=weight * (lead[terms] & other), minlength=n)
    above, below = _shared_nearby(terms, lines, weight, n)
    title = _find_title(shared, shared / whole, measured, first)
    of_title = np.zeros(kinds, bool)
    of_title[terms[lines == title]] = True
    like = np.bincount(lines, weights=of_title[terms], minlength=n)
    union = np.maximum(size + size[title] - like, 1.0)
    away = np.arange(n, dtype=np.float32) - title
    first_words, last_words = _end_words(tokens)
    return {
        "first_word_of_neighbour": _is_of_neighbour(first_words),
        "last_word_of_neighbour": _is_of_neighbour(last_words),
        "shared_terms": np.bincount(lines, weights=often[terms] > 1, minlength=n) / size,
        "shared_with_best": shared / whole,
        "shared_with_lead": in_lead / whole,
        "shared_above": above / whole,
        "shared_below": below / whole,
        "rare_terms": np.minimum(np.bincount(lines, weights=often[terms] == 1, minlength=n), 20)
        / 20,
        "is_title": away == 0,
        "like_title": like / union,
        "just_before_title": near_above(np.minimum(away + 1, 0.0)) * (away < 0),
        "just_after_title": near_below(np.minimum(1 - away, 0.0)) * (away > 0),
        "after_title": away > 0,
    }


_LEAD_LINES = 3
_NEARBY = 12


def _shared_nearby(terms: Ints, lines: Ints, weight: Floats, n: int) -> tuple[Floats, Floats]:
    """Weight of each line's terms that stand in a line shortly before it, and shortly behind."""
    order = np.lexsort((lines, terms))
    near = (terms[order][1:] == terms[order][:-1]) & (np.diff(lines[order]) <= _NEARBY)
    above, below = np.zeros((2, len(terms)), bool)
    above[order[1:]] = near
    below[order[:-1]] = near
    return (
        np.bincount(lines, weights=weight * above, minlength=n).astype(np.float32),
        np.bincount(lines, weights=weight * below, minlength=n).astype(np.float32),
    )


def _end_words(tokens: LineTokens) -> tuple[Ints, Ints]:
    """Hashes of the first and the last word of each line; its own number where it has none."""
    n = len(tokens.words)
    first = -1 - np.arange(n)
    last = first.copy()
    lines, ids = tokens.word_lines, tokens.word_ids
    if len(lines):
        starts = np.concatenate(([0], np.flatnonzero(np.diff(lines)) + 1))
        first[lines[starts]] = ids[starts]
        ends = np.append(starts[1:], len(lines)) - 1
        last[lines[ends]] = ids[ends]
    return first, last


def _is_of_neighbour(words: Ints) -> Floats:
    """Whether a line shares a word with the one before or behind: lists are written so."""
    same = np.zeros(len(words), bool)
    equal = words[1:] == words[:-1]
    same[1:] |= equal
    same[:-1] |= equal
    return same.astype(np.float32)


def _distinct(tokens: LineTokens) -> tuple[Ints, Ints]:
    """The different terms of each line, numbered, and their lines."""
    numbers, term = np.unique(tokens.term_ids, return_inverse=True)
    size = max(len(numbers), 1)
    pairs = np.unique(tokens.term_lines * size + term)
    return pairs % size, pairs // size


def _find_title(shared: Floats, share: Floats, measured: Columns, first: int) -> int:
    """The row that looks most like the title of the prose."""
    start = max(0, first - _TITLE_REACH)
    rows = slice(start, first + 1)
    fits = fits_title(measured["length"][rows])
    score = shared[rows] * (0.5 + share[rows]) * (1.0 + 0.5 * (measured["copies"][rows] > 0))
    score = (score + 2.0 * measured["rank"][rows] + 0.01) * fits
    score = score * (1.0 - 0.5 * measured["ends_sentence"][rows])
    return start + int(np.argmax(score))
