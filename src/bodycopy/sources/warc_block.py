"""What a whole WARC record is to us: a page, none by its kind, or one that cannot be used."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from bodycopy.sources.http_block import parse_http
from bodycopy.sources.record import Item, Record, Refused, Skipped
from bodycopy.sources.warc_header import Header

__all__ = ["LARGEST", "block_digest_is_wrong", "item_of", "refused"]

# 64 MiB; crawlers cut pages at 1 to 5 MiB, what is larger is a film or an archive.
LARGEST = 64 << 20

_NO_PAGES = frozenset({"warcinfo", "request", "metadata"})


def item_of(header: Header, block: bytes, source: str, offset: int, length: int) -> Item:
    """The page of a record whose block is whole, or why it gives none."""
    kind = header.kind
    if kind in _NO_PAGES:
        return Skipped(kind)
    if kind == "conversion":
        return _text_page(header, block, source, offset, length)
    if kind not in {"response", "resource"}:
        return refused(header, source, offset, length, f"warc_{_known(kind)}")
    http = parse_http(block, LARGEST)
    if http.status and not 200 <= http.status < 300:
        return refused(header, source, offset, length, "http_status", str(http.status))
    declared = http.content_type
    if not http.status:
        declared = header.fields.get("content-type")
    seen = header.fields.get("warc-identified-payload-type")
    if not _may_be_html(seen or declared):
        return refused(
            header, source, offset, length, "not_html", f"declared as {seen or declared}"
        )
    return Record(
        source=source,
        offset=offset,
        length=length,
        payload=http.body,
        is_cut=_is_cut(header) or len(http.body) >= LARGEST,
        url=_url(header),
        content_type=declared,
        record_id=header.fields.get("warc-record-id"),
        date=header.fields.get("warc-date"),
        digest=header.fields.get("warc-payload-digest"),
    )


def _text_page(header: Header, block: bytes, source: str, offset: int, length: int) -> Record:
    return Record(
        source=source,
        offset=offset,
        length=length,
        payload=block,
        is_text=True,
        is_cut=_is_cut(header),
        url=_url(header),
        content_type=header.fields.get("content-type"),
        record_id=header.fields.get("warc-record-id"),
        date=header.fields.get("warc-date"),
        digest=header.fields.get("warc-block-digest"),
    )


def refused(
    header: Header,
    source: str,
    offset: int,
    length: int | None,
    reason: str,
    detail: str = "",
    errored: bool = False,
) -> Refused:
    """A record of this header that gives no page, with what names it."""
    return Refused(
        source=source,
        offset=offset,
        length=length,
        reason=reason,
        detail=detail,
        errored=errored,
        url=_url(header),
        record_id=header.fields.get("warc-record-id"),
        date=header.fields.get("warc-date"),
    )


def _is_cut(header: Header) -> bool:
    """The crawler stopped before the end: for its length, for time, for a lost connection."""
    return bool(header.fields.get("warc-truncated"))


def _url(header: Header) -> str | None:
    url = header.fields.get("warc-target-uri")
    # WARC 1.0 wrote addresses in angle brackets, and some tools still do.
    return url.strip("<>") if url else None


_OTHER_KINDS = frozenset({"revisit", "continuation"})


def _known(kind: str) -> str:
    return kind if kind in _OTHER_KINDS else "unknown_type"


_HTML_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "application/vnd.wap.xhtml+xml",
        "application/xml",
        "text/xml",
        "application/octet-stream",
        "unknown/unknown",
    }
)
_TYPE = re.compile(r"\s*([a-z]+/[a-z0-9.+-]+)\s*(?:[;,]|$)", re.IGNORECASE)


def _may_be_html(declared: str | None) -> bool:
    """Not refused by its declared type: HTML, a type that says nothing, or no type at all."""
    match = _TYPE.match(declared or "")
    return match is None or match[1].lower() in _HTML_TYPES


_LENGTHS = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}


def block_digest_is_wrong(header: Header, block: bytes) -> bool:
    """The record states a digest of its block that the block does not have.

    A digest that is missing, or of an algorithm or form that we do not know, is not wrong.
    """
    algorithm, _, stated = header.fields.get("warc-block-digest", "").partition(":")
    algorithm = algorithm.strip().lower().replace("-", "")
    size = _LENGTHS.get(algorithm)
    stated_bytes = _digest_bytes(stated.strip(), size) if size else None
    if stated_bytes is None:
        return False
    return hashlib.new(algorithm, block, usedforsecurity=False).digest() != stated_bytes


def _digest_bytes(stated: str, size: int) -> bytes | None:
    try:
        if len(stated) == 2 * size:
            return bytes.fromhex(stated)
        digest = base64.b32decode(stated.upper() + "=" * (-len(stated) % 8))
    except (ValueError, binascii.Error):
        return None
    return digest if len(digest) == size else None
