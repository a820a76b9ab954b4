"""A page or text to its inspection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bodycopy.article import Article, Block, Verdict
from bodycopy.body_roles import IS_BODY
from bodycopy.families import Family, in_page_order
from bodycopy.gold import page_id
from bodycopy.inspector.block_reasons import block_reasons
from bodycopy.inspector.inspection import Chance, InspectedBlock, Inspection, Why
from bodycopy.inspector.line_reasons import line_reasons
from bodycopy.inspector.reasons import Reasons
from bodycopy.inspector.safe_page import safe_page, safe_text_page
from bodycopy.label import Labels
from bodycopy.label.layers import BODY_COLUMNS
from bodycopy.label.net import predict
from bodycopy.lines.net import predict_lines
from bodycopy.options import Options
from bodycopy.pipeline import ExaminedPage, ExaminedText, Source, examine, examine_text
from bodycopy.roles import ROLES, ROW_OF

__all__ = ["inspect_page", "inspect_text"]

Floats = NDArray[np.float32]
Record = Article | Verdict

_DEFAULTS = Options()


def inspect_page(
    html: Source,
    *,
    url: str | None = None,
    content_type: str | None = None,
    options: Options = _DEFAULTS,
) -> Inspection:
    """The record of a page as ``extract`` gives it, the page as it looks, and why.

    Raises ``UsageError`` where an argument is of the wrong type, and nothing for any page.
    """
    record, examined = examine(html, url, content_type, options)
    if examined is None:
        return _nothing(record, "html")
    source = examined.source
    return Inspection(
        id=page_id(text := source if isinstance(source, str) else source.decode()),
        kind="html",
        record=record,
        page=safe_page(source, examined.tape, options),
        blocks=tuple(_blocks(record, examined.tape.texts, _whys_of_page(examined), examined)),
        source=text,
        url=record.url,
    )


def inspect_text(
    text: Source,
    *,
    url: str | None = None,
    language: str | None = None,
    options: Options = _DEFAULTS,
) -> Inspection:
    """The record of a flattened text as ``extract_text`` gives it, its lines, and why.

    Raises ``UsageError`` where an argument is of the wrong type, and nothing for any text.
    """
    record, examined = examine_text(text, url, language, options)
    if examined is None:
        return _nothing(record, "text")
    texts = examined.text.tape.texts
    return Inspection(
        id=page_id(examined.source),
        kind="text",
        record=record,
        page=safe_text_page(texts),
        blocks=tuple(_blocks(record, texts, _whys_of_text(examined), examined)),
        source=examined.source,
        url=record.url,
    )


def _nothing(record: Record, kind: Literal["html", "text"]) -> Inspection:
    """Of bytes that are no text there is nothing to see but the verdict."""
    return Inspection(
        id=page_id(""), kind=kind, record=record, page="", blocks=(), source="", url=record.url
    )


class _Seen(NamedTuple):
    """What the network saw in a row, and the role that it would have given."""

    role: int
    body: float
    chances: tuple[Chance, ...]
    reasons: Reasons | None


# Reasons take up to three milliseconds a block or line; of more, they are not told.
_MOST_BLOCKS = 3_000
_CHANCES = 3
_LEAST_CHANCE = 0.01


def _whys_of_page(examined: ExaminedPage) -> list[_Seen]:
    matrix, tokens = examined.features.matrix, examined.tokens
    few = len(matrix) <= _MOST_BLOCKS
    reasons = block_reasons(examined.tape, matrix, tokens) if few else None
    return _seen(predict(matrix, tokens).probabilities, reasons)


def _whys_of_text(examined: ExaminedText) -> list[_Seen]:
    if examined.features is None:
        return []
    texts = examined.text.tape.texts
    reasons = line_reasons(texts, examined.features) if len(texts) <= _MOST_BLOCKS else None
    return _seen(predict_lines(examined.features).probabilities, reasons)


def _seen(probabilities: Floats, reasons: Sequence[Reasons] | None) -> list[_Seen]:
    rows = []
    for row, chances in enumerate(probabilities):
        body = float(chances[BODY_COLUMNS].sum())
        kind = int(chances[BODY_COLUMNS].argmax())
        others = np.where(IS_BODY, np.float32(0.0), chances)
        likeliest = np.argsort(-others, kind="stable")[:_CHANCES].tolist()
        found = [Chance(ROLES[kind], round(body, 4))]
        found += [Chance(ROLES[role], round(float(others[role]), 4)) for role in likeliest]
        found = sorted((one for one in found if one.chance >= _LEAST_CHANCE), key=_by_chance)
        role = kind if body > _EVEN else likeliest[0]
        rows.append(
            _Seen(role, round(body, 4), tuple(found[:_CHANCES]), reasons[row] if reasons else None)
        )
    return rows


_EVEN = 0.5


def _by_chance(one: Chance) -> float:
    return -one.chance


def _blocks(
    record: Record,
    texts: Sequence[str],
    seen: Sequence[_Seen],
    examined: ExaminedPage | ExaminedText,
) -> Iterator[InspectedBlock]:
    """A block for every row of the tape, then what only the page's data carries."""
    of_row: dict[int, tuple[Block, Family]] = {
        row: (block, family)
        for block, family in in_page_order(record)
        for row in range(block.index, block.index + block.span)
    }
    for row, (block, family) in sorted(of_row.items()):
        on_page = row < len(texts)
        yield InspectedBlock(
            index=row,
            role=block.role,
            family=family,
            score=block.score,
            text=texts[row] if on_page else block.text,
            why=_why(block, row, seen[row], examined) if on_page else Why(decided="data"),
            on_page=on_page,
            table=block.index if block.span > 1 else None,
        )


def _why(block: Block, row: int, seen: _Seen, examined: ExaminedPage | ExaminedText) -> Why:
    reasons = seen.reasons
    return Why(
        decided=_decided(block, row, seen.role, examined.labelled, examined.labels),
        chances=seen.chances,
        body=seen.body,
        start=reasons.start if reasons else None,
        pro=reasons.pro if reasons else (),
        con=reasons.con if reasons else (),
    )


def _decided(
    block: Block, row: int, network: int, labelled: Labels, labels: Labels
) -> Literal["network", "rules", "page", "fields"]:
    """Who had the last word on a row."""
    if ROW_OF[block.role] != labels.roles[row]:
        return "fields"
    if labels.roles[row] != labelled.roles[row]:
        return "page"
    given = int(labelled.roles[row])
    # Which kind of body block it is, markup says; that is no other word than the network's.
    same = given == network or bool(IS_BODY[given] and IS_BODY[network])
    return "network" if same else "rules"
