"""The scores of many gold pages in figures: by group, by role, and what was taken for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

import msgspec

from bodycopy.gold.evaluate import NOT_FOUND, PageScore
from bodycopy.gold.words import harmonic
from bodycopy.roles import ROLES

__all__ = ["Confusion", "Evaluation", "Group", "RoleScore", "VerdictOn", "summarise"]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Means over the pages of one kind: words of the body, and its two ends.

    ``first`` and ``last`` are the shares of pages that have these words of the body, of those
    whose gold has one; ``None`` where none has. ``verdicts`` are pages that gave no article.
    """

    name: str
    pages: int
    precision: float
    recall: float
    f1: float
    first: float | None
    last: float | None
    verdicts: int


class RoleScore(msgspec.Struct, frozen=True, kw_only=True):
    """Blocks that gold and extractor give a role, and how often they mean the same ones."""

    role: str
    gold: int
    given: int
    right: int
    precision: float
    recall: float
    f1: float


class Confusion(msgspec.Struct, frozen=True, kw_only=True):
    """Blocks of the role ``gold`` that the extractor took for ``given``."""

    gold: str
    given: str
    blocks: int


class VerdictOn(msgspec.Struct, frozen=True, kw_only=True):
    """A page that gave no article; ``right`` where its gold has no body either."""

    name: str
    url: str | None
    reason: str
    detail: str
    right: bool


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """All that ``bodycopy eval`` says of a file.

    ``without_page`` names the rows that do not carry their page, and were not scored;
    ``replaced`` are rows that a later row of the same name took the place of.
    """

    file: str
    rows: int
    replaced: int
    without_page: tuple[str, ...]
    overall: Group
    by_page_type: tuple[Group, ...]
    by_language: tuple[Group, ...]
    """Of primary tags: ``de-AT`` is ``de``."""
    roles: tuple[RoleScore, ...]
    not_found: int
    """Blocks of the gold that are nowhere on the page as it is read today."""
    confusions: tuple[Confusion, ...]
    """The most frequent first."""
    verdicts: tuple[VerdictOn, ...]
    pages: tuple[PageScore, ...]
    """In the order of the file."""

    def worst(self, count: int) -> list[PageScore]:
        """The pages of the lowest word F1, lowest first; long ones first among equals."""
        ranked = sorted(self.pages, key=lambda page: (page.f1, -page.gold_words, page.name))
        return ranked[:count]


def summarise(
    file: str,
    pages: Sequence[PageScore],
    *,
    rows: int,
    replaced: int = 0,
    without_page: Sequence[str] = (),
) -> Evaluation:
    """The figures of the scored pages; there has to be one at least."""
    pairs = Counter(pair for page in pages for pair in page.roles)
    return Evaluation(
        file=file,
        rows=rows,
        replaced=replaced,
        without_page=tuple(without_page),
        overall=_group("all", pages),
        by_page_type=_groups(pages, lambda page: page.page_type),
        by_language=_groups(pages, lambda page: page.language.partition("-")[0].lower()),
        roles=tuple(_role_scores(pairs)),
        not_found=sum(count for (_, given), count in pairs.items() if given == NOT_FOUND),
        confusions=tuple(
            Confusion(gold=gold, given=given, blocks=count)
            for (gold, given), count in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
            if gold != given
        ),
        verdicts=tuple(_verdict(page, page.reason) for page in pages if page.reason is not None),
        pages=tuple(pages),
    )


def _groups(pages: Iterable[PageScore], key: Callable[[PageScore], str]) -> tuple[Group, ...]:
    found: defaultdict[str, list[PageScore]] = defaultdict(list)
    for page in pages:
        found[key(page)].append(page)
    groups = [_group(name, members) for name, members in found.items()]
    return tuple(sorted(groups, key=lambda group: (-group.pages, group.name)))


def _group(name: str, pages: Sequence[PageScore]) -> Group:
    return Group(
        name=name,
        pages=len(pages),
        precision=fmean(page.precision for page in pages),
        recall=fmean(page.recall for page in pages),
        f1=fmean(page.f1 for page in pages),
        first=_share(page.first for page in pages),
        last=_share(page.last for page in pages),
        verdicts=sum(page.reason is not None for page in pages),
    )


def _share(values: Iterable[bool | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _role_scores(pairs: Counter[tuple[str, str]]) -> Iterable[RoleScore]:
    """The roles that occur, in their order."""
    gold: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for (meant, said), count in pairs.items():
        gold[meant] += count
        given[said] += count
    for role in map(str, ROLES):
        if gold[role] or given[role]:
            right = pairs[role, role]
            precision = right / given[role] if given[role] else 0.0
            recall = right / gold[role] if gold[role] else 0.0
            yield RoleScore(
                role=role,
                gold=gold[role],
                given=given[role],
                right=right,
                precision=precision,
                recall=recall,
                f1=harmonic(precision, recall),
            )


def _verdict(page: PageScore, reason: str) -> VerdictOn:
    return VerdictOn(
        name=page.name,
        url=page.url,
        reason=reason,
        detail=page.detail,
        right=not page.gold_words,
    )
