"""Facts that flattened text shows in forms of its own: without links, breadcrumbs and frames.

# Strategy: a label says what the short lines under it are; a heading over further articles
# names the section; a box asking for consent may stand further down than on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import msgspec

from bodycopy.article import Embed, Image
from bodycopy.facts.found import Found, Names
from bodycopy.facts.language.bcp47 import normalise_tag
from bodycopy.facts.page import PageFacts
from bodycopy.facts.pictures.embeds import named_provider
from bodycopy.facts.view import View
from bodycopy.lexicon import phrase_role
from bodycopy.roles import Role
from bodycopy.word_lists import read_rows

__all__ = ["add_text_facts"]

_SOURCE = "text"


def add_text_facts(facts: PageFacts, view: View, language: str | None) -> PageFacts:
    """The facts, with what text alone shows where the finders of markup found nothing.

    ``language`` is what the caller says the text is in: it is not doubted.
    """
    filing, pictures = facts.filing, facts.pictures
    names = {facts.site_name.value.casefold()} if facts.site_name else set()
    section = filing.section or _section(view, names)
    topics = filing.topics or _topics(view)
    # Nothing is written anew for most texts: they show no more than the finders found.
    if section is not filing.section or topics is not filing.topics:
        filing = replace(filing, section=section, topics=topics)
    embeds = pictures.embeds or tuple(_withheld(view))
    if embeds or pictures.images:
        pictures = replace(pictures, embeds=embeds, images=_with_credits(pictures.images))
    told = normalise_tag(language) if language else None
    found = Found(told, "caller", language or "") if told else facts.language
    return replace(facts, filing=filing, pictures=pictures, language=found)


# --- section ---------------------------------------------------------------------------

_LONGEST_NAME, _MOST_WORDS = 40, 4


def _section(view: View, not_names: set[str]) -> Found | None:
    """The section named by the first line that heads further articles of it."""
    if not view.body:
        return None
    reach = range(view.body[0] + 1, view.body[-1] + 1 + _REACH)
    for row in view.rows(Role.RELATED, Role.TEASER, Role.TOPIC_NAV, Role.NAVIGATION):
        text = view.tape.texts[row]
        if row in reach and len(text) <= 2 * _LONGEST_NAME:
            name = section_named(text)
            if name and name.casefold() not in not_names:
                return Found(name, _SOURCE, text)
    return None


def section_named(text: str) -> str | None:
    """The section that a line like "Mehr aus Politik" names.

    >>> section_named("Mehr aus Politik"), section_named("More from our network")
    ('Politik', None)
    """
    text = text.strip(" :»›>→")
    folded = text.casefold()
    found = _forms().fullmatch(folded) if len(folded) == len(text) else None
    if found is None:
        return None
    start, end = next(span for span in found.regs[1:] if span[0] >= 0)
    name = text[start:end].strip()
    return name if _is_name(name) else None


def _is_name(name: str) -> bool:
    return (
        0 < len(name) <= _LONGEST_NAME
        and len(name.split()) <= _MOST_WORDS
        and not name[0].islower()
        and name[-1].isalnum()
        and name.casefold() not in _no_names()
    )


@cache
def _forms() -> re.Pattern[str]:
    """All forms, those that say most before the name first; the name is the group that matched."""
    forms = [
        form.partition("{}") for language, form in read_rows("more_from.tsv") if language != "-"
    ]
    forms.sort(key=lambda form: (-len(form[0]), -len(form[2]), form))
    spelled = (f"{re.escape(start)}(.+){re.escape(end)}" for start, _, end in forms)
    return re.compile("|".join(spelled))


@cache
def _no_names() -> frozenset[str]:
    return frozenset(form for language, form in read_rows("more_from.tsv") if language == "-")


# --- topics ----------------------------------------------------------------------------

_REACH = 40  # rows behind the body
_MOST_TOPICS = 20


def _topics(view: View) -> Names | None:
    """The short lines of topics under their label, or behind it on its own line."""
    if not view.body:
        return None
    last = view.body[-1]
    found: list[str] = []
    for row in view.rows(Role.TOPIC_NAV):
        if not last < row <= last + _REACH or len(found) >= _MOST_TOPICS:
            continue
        text = view.tape.texts[row]
        if phrase_role(text) is not Role.TOPIC_NAV:
            if found or _under_label(view, row):
                found.append(text)
        elif found:
            break
    names = tuple(dict.fromkeys(found))
    return Names(names, _SOURCE, "; ".join(names)) if names else None


def _under_label(view: View, row: int) -> bool:
    return row > 0 and phrase_role(view.tape.texts[row - 1]) is Role.TOPIC_NAV


# --- images ----------------------------------------------------------------------------


def _with_credits(images: Iterable[Image]) -> tuple[Image, ...]:
    """The images, a credit that stands alone joined to the caption before it.

    On a page the copy of the caption between them is in another element.
    """
    joined: list[Image] = []
    for image in images:
        last = joined[-1] if joined else None
        alone = image.credit and not image.caption and not image.url
        if alone and last and last.caption and not last.credit:
            joined[-1] = msgspec.structs.replace(last, credit=image.credit)
        else:
            joined.append(image)
    return tuple(joined)


# --- embeds ----------------------------------------------------------------------------

_BOX_REACH = 15  # rows behind the body: what else stands there is flattened, too


def _withheld(view: View) -> Iterator[Embed]:
    """Boxes that stand in for somebody's content and name whose."""
    if not view.body:
        return
    seen: set[str] = set()
    for row in view.rows(Role.EMBED_PLACEHOLDER):
        if view.body[0] < row <= view.body[-1] + _BOX_REACH:
            provider = named_provider(view.tape.texts[row])
            if provider and provider.name not in seen:
                seen.add(provider.name)
                kind = provider.kind or None
                yield Embed(kind=kind, provider=provider.name, withheld=True)
