"""Labelled pages as examples: features, tokens and targets of every block."""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import bodycopy
from bench.sets import SETS, declared_language, shared_dir
from bodycopy.decode import decode
from bodycopy.features import measure
from bodycopy.features.tokens import Tokens, tokenise
from bodycopy.gold import PAGE_TYPES
from bodycopy.gold.words import words
from bodycopy.roles import BODY_ROLES, ROLES
from bodycopy.scan import scan
from bodycopy.tape import Tape
from training.align import align_body, align_roles
from training.annotated import ROLES_FILE, annotated, with_texts
from training.authored import PAGES, authored_pages
from training.folds import group_of
from training.short_gold import goes_on

__all__ = [
    "CONVENTION_NAMES",
    "KEPT",
    "LEFT",
    "ORACLE_FLOOR",
    "TYPES",
    "UNKNOWN",
    "Example",
    "Reference",
    "labelled_example",
    "load_examples",
    "misfits",
]

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]

# Targets below len(ROLES) are roles. Where a set tells only body from the rest:
KEPT, LEFT, UNKNOWN = len(ROLES), len(ROLES) + 1, -1

CONVENTION_NAMES = ("roles", "fundus", "newspaper", "wcxb", "dragnet", "l3s")
"""Whose idea of a body an example follows; the model may be told, or not."""

TYPES = list(PAGE_TYPES)
"""Page types that the model tells apart."""
_TYPE_NAMES = {"collection": "index", "listing": "index"}

# Pages whose gold cannot be put together from their blocks teach nothing.
ORACLE_FLOOR = 0.85
# A block of which less than this is gold is a bad example of either side.
_CLEAR = 0.8


@dataclass(frozen=True, slots=True)
class Reference:
    """Gold text as words, to score a choice of blocks against."""

    counts: NDArray[np.int32]
    """Occurrences in the gold of each word of the page's vocabulary."""
    total: int
    """Words of the gold, those included that are not on the page."""
    oracle: float
    """Word F1 of the blocks that the gold was aligned to."""


@dataclass(frozen=True, slots=True)
class Example:
    """One page of ``n`` blocks; without labels, all its targets are ``UNKNOWN``."""

    name: str
    set: str
    group: str
    type: str
    """One of ``TYPES``, or empty where nobody said."""
    language: str
    matrix: NDArray[np.float16]
    tokens: Tokens
    target: Bytes
    """``[n]`` a role, ``KEPT``, ``LEFT`` or ``UNKNOWN``."""
    weight: Floats
    """``[n]`` how sure the target is, 0 to 1."""
    texts: tuple[str, ...]
    word_ids: NDArray[np.int32]
    """Words of all blocks, as numbers in the page's vocabulary."""
    word_starts: NDArray[np.int32]
    """``[n + 1]``"""
    body: Reference | None = None
    """By the set's own gold."""
    role_body: Reference | None = None
    """By the block roles."""
    must_have: tuple[str, ...] = ()
    must_not_have: tuple[str, ...] = ()
    own_labels: bool = False
    """Whether its roles are ``training/roles.jsonl.gz``'s: corrections of what a network
    guessed, to learn from and not to judge by."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """``body_first``, ``body_last``, ``body_noise`` and ``body`` where annotated."""

    @property
    def fits(self) -> bool:
        """Whether the page is good enough to learn from."""
        known = [ref.oracle for ref in (self.role_body, self.body) if ref is not None]
        return bool(known) and known[0] >= ORACLE_FLOOR and len(self.target) > 0

    @property
    def is_labelled(self) -> bool:
        """Whether anybody said what is body on it."""
        return self.role_body is not None or self.body is not None

    @property
    def convention(self) -> str:
        """Whose idea of a body the targets follow."""
        return "roles" if self.role_body is not None else self.set_convention

    @property
    def set_convention(self) -> str:
        """Whose idea of a body the set's own gold follows."""
        # Only one set has pages that are no articles: what it calls their main text is ours.
        if self.set == "wcxb" and self.type != "article":
            return "roles"
        return self.set if self.set in CONVENTION_NAMES else "roles"


def load_examples(work: Path, workers: int = 2) -> list[Example]:
    """All labelled pages, and pages without labels that look like them.

    Built once and kept in ``work`` until code or data change.
    """
    work.mkdir(parents=True, exist_ok=True)
    path = work / f"examples-{_version()}.pickle"
    if not path.exists():
        examples = _build(workers)
        with path.open("wb") as file:
            pickle.dump(examples, file, protocol=5)
        return examples
    with path.open("rb") as file:
        loaded: list[Example] = pickle.load(file)  # our own file
    return loaded


def labelled_example(
    row: Mapping[str, Any], set_name: str, gold: Mapping[str, Any]
) -> Example | None:
    """The example of a row in the form of the page sets with the roles of its blocks.

    ``None`` where the page has no text.
    """
    return _example(_Page(row, set_name, gold, {}))


def misfits(examples: Sequence[Example]) -> list[tuple[str, float]]:
    """Names and oracle F1 of pages whose gold does not fit their blocks, worst first."""
    found = [
        (example.name, reference.oracle)
        for example in examples
        for reference in (example.role_body or example.body,)
        if reference is not None and reference.oracle < ORACLE_FLOOR
    ]
    return sorted(found, key=lambda entry: entry[1])


def _version() -> str:
    """Changes with the code that makes examples, and with the data."""
    digest = hashlib.blake2b(digest_size=6)
    package = Path(bodycopy.__file__).parent
    rooms = [path for room in ("scan", "features") for path in sorted(package.glob(f"{room}/*.py"))]
    others = [
        package / f"{name}.py"
        for name in (
            "decode",
            "tape",
            "lexicon",
            "native",
            "word_lists",
            "gold/align",
            "gold/words",
        )
    ]
    here = Path(__file__).parent
    names = "align.py annotated.py authored.py examples.py short_gold.py"
    code = (*(here / name for name in names.split()), ROLES_FILE)
    authored = sorted(PAGES.glob("*/*"))
    for path in (*rooms, *others, *sorted(package.glob("data/*.tsv")), *code, *authored):
        digest.update(path.read_bytes())
    for path in sorted((shared_dir() / "data").glob("[gp]*/*")):
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Page:
    row: Mapping[str, Any]
    set: str
    role_gold: Mapping[str, Any] | None
    fields: Mapping[str, Any]


def _build(workers: int) -> list[Example]:
    with ProcessPoolExecutor(workers) as pool:
        built = pool.map(_example, _pages(), chunksize=16)
        return [example for example in built if example is not None]


def _pages() -> Iterator[_Page]:
    """Every page; of byte-identical ones the first, with the gold of the others."""
    from pyarrow import parquet

    folder = shared_dir() / "data"
    role_gold = _role_gold(folder / "gold" / "roles.jsonl.gz")
    fields = _field_gold(folder / "gold")
    pages: dict[bytes, _Page] = {}
    for name in SETS:
        for row in parquet.read_table(folder / "pages" / f"{name}.parquet").to_pylist():
            page = _Page(
                row=row,
                set=name,
                role_gold=role_gold.get((name, row["id"])),
                fields=fields.get(row["id"], {}) if name == "fundus" else {},
            )
            key = hashlib.sha256(row["html"]).digest()
            pages[key] = _joined(pages[key], page) if key in pages else page
    yield from pages.values()
    yield from (_Page(row, "authored", gold, {}) for row, gold in authored_pages())


def _joined(page: _Page, twin: _Page) -> _Page:
    row = {
        key: value if value is not None and len(value) else twin.row[key]
        for key, value in page.row.items()
    }
    return _Page(row, page.set, page.role_gold or twin.role_gold, page.fields or twin.fields)


def _role_gold(path: Path) -> dict[tuple[str, str], Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    # The older pages of the fundus file are named as a set of their own there.
    return {(row["set"].removesuffix("-history"), row["id"]): row for row in rows}


def _field_gold(folder: Path) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob("fields_*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            found.update((row["id"], row) for row in map(json.loads, lines))
    return found


def _example(page: _Page) -> Example | None:
    row = page.row
    tape = scan(decode(row["html"]).text)
    if not len(tape):
        return None
    body = row["body"] or ""
    gold = page.role_gold
    own = annotated().get((page.set, row["id"])) if gold is None else None
    if own is not None:
        gold = with_texts(own, tape.texts)
    page = replace(page, role_gold=gold)
    target, weight = _targets(tape, page, body)
    ids, starts, vocabulary = _word_ids(tape.texts)
    bags = _Bags(ids, starts, vocabulary)
    aligned = np.array(align_body(tape.texts, body)) >= 0.5 if body else np.zeros(len(tape), bool)
    features = measure(tape)
    return Example(
        name=f"{page.set}/{row['id']}",
        set=page.set,
        group=group_of(row["url"] or "", row["domain"] or ""),
        type=_page_type(page) if gold or body else "",
        language=(gold or page.fields).get("language") or declared_language(row["html"]) or "und",
        matrix=np.nan_to_num(features.matrix).astype(np.float16),
        tokens=tokenise(tape),
        target=target,
        weight=weight,
        texts=tape.texts,
        word_ids=ids,
        word_starts=starts,
        body=bags.reference(body, aligned) if body else None,
        role_body=bags.reference(_role_body(gold), target < 7) if gold else None,
        must_have=tuple(row["must_have"] or ()),
        must_not_have=tuple(row["must_not_have"] or ()),
        own_labels=own is not None,
        fields=_fields(page, body),
    )


def _fields(page: _Page, body: str) -> dict[str, Any]:
    if not page.fields:
        return {}
    keys = ("body_first", "body_last", "body_noise")
    return {"body": body, **{key: page.fields[key] for key in keys}}


def _page_type(page: _Page) -> str:
    gold = page.role_gold or page.fields
    name: str = gold["page_type"] if gold else page.row["type"]
    name = _TYPE_NAMES.get(name, name)
    return name if name in TYPES else "other"


def _role_body(gold: Mapping[str, Any]) -> str:
    return "\n".join(block["text"] for block in gold["blocks"] if block["role"] in BODY_ROLES)


_ROW = {str(role): row for row, role in enumerate(ROLES)}


def _targets(tape: Tape, page: _Page, body: str) -> tuple[Bytes, Floats]:
    if page.role_gold:
        blocks = [(block["text"], block["role"]) for block in page.role_gold["blocks"]]
        roles = align_roles(tape.texts, blocks)
        target = np.array([_ROW[role] if role else UNKNOWN for role in roles], np.int8)
        return target, (target >= 0).astype(np.float32)
    if not body:
        return np.full(len(tape), UNKNOWN, np.int8), np.zeros(len(tape), np.float32)
    share = np.array(align_body(tape.texts, body), np.float32)
    target = np.where(share >= 0.5, KEPT, LEFT).astype(np.int8)
    unclear = (share > 0) & (share < _CLEAR)
    weight = np.where(unclear, 0.2, 1.0).astype(np.float32)
    # Copies of a text that is gold: the chain chose one, perhaps the wrong one.
    weight[(target == LEFT) & _copies(tape.texts, target == KEPT)] = 0.3
    _name_spans(tape.texts, page.row["paragraphs"], target)
    unknown = goes_on(tape, share)
    target[unknown], weight[unknown] = UNKNOWN, 0.0
    return target, weight


def _copies(texts: Sequence[str], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    known = {text for text, keep in zip(texts, kept.tolist(), strict=True) if keep}
    return np.array([text in known for text in texts])


# Kinds of spans in the sets' own gold that are roles of ours; the rest of the body may be
# paragraph, list item or quote.
_SPANS = {
    "standfirst": ("standfirst", KEPT),
    "subheading": ("subheading", KEPT),
    "headline": ("headline", LEFT),
    "related": ("related", LEFT),
    "comments": ("comment", LEFT),
}


def _name_spans(texts: Sequence[str], spans: Iterable[str], target: Bytes) -> None:
    """Roles for the blocks of spans whose kind the set names."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for span in spans:
        kind, _, text = span.partition("\t")
        by_kind[kind].append(text)
    for kind, (role, side) in _SPANS.items():
        if kind in by_kind:
            share = np.array(align_body(texts, "\n".join(by_kind[kind])))
            target[(share > _CLEAR) & (target == side)] = _ROW[role]


@dataclass(frozen=True, slots=True)
class _Bags:
    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    vocabulary: Mapping[str, int]

    def reference(self, gold: str, kept: NDArray[np.bool_]) -> Reference:
        counts = np.zeros(max(1, len(self.vocabulary)), np.int32)
        gold_words = Counter(words(gold))
        for word, count in gold_words.items():
            if word in self.vocabulary:
                counts[self.vocabulary[word]] = count
        total = gold_words.total()
        chosen = self.ids[np.repeat(kept, np.diff(self.starts))]
        shared = np.minimum(np.bincount(chosen, minlength=len(counts)), counts).sum()
        sizes = len(chosen) + total
        return Reference(counts, total, float(2 * shared / sizes) if sizes else 1.0)


def _word_ids(
    texts: Sequence[str],
) -> tuple[NDArray[np.int32], NDArray[np.int32], dict[str, int]]:
    vocabulary: dict[str, int] = {}
    ids: list[int] = []
    starts = [0]
    for text in texts:
        ids.extend(vocabulary.setdefault(word, len(vocabulary)) for word in words(text))
        starts.append(len(ids))
    return np.array(ids, np.int32), np.array(starts, np.int32), vocabulary
