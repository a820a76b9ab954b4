"""Style sheets without anything that fetches, hides the page or covers it.

# Strategy: no parser of CSS agrees with every browser, so nothing is parsed. Every name in front
# of a bracket that is not on the list of harmless functions becomes one that no browser knows,
# and so does every at-rule; escapes, by which a name could be spelled otherwise, go first. What
# browsers do not know, they pass over.
"""

from __future__ import annotations

import re

__all__ = ["safe_declarations", "safe_sheet"]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
# White space behind a hexadecimal escape is part of it.
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?")
_CALL = re.compile(r"(?<![-\w\\])([-\w\\]*+)\(")
_AT_RULE = re.compile(r"@([-\w\\]*+)")
# What stands over the page wherever one scrolls would hide the blocks below it.
_PINNED = re.compile(r"position\s*+:\s*+(?:fixed|sticky|-webkit-sticky)", re.I)

_MAX_CHARS = 1_000_000  # of one sheet; a longer one is left out whole

_HARMLESS = frozenset(
    "calc var rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark min max clamp "
    "env attr counter counters linear-gradient radial-gradient conic-gradient "
    "repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient "
    "-webkit-linear-gradient -webkit-radial-gradient translate translatex translatey translate3d "
    "scale scalex scaley scale3d rotate rotatex rotatey rotatez skew skewx skewy matrix "
    "perspective cubic-bezier steps minmax repeat fit-content blur brightness contrast grayscale "
    "opacity saturate sepia drop-shadow inset circle ellipse polygon not is where has matches "
    "nth-child nth-last-child nth-of-type nth-last-of-type lang dir host and or only layer "
    "selector supports format".split()
) | {""}
_HARMLESS_RULES = frozenset(("media", "supports", "layer", "container"))


def safe_sheet(css: str) -> str:
    """A style sheet that loads nothing and runs nothing; empty where it is too long to be one.

    >>> safe_sheet("@import 'a.css'; p { color: red; background: URL(//x.example/a.png) }")
    "@none 'a.css'; p { color: red; background: none(//x.example/a.png) }"
    """
    return _without_fetches(css).replace("</", "< /") if len(css) <= _MAX_CHARS else ""


def safe_declarations(style: str) -> str:
    r"""The value of a ``style`` attribute that loads nothing and opens no rule of its own.

    >>> safe_declarations(r"width: calc(2em + 1px); cursor: u\72 l(a)")
    'width: calc(2em + 1px); cursor: none(a)'
    """
    return _without_fetches(style)


def _without_fetches(css: str) -> str:
    css = _COMMENT.sub(" ", css)
    css = _ESCAPE.sub(_spelled, css)
    css = _AT_RULE.sub(_known_rule, css)
    css = _CALL.sub(_known_call, css)
    return _PINNED.sub("position:relative", css)


def _spelled(escape: re.Match[str]) -> str:
    """The character that is meant; letters, signs and figures are nothing to spell like that."""
    number = int(escape[1], 16)
    telling = 0xA0 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return chr(number) if telling else "_"


def _known_call(call: re.Match[str]) -> str:
    return call[0] if call[1].lower().lstrip(":") in _HARMLESS else "none("


def _known_rule(rule: re.Match[str]) -> str:
    return rule[0] if rule[1].lower() in _HARMLESS_RULES else "@none"
