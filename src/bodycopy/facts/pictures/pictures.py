"""What stands between the paragraphs: pictures with captions and credits, embeds, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bodycopy.article import Embed, Image
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.pictures.corrections import find_corrections
from bodycopy.facts.pictures.embeds import find_embeds
from bodycopy.facts.pictures.images import find_images
from bodycopy.facts.view import View
from bodycopy.roles import Role

__all__ = ["Pictures", "find_pictures"]


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the article shows besides its text; empty where it shows nothing."""

    images: tuple[Image, ...] = ()
    embeds: tuple[Embed, ...] = ()
    corrections: tuple[str, ...] = ()
    roles: Mapping[int, Role] = field(default_factory=dict)
    """Rows that turned out to be captions, credits, placeholders, corrections or copies."""


def find_pictures(view: View, jsonld: JsonLd, headline: int | None) -> Pictures:
    """The pictures, embeds and corrections; ``headline`` is the row of the headline."""
    found = find_images(view, jsonld, headline)
    return Pictures(
        images=found.images,
        embeds=find_embeds(view, headline),
        corrections=find_corrections(view, headline),
        roles=found.roles,
    )
