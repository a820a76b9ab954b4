"""What bytes are that are no page: files, JSON, feeds and other data, named by their media type."""

from __future__ import annotations

import re

from bodycopy.decode import byte_order_mark, unmarked_utf16

__all__ = ["media_type"]

# Signatures of the WHATWG MIME Sniffing standard, and of common types that it leaves out.
# Those that text might begin with go on until it might not.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "application/pdf"),
    (rb"%!PS-Adobe-", "application/postscript"),
    (rb"\{\\rtf", "application/rtf"),
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"RIFF.{4}WEBP", "image/webp"),
    (rb"RIFF.{4}WAVE", "audio/wave"),
    (rb"RIFF.{4}AVI ", "video/avi"),
    (rb"BM.{4}\0{4}", "image/bmp"),
    (rb"II\*\0|MM\0\*", "image/tiff"),
    (rb"\0\0[\x01\x02]\0", "image/x-icon"),
    (rb"\0\0.{2}ftyp(?:avif|avis)", "image/avif"),
    (rb"\0\0.{2}ftyp(?:heic|heix|mif1|msf1)", "image/heic"),
    (rb"\0\0.{2}ftyp", "video/mp4"),
    (rb"\x1aE\xdf\xa3", "video/webm"),
    (rb"FLV\x01", "video/x-flv"),
    (rb"OggS\0", "application/ogg"),
    (rb"ID3[\x02-\x04]", "audio/mpeg"),
    (rb"fLaC\0", "audio/flac"),
    (rb"MThd\0\0\0\x06", "audio/midi"),
    (rb"\x1f\x8b\x08", "application/gzip"),
    (rb"\x28\xb5\x2f\xfd", "application/zstd"),
    (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", "application/zip"),
    (rb"BZh[1-9]1AY&SY", "application/x-bzip2"),
    (rb"\xfd7zXZ\0", "application/x-xz"),
    (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (rb"Rar!\x1a\x07", "application/x-rar-compressed"),
    (rb".{257}ustar", "application/x-tar"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (rb"wOFF", "font/woff"),
    (rb"wOF2", "font/woff2"),
    (rb"\0\x01\0\0|OTTO\0|ttcf\0", "font/sfnt"),
    (rb"\0asm", "application/wasm"),
    (rb"\x7fELF", "application/x-elf"),
    (rb"MZ.{1,62}\0\0", "application/x-msdownload"),
)
_SIGNATURE_PATTERNS = tuple((re.compile(p, re.DOTALL), name) for p, name in _SIGNATURES)
# An object, an array of objects, or an array of strings; "[Update] ..." is a text.
_JSON = re.compile(
    rb"""\s*+(?: (?:\[\s*+)*+ \{\s*+ (?: "(?:[^"\\]|\\.)*+" \s*+ : | \}\s*+ (?:[\],]|\Z) )
               | \[\s*+ "(?:[^"\\]|\\.)*+" \s*+ (?: ,\s*+" | \]\s*+\Z ) )""",
    re.VERBOSE | re.DOTALL,
)
# A document type may define entities in brackets: feeds do that for the letters of HTML.
_XML_PROLOG = rb"\s*+(?:<\?[^>]*+>\s*+|<!(?:--.*?--|[^>\[-][^>\[]*+(?:\[[^\]]*+\]\s*+)?+)>\s*+)*+"
_XML_ROOT = re.compile(
    _XML_PROLOG + rb"<(rss|feed|rdf:RDF|urlset|sitemapindex|svg)[\s>]", re.DOTALL
)
_XML_TYPES = {
    b"rss": "application/rss+xml",
    b"feed": "application/atom+xml",
    b"svg": "image/svg+xml",
}
_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|title|meta|script|div|p|h1|a)[\s>]", re.IGNORECASE
)
_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)))


def media_type(data: bytes) -> str | None:
    r"""The media type of bytes that are no page and no text, or None where they may be one.

    Judged by the bytes alone, whatever a header says: files with a signature, JSON, feeds,
    sitemaps and SVG; ``application/octet-stream`` for other binary data (the brotli format
    has no signature).

    >>> media_type(b"%PDF-1.7"), media_type(b'{"title": "x"}'), media_type(b"<p>Hello")
    ('application/pdf', 'application/json', None)
    """
    marked = byte_order_mark(data)
    if marked and marked != "utf-8":
        return None
    start = data[3:4096] if marked else data[:4096]
    if start.lstrip().startswith(b"<"):
        root = _XML_ROOT.match(start)
        return _XML_TYPES.get(root[1], "application/xml") if root else None
    for pattern, name in _SIGNATURE_PATTERNS:
        if pattern.match(start):
            return name
    if _JSON.match(start):
        return "application/json"
    return "application/octet-stream" if _is_binary(start) else None


def _is_binary(start: bytes) -> bool:
    """Control characters that text has none of; a page with some NULs in it is still a page."""
    controls = len(start) - len(start.translate(None, _CONTROLS))
    # Compressed or encrypted bytes have 11 %.
    if controls * 20 <= len(start):
        return False
    return not unmarked_utf16(start) and not _MARKUP.search(start)
