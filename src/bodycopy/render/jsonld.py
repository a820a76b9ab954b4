"""Article → schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bodycopy.article import Access, Article, Comment, Embed, Image, LiveUpdate, PageType, Publisher
from bodycopy.render.address import absolute_address, base_of
from bodycopy.render.text import body_text
from bodycopy.render.times import iso_8601
from bodycopy.roles import Role

__all__ = ["to_jsonld"]

Node = dict[str, Any]


def to_jsonld(
    article: Article,
    *,
    images: bool = True,
    tables: bool = True,
    comments: bool = True,
    standfirst: bool = True,
    indent: int | None = 2,
) -> str:
    """The article as a schema.org ``NewsArticle``, a liveblog as a ``LiveBlogPosting``.

    Fields that the article does not have are left out, and so are dates and addresses that
    schema.org's types do not allow. ``articleBody`` is the text of the body, ``abstract`` the
    standfirst; entries of a liveblog are ``liveBlogUpdate``, comments ``comment`` with the
    replies inside. ``isAccessibleForFree`` is false for metered and paid articles. The string
    can stand in a ``<script type="application/ld+json">`` as it is: it holds no ``<``.
    Without ``indent`` it is one line.
    """
    base = base_of(article)
    node: Node = {
        "@context": "https://schema.org",
        "@type": _type(article),
        **_about(article),
        **_credits(article),
        "articleBody": body_text(article, tables=tables, standfirst=False),
        "liveBlogUpdate": [_update(update, tables=tables) for update in article.live_updates],
        "hasPart": [_embed(embed) for embed in article.embeds],
    }
    if standfirst:
        node["abstract"] = article.standfirst
    if images:
        node["image"] = [_image(image, base) for image in article.images]
    if comments and article.comments:
        node["commentCount"] = len(article.comments)
        node["comment"] = _threads(article.comments)
    if not article.live_updates:
        del node["liveBlogUpdate"]
    text = json.dumps(_filled(node), indent=indent, ensure_ascii=False)
    # "</script>" in a headline would end the element that the string stands in.
    return text.replace("<", r"\u003c")


def _type(article: Article) -> str:
    is_live = article.page_type is PageType.LIVEBLOG or article.live_updates
    return "LiveBlogPosting" if is_live else "NewsArticle"


def _filled(node: Node) -> Node:
    """The node without what is empty, down to its last part."""
    found: Node = {}
    for name, value in node.items():
        if isinstance(value, dict):
            value = _filled(value)
        elif isinstance(value, list):
            value = [_filled(one) if isinstance(one, dict) else one for one in value]
            value = [one for one in value if one not in ("", {}) and not _is_bare(one)]
        if value not in (None, "", [], {}) and not _is_bare(value):
            found[name] = value
    return found


def _is_bare(value: object) -> bool:
    """Whether a node says nothing but what type it is of."""
    return isinstance(value, dict) and value.keys() == {"@type"}


def _about(article: Article) -> Node:
    return {
        "url": _web(article.canonical_url, article.url),
        "headline": article.headline,
        "inLanguage": article.language,
        "datePublished": iso_8601(article.date_published.value if article.date_published else None),
        "dateModified": iso_8601(article.date_modified.value if article.date_modified else None),
        "articleSection": article.section,
        "keywords": list(article.topics),
        "isAccessibleForFree": article.access is Access.FREE if article.access else None,
        "isPartOf": {"@type": "WebSite", "name": article.site_name},
    }


def _credits(article: Article) -> Node:
    dateline = article.dateline
    node: Node = {
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "sourceOrganization": [_organization(name) for name in article.agencies],
        "creditText": article.source_line,
        "publisher": _publisher(article.publisher),
        "locationCreated": [
            {"@type": "Place", "name": place} for place in (dateline.places if dateline else ())
        ],
        "correction": list(article.corrections),
    }
    if dateline and _type(article) == "NewsArticle":  # a property of this type alone
        node["dateline"] = dateline.text
    return node


def _organization(name: str | None) -> Node:
    return {"@type": "Organization", "name": name}


def _publisher(publisher: Publisher | None) -> Node:
    if publisher is None:
        return {}
    return _organization(publisher.name) | {"url": _web(publisher.url)}


def _web(*addresses: str | None) -> str | None:
    """The first that is an address."""
    found = (absolute_address(address or "", "") for address in addresses)
    return next(filter(None, found), None)


def _image(image: Image, base: str) -> Node:
    return {
        "@type": "ImageObject",
        "url": absolute_address(image.url or "", base),
        "caption": image.caption,
        "creditText": image.credit,
    }


def _embed(embed: Embed) -> Node:
    return {
        "@type": "CreativeWork",
        "genre": embed.kind,
        "provider": _organization(embed.provider),
    }


def _update(update: LiveUpdate, *, tables: bool) -> Node:
    return {
        "@type": "BlogPosting",
        "headline": update.headline,
        "datePublished": iso_8601(update.time),
        "articleBody": "\n\n".join(
            block.text for block in update.body if tables or block.role is not Role.TABLE
        ),
    }


_DEEPEST = 50  # replies inside each other; what is deeper stands beside its parent


def _threads(comments: Sequence[Comment]) -> list[Node]:
    """Comments with their replies, which follow them on the page, inside of them."""
    threads: list[Node] = []
    opened: list[Node] = []
    for comment in comments:
        del opened[min(max(comment.depth, 0), _DEEPEST) :]
        node = _comment(comment)
        if opened:
            opened[-1].setdefault("comment", []).append(node)
        else:
            threads.append(node)
        opened.append(node)
    return threads


def _comment(comment: Comment) -> Node:
    return {
        "@type": "Comment",
        "text": comment.text,
        "author": {"@type": "Person", "name": comment.author},
        "dateCreated": iso_8601(comment.date_published) or iso_8601(comment.time),
    }
