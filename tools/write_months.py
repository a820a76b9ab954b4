"""Write ``src/bodycopy/data/months.tsv``: the names of the months in all languages of CLDR.

    python tools/write_months.py

Needs Babel, which carries the CLDR; the package itself reads the table and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

TARGET = Path(__file__).parent.parent / "src" / "bodycopy" / "data" / "months.tsv"
HEAD = """\
# Names of the months as dates have them: language, month (1 to 12), name.
# Source: Unicode CLDR 47, gregorian calendar, wide and abbreviated forms, as in Babel; Unicode
# License v3. Written by tools/write_months.py. In lower case, without the last full stop.
# Persian months stand under fa-persian, numbered from Farvardin.
"""
# Spellings that papers use and CLDR does not list; own compilation.
MORE: dict[str, dict[int, str]] = {
    "de": {1: "jänner jän jaen", 2: "feber feb", 3: "mrz maerz", 9: "sep", 12: "dezember"},
    "en": {6: "june", 7: "july", 9: "sep sept"},
    "es": {1: "ene", 9: "setiembre set sep", 12: "dic"},
    "fr": {1: "jan", 2: "fevrier fév fev", 8: "aout", 12: "decembre"},
    "he": {3: "מרס", 5: "מאי"},
    "id": {8: "agt agu", 11: "nop"},
    "pt": {2: "fev", 9: "set", 10: "out", 12: "dez"},
    "ru": {2: "фев", 5: "май", 6: "июн", 7: "июл", 9: "сен", 11: "ноя"},
    "tr": {2: "şub", 8: "ağu", 9: "eyl"},
    "uk": {2: "лют", 5: "трав", 6: "черв", 7: "лип", 8: "серп", 9: "вер", 11: "лис"},
    "hi": {9: "सितम्बर", 10: "अक्तूबर", 11: "नवम्बर", 12: "दिसम्बर"},
    "ar": {
        1: "جانفي يناير", 2: "فيفري", 4: "ابريل إبريل أفريل", 6: "جوان", 7: "جويلية",
        8: "اغسطس أوت غشت", 9: "شتنبر", 10: "اكتوبر أكتوبر", 11: "نونبر", 12: "دجنبر",
    },
}  # fmt: skip
# Languages that CLDR covers well, and that papers on the web are written in: the names of
# smaller ones would be taken for words of these.
LANGUAGES = frozenset(
    """af am ar as az be bg bn br bs ca ceb ckb cs cy da de el en eo es et eu fa fi fil fo fr fy ga
    gd gl gu ha he hi hr hu hy id ig is it ja jv ka kk km kn ko kok ku ky lb lo lt lv mk ml mn mr
    ms mt my nb ne nl nn no oc om or pa pl ps pt rm ro ru rw sd si sk sl so sq sr sv sw ta te tg th
    ti tk tr tt ug uk ur uz vi xh yi yo zh zu""".split()
)
PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"


def names() -> dict[tuple[str, int], set[str]]:
    """The names of every month in every language, lower case."""
    found: dict[tuple[str, int], set[str]] = {}
    for identifier in sorted(locale_identifiers()):
        if identifier.partition("_")[0] not in LANGUAGES:
            continue
        locale = Locale.parse(identifier)
        for context in locale.months.values():
            for width in ("wide", "abbreviated"):
                for month, name in dict(context.get(width, {})).items():
                    found.setdefault((locale.language, month), set()).add(folded(name))
    for language, more in MORE.items():
        for month, spellings in more.items():
            found[language, month] |= set(spellings.split())
    for month, name in enumerate(PERSIAN.split(), 1):
        found["fa-persian", month] = {name}
    return found


def folded(name: str) -> str:
    """The name in lower case, without a full stop at its end."""
    return " ".join(name.lower().replace("\u200e", "").split()).rstrip(".")


def is_name(name: str) -> bool:
    """Whether it is a word: ``5月`` and ``M05`` are read as numbers."""
    return len(name) > 1 and not any(character.isdigit() for character in name)


def main() -> None:
    """Write the table."""
    rows = [
        f"{language}\t{month}\t{name}\n"
        for (language, month), spellings in sorted(names().items())
        for name in sorted(spellings)
        if is_name(name)
    ]
    TARGET.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
