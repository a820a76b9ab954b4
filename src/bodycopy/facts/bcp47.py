"""Language tags as pages write them, made BCP 47 (RFC 5646)."""

from __future__ import annotations

import re

__all__ = ["normalise_tag", "primary"]

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-z\d]-.+)?"
)
# Country codes that stand where a language belongs; none of them is a language's code.
_COUNTRIES = {
    "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "ua": "uk", "vn": "vi",
}  # fmt: skip
# Codes that ISO 639-1 has withdrawn, as the IANA registry maps them.
_WITHDRAWN = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
# Undetermined, several, no language; and words of three letters that templates leave here.
_NO_LANGUAGE = frozenset(["und", "mul", "zxx", "mis", "xx", "utf", "nil", "na", "all"])


def normalise_tag(raw: str) -> str | None:
    """The tag with its language, script and region in their usual case; None for junk.

    >>> normalise_tag("DE_de"), normalise_tag("zh-hans-cn"), normalise_tag("utf-8")
    ('de-DE', 'zh-Hans-CN', None)
    """
    tag = re.split(r"[,;.@\s]", raw.strip()[:64], maxsplit=1)[0].replace("_", "-").lower()
    match = _TAG.fullmatch(tag)
    if match is None or match["language"] in _NO_LANGUAGE:
        return None
    language = match["language"]
    language = _COUNTRIES.get(language) or _WITHDRAWN.get(language) or language
    script, region = match["script"], match["region"]
    parts = [language, script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part)


def primary(tag: str) -> str:
    """The language of a normalised tag: ``de`` of ``de-AT``."""
    return tag.partition("-")[0]
