"""Labelled pages flattened: features, tokens and targets of every line.

# Strategy: a page's labels are those of its blocks (see ``training.examples``). Each rendering
# is read as a text, and its lines are aligned to the blocks by what they say.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import bodycopy
from bench import metrics, text_renderings
from bench.sets import SETS, load_pages
from bench.text_renderings import RENDERINGS, render_all
from bodycopy.label import net
from bodycopy.lines.features import measure_lines
from bodycopy.lines.plaintext import read_text
from bodycopy.roles import ROLES, Role
from training.align import align_roles
from training.authored import authored_pages
from training.examples import KEPT, LEFT, TYPES, UNKNOWN, Example, load_examples
from training.lines.excerpts import EXCERPT, excerpt
from training.lines.teach import load_teachers, name_blocks

__all__ = ["SCORED_SETS", "LineExample", "Page", "load_line_examples"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

SCORED_SETS = ("fundus", "newspaper", "wcxb")
# Of other pages a few renderings each are learned from, other ones on other pages.
_RENDERINGS_OF_OTHERS = 3
LONGEST = 600
"""Lines of a text that are learned from."""


@dataclass(frozen=True, slots=True)
class LineExample:
    """One rendering of a page, ``n`` lines."""

    rendering: str
    matrix: NDArray[np.float16]
    chars: NDArray[np.float16]
    word_ids: Ints
    word_lines: Ints
    gram_ids: Ints
    gram_lines: Ints
    target: NDArray[np.int8]
    """A role, ``KEPT``, ``LEFT`` or ``UNKNOWN``."""
    block: Ints
    """The page's block that each line is; -1 for several, or none."""
    weight: NDArray[np.float16]
    length: NDArray[np.int16]
    """``[n]`` words."""
    texts: tuple[str, ...]
    """Of scored pages only."""


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled page and what scrapers make of it."""

    name: str
    set: str
    group: str
    type: str
    convention: str
    set_convention: str
    scored: bool
    body: str
    """The set's own gold; of scored pages only."""
    named: NDArray[np.int8]
    """``[teachers, blocks]`` roles that teachers give the page's blocks."""
    sure: NDArray[np.float16]
    """How sure they are."""
    texts: tuple[LineExample, ...]


def load_line_examples(work: Path, teachers: Path | None, workers: int = 2) -> list[Page]:
    """All pages, built once and kept in ``work`` until code or data change.

    ``teachers`` is the folder of a cross-validation of HTML, see ``training.lines.teach``.
    """
    work.mkdir(parents=True, exist_ok=True)
    path = work / f"lines-{_version(teachers)}.pickle"
    if not path.exists():
        pages = _build(work, teachers, workers)
        with path.open("wb") as file:
            pickle.dump(pages, file, protocol=5)
        return pages
    with path.open("rb") as file:
        loaded: list[Page] = pickle.load(file)  # our own file
    return loaded


def _version(teachers: Path | None) -> str:
    digest = hashlib.blake2b(digest_size=6)
    package = Path(bodycopy.__file__).parent
    sources = [path for room in ("scan", "lines") for path in sorted(package.glob(f"{room}/*.py"))]
    data = [package / "lexicon.py", package / "data" / "phrases.tsv"]
    here = Path(__file__)
    code = (
        here,
        here.with_name("excerpts.py"),
        here.parents[1] / "align.py",
        *sorted(package.glob("gold/*.py")),
        here.parents[1] / "examples.py",
    )
    taught = sorted(teachers.glob("fold-*.npz")) if teachers else []
    weights = package / "weights" / net.FILE
    for path in (*sources, *data, *code, Path(text_renderings.__file__), weights, *taught):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Job:
    example: Example
    html: bytes
    body: str
    teachers: Path | None


def _build(work: Path, teachers: Path | None, workers: int) -> list[Page]:
    examples = {example.name: example for example in load_examples(work, workers) if example.fits}
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(_page, _jobs(examples, teachers), chunksize=16))


def _jobs(examples: dict[str, Example], teachers: Path | None) -> Iterator[_Job]:
    for page in load_pages(SETS):
        if page.name in examples:
            yield _Job(examples[page.name], page.html, page.body, teachers)
    for row, _ in authored_pages():
        name = f"authored/{row['id']}"
        if name in examples:
            yield _Job(examples[name], row["html"], "", teachers)


_teachers = cache(load_teachers)


def _page(job: _Job) -> Page:
    example = job.example
    scored = example.set in SCORED_SETS and example.type in ("article", "liveblog", "media", "")
    scored = scored and bool(job.body)
    names = list(RENDERINGS)
    if not scored:
        start = int.from_bytes(hashlib.blake2b(example.name.encode(), digest_size=4).digest())
        step = start % len(names)
        names = (names[step:] + names[:step])[:_RENDERINGS_OF_OTHERS]
    rendered = [*render_all(job.html, names), *_clean(example), *_excerpt(example)]
    named, sure = name_blocks(example, _teachers(job.teachers).weights)
    return Page(
        name=example.name,
        set=example.set,
        group=example.group,
        type=example.type if example.type in TYPES else "other",
        convention=example.convention,
        set_convention=example.set_convention,
        scored=scored,
        body=job.body if scored else "",
        named=named,
        sure=sure,
        texts=tuple(
            found
            for name, text in rendered
            if (found := _line_example(example, name, text, keep=scored)) is not None
        ),
    )


CLEAN = "clean"


def _clean(example: Example) -> Iterator[tuple[str, str]]:
    """The headline and the text alone: where there is nothing to leave out, all is kept."""
    headline = ROLES.index(Role.HEADLINE)
    rows = [
        row
        for row, target in enumerate(example.target.tolist())
        if _is_kept(str(target)) or target == headline
    ]
    if sum(_is_kept(str(example.target[row])) for row in rows) > 1:
        yield CLEAN, "\n\n".join(example.texts[row] for row in rows)


def _excerpt(example: Example) -> Iterator[tuple[str, str]]:
    kept = [_is_kept(str(target)) for target in example.target.tolist()]
    text = excerpt(example.texts, example.target.tolist(), kept, example.name)
    if text:
        yield EXCERPT, text


def _line_example(example: Example, name: str, text: str, *, keep: bool) -> LineExample | None:
    plain = read_text(text)
    lines = plain.tape.texts
    if not lines:
        return None
    features = measure_lines(plain)
    target, weight = _targets(example, lines)
    numbered = [(block, str(row)) for row, block in enumerate(example.texts)]
    blocks = [int(row) if row else -1 for row in align_roles(lines, numbered)]
    tokens = features.tokens
    return LineExample(
        rendering=name,
        matrix=features.matrix.astype(np.float16),
        chars=np.minimum(features.chars, 60000).astype(np.float16),
        word_ids=tokens.word_ids,
        word_lines=tokens.word_lines.astype(np.int32),
        gram_ids=tokens.gram_ids,
        gram_lines=tokens.gram_lines.astype(np.int32),
        target=target,
        block=np.array(blocks, np.int32),
        weight=weight.astype(np.float16),
        length=np.array([min(len(metrics.words(line)), 30000) for line in lines], np.int16),
        texts=lines if keep else (),
    )


_UNSEEN = 0.5
"""Weight of lines that are on no block: hidden ones, titles."""


def _targets(
    example: Example, lines: Sequence[str]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    labels = [
        f"{target} {weight:.2f}"
        for target, weight in zip(example.target.tolist(), example.weight.tolist(), strict=True)
    ]
    aligned = align_roles(lines, list(zip(example.texts, labels, strict=True)))
    found = [label.split() if label else ("", "") for label in aligned]
    kept = {text for text, target in zip(lines, found, strict=True) if _is_kept(target[0])}
    target = np.full(len(lines), LEFT, np.int8)
    weight = np.full(len(lines), _UNSEEN, np.float32)
    for row, (number, sure) in enumerate(found):
        if number:
            target[row], weight[row] = int(number), float(sure)
        elif lines[row] in kept:
            weight[row] = 0.0
    weight[target == UNKNOWN] = 0.0
    return target, weight


def _is_kept(number: str) -> bool:
    return bool(number) and (int(number) == KEPT or 0 <= int(number) < 7)
