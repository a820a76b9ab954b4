"""Language tags as pages write them, made BCP 47 (RFC 5646)."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["normalise_tag", "primary"]

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-z\d]-.+)?"
)
_ENDS = re.compile(r"[,;.@\s]")
# Country codes that stand where a language belongs; none of them is a language's code.
_COUNTRIES = {
    "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "ua": "uk", "vn": "vi",
}  # fmt: skip
# Codes that ISO 639-1 has withdrawn, as the IANA registry maps them.
_WITHDRAWN = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
# ISO 639-2 codes, bibliographic and terminological, of languages that have one of two letters,
# which RFC 5646 prefers (https://www.loc.gov/standards/iso639-2/php/code_list.php).
_THREE = dict(
    pair.split(":")
    for pair in """
    afr:af alb:sq sqi:sq amh:am ara:ar arm:hy hye:hy aze:az baq:eu eus:eu bel:be ben:bn bos:bs
    bul:bg bur:my mya:my cat:ca chi:zh zho:zh cze:cs ces:cs dan:da deu:de ger:de dut:nl nld:nl
    ell:el gre:el eng:en epo:eo est:et fin:fi fra:fr fre:fr fry:fy geo:ka kat:ka gle:ga glg:gl
    guj:gu hau:ha heb:he hin:hi hrv:hr hun:hu ibo:ig ice:is isl:is ind:id ita:it jpn:ja kan:kn
    kaz:kk khm:km kin:rw kor:ko kur:ku lao:lo lat:la lav:lv lit:lt mac:mk mkd:mk mal:ml mar:mr
    may:ms msa:ms mlt:mt mon:mn nep:ne nno:nn nob:nb nor:no orm:om pan:pa per:fa fas:fa pol:pl
    por:pt pus:ps ron:ro rum:ro rus:ru sin:si slk:sk slo:sk slv:sl sna:sn som:so spa:es srp:sr
    swa:sw swe:sv tam:ta tel:te tgl:tl tha:th tur:tr ukr:uk urd:ur uzb:uz vie:vi wel:cy cym:cy
    xho:xh yid:yi yor:yo zul:zu""".split()
)
# Undetermined, several, no language; and words of three letters that templates leave here.
_NO_LANGUAGE = frozenset(["und", "mul", "zxx", "mis", "xx", "utf", "nil", "na", "all"])


def normalise_tag(raw: str) -> str | None:
    """The tag with its language, script and region in their usual case; None for junk.

    >>> normalise_tag("DE_de"), normalise_tag("zh-hans-cn"), normalise_tag("utf-8")
    ('de-DE', 'zh-Hans-CN', None)
    """
    return _normalised(raw.strip()[:64])


@lru_cache(512)  # pages declare few different tags, and each several times
def _normalised(raw: str) -> str | None:
    tag = _ENDS.split(raw, maxsplit=1)[0].replace("_", "-").lower()
    match = _TAG.fullmatch(tag)
    if match is None or match["language"] in _NO_LANGUAGE:
        return None
    language = match["language"]
    for table in (_COUNTRIES, _WITHDRAWN, _THREE):
        language = table.get(language, language)
    script, region = match["script"], match["region"]
    parts = [language, script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part)


def primary(tag: str) -> str:
    """The language of a normalised tag: ``de`` of ``de-AT``."""
    return tag.partition("-")[0]
