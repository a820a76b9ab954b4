"""Third-party content between the paragraphs, shown or withheld until the reader consents.

# Strategy: the provider is known by the host of a frame, by the class that its script looks
# for, or by its name in the text of the box that stands in its place. Frames of others are
# ads and counters as often as not: they are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bodycopy.article import Embed
from bodycopy.facts.view import View
from bodycopy.lexicon import words_of_consent
from bodycopy.roles import Role
from bodycopy.tape import Marker
from bodycopy.word_lists import read_rows

__all__ = ["find_embeds", "named_provider", "provider_of"]


class Provider(NamedTuple):
    """Whose content it is, and of what kind."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Placed:
    row: int
    embed: Embed


def find_embeds(view: View, headline: int | None) -> tuple[Embed, ...]:
    """The embeds from the headline to the end of the body, in page order."""
    if not view.body:
        return ()
    start = min(view.body[0], view.body[0] if headline is None else headline)
    rows = range(start, view.body[-1] + _BELOW)
    found = [*_framed(view, rows), *_quoted(view, rows)]
    shown = {(placed.embed.provider, placed.row) for placed in found}
    for placed in _withheld(view, rows):
        near = range(placed.row - _NEAR, placed.row + _NEAR + 1)
        if not any((placed.embed.provider, row) in shown for row in near):
            found.append(placed)
    return tuple(placed.embed for placed in sorted(found, key=lambda placed: placed.row))


_BELOW = 3  # rows behind the last one of the body
_NEAR = 3  # rows between a box and the frame that it speaks of


# --- frames and players ------------------------------------------------------------------

_FRAMES = frozenset(("iframe", "embed", "object", "amp-iframe", "amp-video-iframe"))
_PLAYERS = {"video": "video", "audio": "audio", "amp-video": "video", "amp-audio": "audio"}
_AMP = {
    "amp-youtube": Provider("video", "YouTube"),
    "amp-twitter": Provider("post", "X"),
    "amp-instagram": Provider("post", "Instagram"),
    "amp-facebook": Provider("post", "Facebook"),
    "amp-vimeo": Provider("video", "Vimeo"),
    "amp-dailymotion": Provider("video", "Dailymotion"),
    "amp-soundcloud": Provider("audio", "SoundCloud"),
    "amp-tiktok": Provider("video", "TikTok"),
}


def _framed(view: View, rows: range) -> Iterator[_Placed]:
    body = range(view.body[0], view.body[-1] + 1)
    for marker in view.tape.markers:
        if marker.row not in rows:
            continue
        kind = _PLAYERS.get(marker.tag)
        if marker.tag in _FRAMES or marker.tag in _AMP:
            provider, waits = _of_frame(marker)
            if provider:
                yield _Placed(
                    marker.row, Embed(kind=provider.kind, provider=provider.name, withheld=waits)
                )
        elif (kind == "video" and _is_content(marker)) or (kind and marker.row in body):
            yield _Placed(marker.row, Embed(kind=kind))


def _of_frame(marker: Marker) -> tuple[Provider | None, bool]:
    """The provider of a frame, and whether its address waits for a script or for consent."""
    known = _AMP.get(marker.tag)
    if known:
        return known, False
    for name, value in marker.attributes.items():
        if name in _ADDRESSES or (name.startswith("data-") and "//" in value[:12]):
            provider = provider_of(value)
            if provider:
                return provider, any(word in name for word in _CONSENT_NAMES)
    return None, False


_ADDRESSES = frozenset(("src", "data", "data-src", "data-url", "data-lazy-src"))
_CONSENT_NAMES = ("cmp", "consent", "cookie", "usercentrics", "blocked", "suppressed", "iub")


def _is_content(marker: Marker) -> bool:
    """Whether a video is one to be watched, not a picture that moves."""
    return "loop" not in marker.attributes


# --- quotations of posts -----------------------------------------------------------------

_HOLDERS = frozenset(("blockquote", "div", "section", "figure"))


def _quoted(view: View, rows: range) -> Iterator[_Placed]:
    """Posts that stand on the page as text until the provider's script replaces them."""
    elements = view.tape.elements
    names = _classes()
    tags, attrs = elements.tag, elements.attrs
    start = view.tape.element[rows.start]
    inside = -1
    for element in range(start, len(tags)):
        if tags[element] != "blockquote" and "-" not in attrs[element]:
            continue
        if tags[element] not in _HOLDERS or not attrs[element]:
            continue
        first = elements.first[element]
        if first >= rows.stop:
            return
        if first < inside:
            continue
        words = attrs[element].split(None, _MAX_WORDS)[:_MAX_WORDS]
        if names.keys().isdisjoint(words):
            continue
        for word in words:
            provider = names.get(word)
            if provider:
                inside = elements.end[element]
                yield _Placed(first, Embed(kind=provider.kind, provider=provider.name))
                break


_MAX_WORDS = 12


# --- boxes in the place of content -------------------------------------------------------

_BOXES = (Role.EMBED_PLACEHOLDER, Role.CONSENT)


def _withheld(view: View, rows: range) -> Iterator[_Placed]:
    """Boxes that ask for consent, neighbouring rows together."""
    group: list[int] = []
    for row in view.rows(*_BOXES):
        if row not in rows:
            continue
        if group and row > group[-1] + 2:
            yield from _box(view, group)
            group = []
        group.append(row)
    if group:
        yield from _box(view, group)


def _box(view: View, group: list[int]) -> Iterator[_Placed]:
    text = " ".join(view.tape.texts[row] for row in group[:_MAX_ROWS])
    provider = named_provider(text)
    placeholder = any(view.roles[row] is Role.EMBED_PLACEHOLDER for row in group)
    asks = bool(words_of_consent(text)) or Role.CONSENT in {view.roles[row] for row in group}
    if provider is None and not (placeholder and asks):
        return
    kind, name = provider or (None, None)
    yield _Placed(group[0], Embed(kind=kind or None, provider=name, withheld=asks))


_MAX_CHARS = 1_500  # of a box that are read
_MAX_ROWS = 40
# `einen externen Inhalt von Outbrain UK Ltd`, `content from Example`, `contenu de Example`
_CONTENT_OF = re.compile(
    r"(?:inhalte?n?s?|beitrag|video|karte|content|contenus?|contenidos?|contenut[oi]|conteúdos?"
    r"|inhoud|inhold|indhold|innhold|innehåll|treści|treść|obsah|sisältö|tartalom|media)"
    r"\s(?:von|vom|from|by|provided by|de|di|do|da|van|fra|från|av|od|z)\s"
    r"((?-i:[A-Z0-9])[\w&+-]*(?:\.[\w&+-]+)*(?:\s(?-i:[A-Z])[\w&+-]*(?:\.[\w&+-]+)*){0,4})",
    re.IGNORECASE,
)


def named_provider(text: str) -> Provider | None:
    """The provider that the text of a box names; of unknown kind where it is not a known one.

    >>> named_provider("An dieser Stelle steht ein externer Inhalt von Outbrain UK Ltd, der ...")
    Provider(kind='', name='Outbrain UK Ltd')
    >>> named_provider("Watch on YouTube: cookies needed").name
    'YouTube'
    """
    text = text[:_MAX_CHARS]
    found = _names().search(text)
    if found:
        return _by_name()[found[0].casefold()]
    said = _CONTENT_OF.search(text)
    return Provider("", said[1].rstrip(".,")) if said else None


# --- the table of providers ---------------------------------------------------------------

_HOST = re.compile(
    r"(?:https?:)?//(?:www\.|m\.|embed\.|player\.)?([^/?#:]{1,200})(?::\d+)?(/[^?#]{0,60})?"
)


def provider_of(url: str) -> Provider | None:
    """The provider of an address, by its host.

    >>> provider_of("//www.youtube-nocookie.com/embed/a1").name
    'YouTube'
    """
    parts = _HOST.match(url.strip()[:400])
    if parts is None:
        return None
    hosts = _hosts()
    host, path = parts[1].lower(), parts[2] or ""
    for known, provider in _paths():
        if f"{host}{path}".startswith(known):
            return provider
    labels = host.split(".")[-6:]
    for start in range(len(labels) - 1):
        found = hosts.get(".".join(labels[start:]))
        if found:
            return found
    return None


@cache
def _rows() -> tuple[tuple[Provider, tuple[str, ...], tuple[str, ...]], ...]:
    rows = read_rows("embed_providers.tsv")
    return tuple(
        (Provider(kind, name), _split(keys), _split(names)) for kind, name, keys, names in rows
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(" | ") if part)


@cache
def _hosts() -> dict[str, Provider]:
    return {key: provider for provider, keys, _ in _rows() for key in keys if "/" not in key}


@cache
def _paths() -> tuple[tuple[str, Provider], ...]:
    """Hosts whose path tells the service, the longest first."""
    found = [(key, provider) for provider, keys, _ in _rows() for key in keys if "/" in key]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _classes() -> dict[str, Provider]:
    return {key: provider for provider, keys, _ in _rows() for key in keys if "." not in key}


@cache
def _by_name() -> dict[str, Provider]:
    return {
        name.casefold(): provider
        for provider, _, names in _rows()
        for name in (provider.name, *names)
        if name != "X"
    }


@cache
def _names() -> re.Pattern[str]:
    names = sorted(map(re.escape, _by_name()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE)
