"""Write ``src/bodycopy/data/weekdays.tsv``: the names of the days of the week, from CLDR.

    python -m tools.write_weekdays

Needs Babel, which carries the CLDR; the package itself reads the table and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers
from tools.write_months import LANGUAGES, folded, is_name

TARGET = Path(__file__).parent.parent / "src" / "bodycopy" / "data" / "weekdays.tsv"
HEAD = """\
# Names of the days of the week as dates have them: language, name.
# Source: Unicode CLDR 47, gregorian calendar, wide and abbreviated forms, as in Babel; Unicode
# License v3. Written by tools/write_weekdays.py. In lower case, without the last full stop.
"""


def names() -> set[tuple[str, str]]:
    """Language and name, lower case."""
    found = set()
    for identifier in sorted(locale_identifiers()):
        if identifier.partition("_")[0] in LANGUAGES:
            locale = Locale.parse(identifier)
            for context in locale.days.values():
                for width in ("wide", "abbreviated"):
                    days = map(folded, dict(context.get(width, {})).values())
                    found |= {(locale.language, day) for day in days if is_name(day)}
    return found


def main() -> None:
    """Write the table."""
    rows = (f"{language}\t{name}\n" for language, name in sorted(names()))
    TARGET.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
