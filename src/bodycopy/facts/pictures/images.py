"""The pictures of the article, each with its caption and credit.

# Strategy: pictures, captions and credits that share an element are one figure. The labeller
# knows captions; the credit is what is left over of a caption when a declared caption is taken
# away, else what looks like a credit. A caption that the page repeats counts once.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from bodycopy.article import Image
from bodycopy.facts.dates.text import read_dates
from bodycopy.facts.head import meta_value
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.people.byline import read_byline
from bodycopy.facts.people.words import fold_word, words
from bodycopy.facts.pictures.credits import (
    Split,
    has_label,
    is_button,
    is_credit,
    is_name,
    split_credit,
    split_named,
)
from bodycopy.facts.pictures.figures import Figure, figure_around, find_figures, is_link
from bodycopy.facts.pictures.image_url import file_name, is_decoration
from bodycopy.facts.titles import fold, squash
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import Role
from bodycopy.tape import Context

__all__ = ["Images", "find_images"]


@dataclass(frozen=True, slots=True)
class Images:
    """The pictures, and the rows that turned out to be theirs or copies."""

    images: tuple[Image, ...] = ()
    roles: Mapping[int, Role] = field(default_factory=dict)


class _Part(NamedTuple):
    """One picture of a figure, with the rows that its texts come from."""

    row: int
    url: str | None
    caption: str | None
    credit: str | None
    rows: tuple[int, ...]


def find_images(view: View, jsonld: JsonLd, headline: int | None) -> Images:
    """The pictures of the article in page order; ``headline`` is the row of the headline."""
    declared = {file_name(url) for url in _declared(view, jsonld)} - {""}
    parts = [
        part
        for figure in find_figures(view, headline)
        if not figure.player
        for part in _parts(view, figure, declared)
    ]
    return _once(view, parts, declared)


# Probability below which a caption without picture and credit is none: on the labelled pages 4
# of 28 below it were captions, 19 of 25 above.
_SURE = 0.7


def _is_sure(view: View, part: _Part) -> bool:
    """Whether a picture, a credit or the labeller's certainty speaks for a caption."""
    if part.credit:
        return True
    if part.caption and _is_of_author(part.caption):
        return False
    return part.url is not None or any(view.chance(row, Role.CAPTION) >= _SURE for row in part.rows)


_LINE_CHARS = 80


def _is_of_author(caption: str) -> bool:
    """Whether a text beside a picture is a byline or a date: then the picture is a portrait."""
    if len(caption) > _LINE_CHARS:
        return False
    if caption[0].isdigit():
        return any(len(date.raw) * 5 >= len(caption) * 4 for date in read_dates(caption))
    return fold_word(caption.partition(" ")[0]) in words("by") and bool(read_byline(caption).names)


def _declared(view: View, jsonld: JsonLd) -> list[str]:
    """Addresses of the picture that the page declares as its own."""
    found = [meta_value(view.tape.head, name) for name in ("og:image", "twitter:image")]
    urls = [value[1] for value in found if value]
    for node in jsonld.own_articles[:1]:
        for value in _as_list(node.get("image"))[:3]:
            if isinstance(value, dict):
                value = jsonld.raw(value, "url") or jsonld.raw(value, "contentUrl")
            if isinstance(value, str):
                urls.append(value)
    return [url for url in urls if url.strip()]


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


# --- a figure's texts ------------------------------------------------------------------


def _parts(view: View, figure: Figure, declared: Set[str]) -> Iterator[_Part]:
    """The pictures of a figure: mostly one, several where several captions stand in it."""
    if not figure.rows and not _is_shown(view, figure, declared):
        return
    urls = deque(_urls(figure))
    captions = _declared_captions(figure)
    texts = _Texts()
    labelled = any(has_label(view.tape.texts[row]) for row in figure.rows)
    for rows, text in _lines(view, figure):
        behind = texts.caption is not None
        split = _split(view, captions, rows[0], text, behind=behind, labelled=labelled)
        if split.caption and texts.caption:
            yield texts.part(urls.popleft() if urls else None)
            texts = _Texts()
        texts.add(rows, split)
    if texts.rows or (urls and (not figure.rows or _is_shown(view, figure, declared))):
        yield texts.part(urls[0] if urls else None, figure.place)


def _lines(view: View, figure: Figure) -> Iterator[tuple[list[int], str]]:
    """The texts of a figure; those that only together make sense are joined.

    A bracket or a label at the end of a row waits for the next one.
    """
    waiting: list[int] = []
    text = ""
    for row in figure.rows:
        if not waiting and (is_link(view, row) or _is_of_player(view, row)):
            continue
        if is_button(view.tape.texts[row]):
            continue
        waiting.append(row)
        text = f"{text} {_without_more(view, row)}".strip()
        if text[-1:] not in _WAITS or len(waiting) > _MAX_WAITING:
            yield waiting, text
            waiting, text = [], ""
    if waiting:
        yield waiting, text


_WAITS = frozenset("(（[:：©")
_MAX_WAITING = 3  # rows
# Players print how long their video runs: `21.04.2024 | 3:18 min`, `Audio 03:07 Min.`
_LENGTH = re.compile(
    r"\d:\d\d\s*(?:min|мин|分|dk|ph)|\A(?:audio|video|vidéo|podcast)\b|\(\d{1,2}:\d\d(?::\d\d)?\)\Z",
    re.IGNORECASE,
)


def _is_of_player(view: View, row: int) -> bool:
    """Whether a row captions a player, or names the speaker of a quotation."""
    quoted = bool(view.tape.context[row] & _QUOTE) or (
        row > 0 and bool(view.tape.context[row - 1] & _QUOTE) and _same_figure(view, row - 1, row)
    )
    return quoted or _LENGTH.search(view.tape.texts[row][-60:]) is not None


def _same_figure(view: View, one: int, two: int) -> bool:
    elements, leaf = view.tape.elements, view.tape.leaf
    figure = figure_around(elements, leaf[two])
    return figure >= 0 and figure == figure_around(elements, leaf[one])


_QUOTE = int(Context.QUOTE)
_MORE_CHARS = 14


def _without_more(view: View, row: int) -> str:
    """The text without the link at its end that unfolds the rest: ``more >``."""
    text = view.tape.texts[row]
    links = view.tape.links.get(row)
    if links:
        start, end, _ = links[-1]
        rest = text[start:]
        if end >= len(text) - 2 and len(rest) <= _MORE_CHARS and rest[:1].islower():
            text = text[:start]
    return _once_said(fold(text))


_SAID_CHARS = 40


def _once_said(text: str) -> str:
    """The text up to where it begins anew: a copy for those who do not see the picture."""
    again = text.find(text[:_SAID_CHARS], _SAID_CHARS) if len(text) > 2 * _SAID_CHARS else -1
    return text[:again].rstrip() if again > 0 else text


class _Texts:
    """Caption and credit as they are gathered from the rows of one picture."""

    def __init__(self) -> None:
        self.caption: str | None = None
        self.credit: str | None = None
        self.rows: list[int] = []

    def add(self, rows: Sequence[int], split: Split) -> None:
        self.rows += rows
        self.caption = self.caption or split.caption
        if not split.credit:
            return
        if self.credit is None:
            self.credit = split.credit
        elif len(self.credit) < _MAX_CREDIT and squash(split.credit) not in squash(self.credit):
            self.credit = f"{self.credit} {split.credit}"

    def part(self, url: str | None, place: int | None = None) -> _Part:
        row = self.rows[0] if self.rows else place or 0
        return _Part(row, url, self.caption, self.credit, tuple(self.rows))


def _split(
    view: View, captions: Sequence[str], row: int, text: str, *, behind: bool, labelled: bool
) -> Split:
    """Caption and credit of a text; ``behind`` where the figure has a caption already.

    ``captions`` are those that the pictures of the figure declare; ``labelled`` says whether
    some text of the figure is called a credit.
    """
    if behind and is_name(text):
        return Split(None, text)
    split = _by_declared(text, captions) or split_credit(text)
    if split.credit is None and split.caption and _holds_credit(view, row):
        split = split_named(text)
    if split.caption is None or split.credit is not None:
        return split
    named = (view.roles[row] is Role.CREDIT and not labelled) or _is_called_credit(view, row)
    if named or is_credit(text):
        return Split(None, text)
    return split


# Names of inline elements of a caption that hold its credit.
_CREDIT_NAMES = re.compile(
    r"credit|copyright|source|author|photograph|fotograf|byline|rights|agency|quelle|nachweis"
    r"|auteur|autor|fonte|fuente|provider",
    re.IGNORECASE,
)
_MAX_INLINE = 8


def _holds_credit(view: View, row: int) -> bool:
    """Whether an inline element of the row, but not its first, is named after credits."""
    elements = view.tape.elements
    block, leaf = view.tape.element[row], view.tape.leaf[row]
    for element in range(block + 1, min(block + 1 + _MAX_INLINE, len(elements.tag))):
        if elements.first[element] != row or elements.end[element] > row + 1:
            return False
        if element == leaf or elements.parent[leaf] == element:
            continue
        if elements.tag[element] == "cite" or _CREDIT_NAMES.search(elements.attrs[element]):
            return True
    return False


def _is_called_credit(view: View, row: int) -> bool:
    elements = view.tape.elements
    leaf = view.tape.leaf[row]
    return bool(token_hints(elements.attrs[leaf]) & Hint.CREDIT)


_LEAST_CAPTION = 12
_DECLARED = ("alt", "title", "data-caption", "data-title")
_MAX_CREDIT = 90


def _declared_captions(figure: Figure) -> list[str]:
    """What the pictures of a figure say of themselves in their attributes."""
    return [
        fold(marker.attributes[name])
        for marker in figure.markers[:_MAX_DECLARED]
        for name in _DECLARED
        if len(marker.attributes.get(name, "")) >= _LEAST_CAPTION
    ]


_MAX_DECLARED = 8


def _by_declared(text: str, captions: Sequence[str]) -> Split | None:
    """The split that a picture's own attributes prove: the caption stands there without credit."""
    for known in captions:
        if len(known) < len(text) and text.startswith(known):
            rest = text[len(known) :].strip(" .|/-–—,;()")
            if is_button(rest):
                return split_credit(known)
            if 2 < len(rest) <= _MAX_CREDIT and not _continues(text, known):
                return Split(known, rest)
    return None


def _continues(text: str, known: str) -> bool:
    """Whether the text goes on in the same sentence: then the rest is caption too."""
    rest = text[len(known) :].lstrip()
    if rest[:1].islower() or rest[:1] in _GOING_ON:
        return True
    # "＝１３日午後１０時３１分": when it was taken, not by whom.
    return rest[:1] == "＝" and any(map(str.isdigit, rest))


_GOING_ON = frozenset(",;、，；")


# --- a figure's picture ------------------------------------------------------------------


def _urls(figure: Figure) -> Iterator[str]:
    """The addresses of a figure's pictures, one a picture however many versions there are."""
    sources: list[int] = []
    seen: set[str] = set()
    for place, marker in enumerate(figure.markers):
        if marker.tag == "source":
            sources.append(place)
            continue
        url, sources = figure.url(place) or _first_url(figure, sources), []
        if url is None or is_decoration(marker.attributes, url):
            continue
        name = file_name(url)
        if name not in seen:
            seen.add(name)
            yield url
    if not seen:
        url = _first_url(figure, sources)
        if url:
            yield url


def _first_url(figure: Figure, places: Sequence[int]) -> str | None:
    """The address of the first of a figure's markers that has one."""
    return next(filter(None, map(figure.url, places)), None)


def _is_shown(view: View, figure: Figure, declared: Set[str]) -> bool:
    """Whether a picture without text is one of the article.

    A figure between its rows is one, and above them the picture that the page declares.
    """
    body = view.body
    if not body or not figure.markers:
        return False
    if figure.place <= body[0] and declared:
        # The last marker is the picture itself, before it are its versions.
        last = len(figure.markers) - 1
        urls = map(figure.url, (last, *range(min(last, _MAX_DECLARED))))
        return any(url and file_name(url) in declared for url in urls)
    tag = view.tape.elements.tag[figure.element]
    return tag == "figure" and body[0] <= figure.place <= body[-1]


# --- all of the page --------------------------------------------------------------------


def _once(view: View, parts: Sequence[_Part], declared: Set[str]) -> Images:
    """The pictures without copies; the lead marked; the rows with the role that they have."""
    images: list[Image] = []
    roles: dict[int, Role] = {}
    captions: dict[str, int] = {}
    names: dict[str, int] = {}
    opening = view.body[0] if view.body else len(view.tape)
    for part in parts:
        caption, name = squash(part.caption or ""), file_name(part.url or "")
        known = captions.get(caption) if caption else names.get(name)
        if known is not None and not _is_other(images[known], part):
            roles |= dict.fromkeys(part.rows, Role.BOILERPLATE)
            images[known] = _completed(images[known], part)
            continue
        if not _is_sure(view, part):
            continue
        bare = names.get(name) if name else None
        if bare is not None and images[bare].credit and caption and not part.credit:
            continue  # the title of a player whose still the picture is
        roles |= _roles(view, part)
        if bare is not None and images[bare].caption is None:
            images[bare] = _completed(images[bare], part)  # a copy of the picture has the caption
            place = bare
        elif bare is not None and part.credit and not images[bare].credit:
            captions.pop(squash(images[bare].caption or ""), None)
            images[bare] = replace(images[bare], caption=part.caption, credit=part.credit)
            place = bare
        else:
            place = len(images)
            lead = not images and (part.row <= opening or name in declared)
            images.append(Image(url=part.url, caption=part.caption, credit=part.credit, lead=lead))
        for key, table in ((caption, captions), (name, names)):
            if key:
                table.setdefault(key, place)
    return Images(tuple(images), roles)


def _is_other(image: Image, part: _Part) -> bool:
    """Whether a picture is another one though its caption is the same: somebody else took it."""
    if not (part.url and image.url and part.caption and part.credit and image.credit):
        return False
    return file_name(part.url) != file_name(image.url) and (
        squash(part.credit) != squash(image.credit)
    )


def _roles(view: View, part: _Part) -> dict[int, Role]:
    """Rows of a picture that the labeller took for something else."""
    found = {}
    for row in part.rows:
        if view.roles[row] not in (Role.CAPTION, Role.CREDIT):
            credit = not part.caption or is_credit(view.tape.texts[row])
            found[row] = Role.CREDIT if credit else Role.CAPTION
    return found


def _completed(image: Image, part: _Part) -> Image:
    """The picture with what only its copy tells."""
    return Image(
        url=image.url or part.url,
        caption=image.caption or part.caption,
        credit=image.credit or part.credit,
        lead=image.lead,
    )
