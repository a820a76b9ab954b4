"""The tags that a page displays with its article.

Strategy: tags are links in a row, in one element, near the end of the body. Rows that the
labeller takes for them, links that call themselves tags and links that are among the page's
declared keywords speak for such a run of links; the run with the most to say for it is taken
whole. Keywords that the page declares and does not display are no topics: they are written
for search engines, and often by machines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bodycopy.facts.found import Names
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.titles import squash
from bodycopy.facts.view import View
from bodycopy.roles import ROLES, Role
from bodycopy.tape import Context
from bodycopy.word_lists import read_rows

__all__ = ["find_topics"]

_LINK_CHARS = 50  # a tag is shorter; longer links are headlines
_LINKED_SHARE, _LINKED_SHARE_ELSEWHERE = 0.5, 0.75  # the rest is a label and commas
_REACH = 70  # rows behind the body
_LEAST_SCORE, _LEAST_ALONE = 0.3, 0.5
_LABEL_WEIGHT, _FOREIGN_WEIGHT = 0.3, 0.7
_MAX_TOPICS = 40
_EDGES = " \t#,;|/·•:"
_META = frozenset(
    """keywords news_keywords article:tag og:article:tag parsely-tags sailthru.tags mrf:tags
    cxenseparse:epi-tags http://ogp.me/ns/article#tag tags bad:tags dc.subject""".split()
)


@dataclass(slots=True)
class _Run:
    """Rows of links that stand together."""

    rows: list[int]
    links: list[tuple[str, str]]
    """Names and addresses."""
    score: float
    """Sum over the rows of what speaks for tags."""
    labelled: float = 0.0
    """How likely the line before it is the label of tags."""


def find_topics(view: View, jsonld: JsonLd, headline: int | None = None) -> Names | None:
    """The tags displayed with the article, in page order; ``headline`` is its row."""
    if not view.body:
        return None
    start = view.body[0] if headline is None else headline + 1
    end = min(len(view.tape.texts), view.body[-1] + 1 + _REACH)
    runs = list(_runs(view, start, end, _keywords(view, jsonld)))
    best: int | None = None
    most = _LEAST_SCORE
    for place, run in enumerate(runs):
        weight = _LABEL_WEIGHT if run.labelled > 0 else _FOREIGN_WEIGHT
        score = min(1.0, run.score / len(run.rows) + weight * run.labelled)
        score *= _nearness(view, run.rows[0])
        if score > most and (score > _LEAST_ALONE or len(run.links) > 1):
            best, most = place, score
    if best is None:
        return None
    links, rows = _with_neighbours(runs, best)
    names = tuple(dict.fromkeys(_without_hubs(links)))[:_MAX_TOPICS]
    return Names(names, "dom", "; ".join(view.tape.texts[row] for row in rows[:_MAX_TOPICS]))


def _with_neighbours(runs: list[_Run], place: int) -> tuple[list[tuple[str, str]], list[int]]:
    """The links and rows of a run, and of labelled ones that follow each other with it."""
    first = last = place
    while first and runs[first - 1].labelled > 0 and _follows(runs[first - 1], runs[first]):
        first -= 1
    while last + 1 < len(runs) and _follows(runs[last], runs[last + 1]):
        last += 1
    chosen = runs[first : last + 1]
    rows = [row for run in chosen for row in run.rows]
    return [link for run in chosen for link in run.links], rows


def _follows(one: _Run, other: _Run) -> bool:
    """Whether only a label stands between two runs."""
    return other.labelled > 0 and one.rows[-1] == other.rows[0] - 2


def _nearness(view: View, row: int) -> float:
    last = view.body[-1]
    return 1.0 - 0.5 * (row - last) / _REACH if row > last else 0.8


def _without_hubs(links: list[tuple[str, str]]) -> list[str]:
    """The names without links to the page that lists all tags, or to the front page."""
    addresses = [href.rstrip("/") for _, href in links[:_MAX_TOPICS]]
    names = [
        name
        for (name, _), address in zip(links, addresses, strict=False)
        if 2 * sum(other.startswith(f"{address}/") for other in addresses) < len(links)
        and _labels().get(squash(name), 0.0) >= 0
    ]
    depths = [address.count("/") for address in addresses]
    if len(names) == len(depths) > 3 and depths[-1] < min(depths[:-1]):
        names.pop()
    return names


def _runs(view: View, start: int, end: int, keywords: frozenset[str]) -> Iterator[_Run]:
    """Runs of link rows in one element; rows without letters do not end one."""
    run: _Run | None = None
    container = -1
    chances: list[float] = view.probabilities[start:end, _TOPIC].tolist()
    linked, roles = view.tape.links, view.roles
    attrs, leaf = view.tape.elements.attrs, view.tape.leaf
    for row, chance in enumerate(chances, start):
        if row not in linked and chance <= _LEAST_LABEL:
            continue
        links = _links(view, row)
        if not links:
            continue
        around = _container(view, row)
        apart = run is None or around != container
        # Most rows of links follow one another: then nothing stands between them.
        if run is None or apart or (run.rows[-1] + 1 < row and _is_apart(view, run.rows[-1], row)):
            if run:
                yield run
            run, container = _Run([], [], 0.0, _labelled(view, row - 1)), around
        run.rows.append(row)
        run.links += links
        score = _score(attrs[leaf[row]], chance, links, keywords)
        run.score += score * (_ELSEWHERE if roles[row] in _OTHERS else 1.0)
    if run:
        yield run


_TOPIC = ROLES.index(Role.TOPIC_NAV)


def _is_apart(view: View, one: int, other: int) -> bool:
    """Whether there is more between two rows than marks."""
    return any(any(map(str.isalnum, text)) for text in view.tape.texts[one + 1 : other])


_LABEL_CHARS = 40
_LEAST_LABEL = 0.3


def _labelled(view: View, row: int) -> float:
    """How likely a row is the label of the article's tags; below zero for other tags."""
    if row < 0 or row in view.tape.links or len(view.tape.texts[row]) > _LABEL_CHARS:
        return 0.0
    known = _labels().get(squash(view.tape.texts[row]))
    if known is not None:
        return known
    chance = view.chance(row, Role.TOPIC_NAV)
    return chance if chance > _LEAST_LABEL else 0.0


_SAYS = {"own": 1.0, "other": -1.0}


@cache
def _labels() -> Mapping[str, float]:
    """Squashed labels, and for or against what they speak."""
    return {squash(phrase): _SAYS[whose] for whose, phrase in read_rows("topic_labels.tsv")}


_BUTTON = int(Context.BUTTON)


def _links(view: View, row: int) -> list[tuple[str, str]]:
    """Names and addresses of a row that is nothing but short links."""
    links = view.tape.links.get(row)
    text = view.tape.texts[row]
    if not links:
        if len(text) > _LINK_CHARS or view.roles[row] is not Role.TOPIC_NAV:
            return []
        return [(text, "")] if view.tape.context[row] & _BUTTON else []
    if len(text) > _LABEL_CHARS + 2 * _LINK_CHARS * len(links):
        return []
    likely = view.roles[row] is Role.TOPIC_NAV
    share = _LINKED_SHARE if likely else _LINKED_SHARE_ELSEWHERE
    if len(links) == 1:  # as most rows have
        start, end, href = links[0]
        if not share * len(text) <= end - start <= _LINK_CHARS:
            return []
        name = text[start:end].strip(_EDGES)
        return [(name, href)] if name else []
    linked = 0
    for start, end, _ in links:
        if end - start > _LINK_CHARS:
            return []
        linked += end - start
    if linked < share * len(text):
        return []
    found = [(text[start:end].strip(_EDGES), href) for start, end, href in links]
    return [(name, href) for name, href in found if name]


def _container(view: View, row: int) -> int:
    """The innermost element around a row that has tags besides it."""
    elements = view.tape.elements
    first, end, parent = elements.first, elements.end, elements.parent
    element = view.tape.element[row]
    while element > 0 and end[element] - first[element] < 2:
        element = parent[element]
    return element


def _score(
    attrs: str, chance: float, links: list[tuple[str, str]], keywords: frozenset[str]
) -> float:
    """What speaks for tags: the labeller, ``rel=tag``, the declared keywords."""
    score = chance
    if "tag" in attrs and "tag" in attrs.split():
        score += 0.5
    if keywords:
        score += 0.6 * len([1 for name, _ in links if squash(name) in keywords]) / len(links)
    return score


_ELSEWHERE = 0.5  # of what speaks for tags of another article
_OTHERS = frozenset((Role.TEASER, Role.RELATED, Role.COMMENT))


def _keywords(view: View, jsonld: JsonLd) -> frozenset[str]:
    """What the page declares as its keywords, squashed."""
    found: list[str] = [value for name, value in view.tape.head.meta if name in _META]
    for node in jsonld.own_articles[:2]:
        value = node.get("keywords")
        found += [
            item
            for item in (value if isinstance(value, list) else [value])
            if isinstance(item, str)
        ]
    parts = (part for text in found[:100] for part in text[:2000].replace(";", ",").split(","))
    return frozenset(filter(None, map(squash, parts)))
