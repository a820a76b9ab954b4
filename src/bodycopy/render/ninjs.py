"""Article → IPTC ninjs 3.0 (News in JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bodycopy.article import Article, Image
from bodycopy.render.address import base_of, uri
from bodycopy.render.html import to_html
from bodycopy.render.text import body_text
from bodycopy.render.times import rfc_3339
from bodycopy.roles import Role

__all__ = ["to_ninjs"]

Item = dict[str, Any]


def to_ninjs(
    article: Article,
    *,
    links: bool = True,
    emphasis: bool = True,
    images: bool = True,
    tables: bool = True,
    standfirst: bool = True,
    indent: int | None = 2,
) -> str:
    """The article as a ninjs 3.0 item of type ``text``.

    ``uri`` is the article's canonical address or its address; without one, a ``urn:uuid``
    made of its headline and text, the same for the same article. Fields that the article does
    not have are left out, and so are dates without time and offset, which ninjs does not
    allow. The body stands there twice, as ``text/plain`` and as ``text/html``: ``links``,
    ``emphasis`` and ``images`` speak of the latter; ``images`` of the associations too, which
    are the article's images, and the entries of a liveblog follow them.
    Without ``indent`` it is one line.
    """
    addressed = uri(article.canonical_url or "", "") or uri(article.url or "", "")
    name = addressed or _made_up_name(article)
    markup = to_html(
        article,
        links=links,
        emphasis=emphasis,
        images=images,
        tables=tables,
        standfirst=standfirst,
    )
    text = body_text(article, tables=tables, standfirst=False)
    item: Item = {
        "uri": name,
        "standard": _STANDARD,
        "type": "text",
        "representationType": "partial" if article.truncated else "full",
        **_dates(article),
        "language": article.language,
        "headlines": [
            *_valued("main", article.headline),
            *_valued("kicker", article.kicker),
        ],
        "descriptions": list(_valued("summary", article.standfirst)) if standfirst else [],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text},
            {"role": "main", "contentType": "text/html", "value": markup},
        ],
        **_credits(article),
        "subjects": list(_subjects(article)),
        "usageTerms": article.access.value if article.access else None,
        "associations": list(_associations(article, name, images=images, tables=tables)),
    }
    return json.dumps(_filled(item), indent=indent, ensure_ascii=False)


def _made_up_name(article: Article) -> str:
    # Only here: few articles are without an address, and uuid is slow to import.
    from uuid import NAMESPACE_URL, uuid5

    return uuid5(NAMESPACE_URL, f"{article.headline}\n{article.text}").urn


_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def _filled(item: Item) -> Item:
    return {name: value for name, value in item.items() if value not in (None, "", [], {})}


def _dates(article: Article) -> Item:
    published, modified = article.date_published, article.date_modified
    return {
        "firstCreated": rfc_3339(published.value if published else None),
        "versionCreated": rfc_3339(modified.value if modified else None),
    }


def _valued(role: str, value: str | None) -> Iterator[Item]:
    if value:
        yield {"role": role, "value": value}


def _credits(article: Article) -> Item:
    sources: list[Item] = [{"name": agency} for agency in article.agencies]
    if article.source_line:
        sources.append({"literal": article.source_line})
    publisher = article.publisher
    dateline = article.dateline
    organisations = []
    if publisher:
        address = uri(publisher.url or "", "")
        about = {"name": publisher.name, "uri": address}
        organisations = [_filled(about) | {"rel": "publisher"}] if _filled(about) else []
    return {
        "by": ", ".join(article.authors),
        "infoSources": sources,
        "organisations": organisations,
        "located": (", ".join(dateline.places) or dateline.text) if dateline else None,
    }


def _subjects(article: Article) -> Iterator[Item]:
    if article.section:
        yield {"name": article.section, "rel": "section"}
    for topic in article.topics:
        yield {"name": topic, "rel": "topic"}


def _associations(article: Article, name: str, *, images: bool, tables: bool) -> Iterator[Item]:
    base = base_of(article)
    for number, image in enumerate(article.images if images else (), 1):
        yield _picture(image, number, name, base)
    for number, update in enumerate(article.live_updates, 1):
        text = "\n\n".join(
            block.text for block in update.body if tables or block.role is not Role.TABLE
        )
        yield _filled(
            {
                "name": update.headline or update.time or f"update {number}",
                "uri": f"{name}#update-{number}",
                "type": "text",
                "firstCreated": rfc_3339(update.time),
                "headlines": list(_valued("main", update.headline)),
                "bodies": [{"role": "main", "contentType": "text/plain", "value": text}],
            }
        )


def _picture(image: Image, number: int, name: str, base: str) -> Item:
    address = uri(image.url or "", base)
    return _filled(
        {
            "name": "lead image" if image.lead else f"image {number}",
            "uri": address or f"{name}#image-{number}",
            "type": "picture",
            "descriptions": list(_valued("caption", image.caption)),
            "by": image.credit,
            "renditions": [{"name": "original", "href": address}] if address else [],
        }
    )
