"""The addresses of the videos that a page embeds."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

__all__ = ["movies_of"]

# Hosts that newspaper looks for; part of a host's name is enough (www.youtube-nocookie.com).
_PROVIDERS = ("youtube", "youtu.be", "vimeo", "dailymotion", "kewego", "twitch")


def movies_of(html: str, base: str) -> list[str]:
    """Absolute addresses of embedded videos of the known providers, each once, in page order."""
    parser = LexborHTMLParser(html.encode("utf-8", "replace"))
    elements = parser.css("iframe[src], embed[src], video[src], video source[src]")
    found = (_absolute(element.attributes.get("src") or "", base) for element in elements)
    return list(dict.fromkeys(address for address in found if _is_movie(address)))


def _absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:  # "http://[" is no address
        return ""


def _is_movie(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return any(provider in host for provider in _PROVIDERS)
