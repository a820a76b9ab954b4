"""The word lists as data, and what they are known to say in the languages of the newsrooms."""

from __future__ import annotations

import re
import unicodedata
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.lexicon import Hint, names_error_page, phrase_role, phrase_roles, token_hints
from bodycopy.roles import BODY_ROLES, Role
from growth import LIMIT, growth

EVERY_LIST = sorted(
    file.name
    for file in resources.files("bodycopy").joinpath("data").iterdir()
    if file.name.endswith(".tsv")
)
# Those that the lexicon reads, and their columns.
LISTS = {
    "agencies.tsv": 2,
    "consent_words.tsv": 2,
    "error_titles.tsv": 2,
    "phrases.tsv": 4,
    "tokens.tsv": 2,
}
"""The lists and their columns."""
ALL_HINTS = sum(Hint)


def read(name: str) -> str:
    """The word list as it is written."""
    return resources.files("bodycopy").joinpath("data", name).read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    """The rows of a word list without the comments."""
    return [line.split("\t") for line in read(name).splitlines() if not line.startswith("#")]


# --- the lists -------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_LIST)
def test_list_opens_with_comments_that_name_its_source(name: str) -> None:
    """What the list is and where it is from stands over the rows, and no comment among them."""
    lines = read(name).splitlines()
    comments = [line for line in lines if line.startswith("#")]
    assert comments
    assert lines[: len(comments)] == comments
    assert re.search(r"\b(source|compil\w+)\b", "\n".join(comments), re.I)


@pytest.mark.parametrize("name", LISTS)
def test_list_is_a_plain_table(name: str) -> None:
    """Every row has all its cells, none empty, padded or decomposed; the last line is ended."""
    text = read(name)
    assert text.endswith("\n")
    assert "\r" not in text
    assert [row for row in rows(name) if len(row) != LISTS[name]] == []
    cells = [cell for row in rows(name) for cell in row]
    assert [cell for cell in cells if not cell or " ".join(cell.split()) != cell] == []
    assert [cell for cell in cells if unicodedata.normalize("NFC", cell) != cell] == []


@pytest.mark.parametrize("name", LISTS)
def test_list_is_sorted_and_has_every_row_once(name: str) -> None:
    """A row has one place, so that two people who add it collide; phrases sort without match."""
    found = rows(name)
    keys = [[*row[:2], row[-1]] for row in found] if name == "phrases.tsv" else found
    assert keys == sorted(keys)
    assert len({tuple(row) for row in found}) == len(found)


def test_every_token_gives_its_hint() -> None:
    """Each token is of a hint that exists and, as a class name, tells it."""
    found = rows("tokens.tsv")
    known = {str(hint.name).lower(): hint for hint in Hint}
    assert {name for name, _ in found} == set(known)
    assert [row for row in found if not token_hints(row[1]) & known[row[0]]] == []


def test_phrases_have_known_roles_languages_and_matches() -> None:
    """A phrase says a role that is left out or beside the body, in a language, in one way."""
    found = rows("phrases.tsv")
    assert {Role(row[0]) for row in found}.isdisjoint(BODY_ROLES)
    assert [row for row in found if not re.fullmatch("[a-z]{2,3}", row[1])] == []
    assert {row[2] for row in found} == {"exact", "start", "any"}


def test_a_phrase_says_one_role() -> None:
    """No text is filed under two roles: which one won would hang on the order of the rows."""
    roles: dict[tuple[str, str], set[str]] = {}
    for role, _, match, phrase in rows("phrases.tsv"):
        roles.setdefault((match, phrase), set()).add(role)
    assert {key: said for key, said in roles.items() if len(said) > 1} == {}


def test_phrases_are_written_as_they_are_compared() -> None:
    """Folded case, digits as ``#``, nothing at the ends of an exact phrase that folding strips."""
    found = rows("phrases.tsv")
    assert [row for row in found if row[3] != row[3].casefold()] == []
    assert [row for row in found if re.search(r"\d", row[3])] == []
    ends = ' .,:;!?…·•*|/-–—_~=<>«»„“”"()[]{}'
    assert [row for row in found if row[2] == "exact" and row[3].strip(ends) != row[3]] == []


def test_every_phrase_is_found() -> None:
    """Each phrase is known where it is printed as its match says, with a number for ``#``.

    An exact phrase says its own role; at a start or anywhere a longer phrase may know better.
    """
    found = rows("phrases.tsv")
    printed = {"exact": "{}", "start": "{} Ell", "any": "{}"}
    roles = phrase_roles([printed[row[2]].format(row[3].replace("#", "27")) for row in found])
    said = list(zip(found, roles, strict=True))
    assert [row[3] for row, role in said if role is None] == []
    assert [row[3] for row, role in said if row[2] == "exact" and role != row[0]] == []


def test_every_agency_is_a_source_line() -> None:
    """An agency's short form alone, in capitals or brackets, is the credit of the text."""
    names = [name for _, name in rows("agencies.tsv")]
    printed = [form for name in names for form in (name, name.upper(), f"({name})")]
    assert [form for form in printed if phrase_role(form) is not Role.SOURCE_LINE] == []


def test_error_titles_are_recognised() -> None:
    """Each listed title is one of an error page, alone and in front of a site's name."""
    titles = [title for _, title in rows("error_titles.tsv")]
    assert [title for title in titles if not names_error_page(title)] == []
    assert [title for title in titles if not names_error_page(f"{title.upper()} - Herald")] == []


# --- names of elements -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("attrs", "hint"),
    [
        ("article-body", Hint.BODY),
        ("c-article__body js-foo", Hint.BODY),
        ("articleBody", Hint.BODY),
        ("ArticleBody", Hint.BODY),
        ("ARTICLE-BODY", Hint.BODY),
        ("related-articles", Hint.RELATED),
        ("relatedArticles", Hint.RELATED),
        ("cookie-consent", Hint.CONSENT),
        ("newsletter_signup", Hint.NEWSLETTER),
        ("share-buttons", Hint.SHARE),
        ("social-share", Hint.SHARE),
        ("comments", Hint.COMMENT),
        ("paywall", Hint.PAYWALL),
        ("byline", Hint.BYLINE),
        ("breadcrumb", Hint.NAVIGATION),
        ("site-footer", Hint.FOOTER),
        ("sidebar", Hint.SIDEBAR),
        ("advertisement", Hint.AD),
        ("standfirst", Hint.STANDFIRST),
        ("kicker", Hint.KICKER),
        ("caption", Hint.CAPTION),
    ],
)
def test_names_tell_what_an_element_holds(attrs: str, hint: Hint) -> None:
    """Hyphens, underscores, capitals and camelCase write the same words."""
    assert token_hints(attrs) & hint


@pytest.mark.parametrize(
    "attrs",
    ["", " ", "css-1q2w3e", "col-md-8 px-4", "x1n2onr6", "shadow", "header-adjusted", "broadcast"],
)
def test_other_names_tell_nothing_of_ads_and_comments(attrs: str) -> None:
    """Words that only contain a telling one (``ad`` in ``shadow``) are other words."""
    assert not token_hints(attrs) & (Hint.AD | Hint.COMMENT | Hint.SHARE | Hint.CONSENT)


@given(st.text(st.characters()))
def test_any_names_give_known_hints(attrs: str) -> None:
    """Any attribute value gives bits of the known hints, the same ones twice."""
    found = token_hints(attrs)
    assert 0 <= found <= ALL_HINTS
    assert token_hints(attrs) == found


# --- words of a text -------------------------------------------------------------------

AD_LABELS = {
    "ar": "إعلان",
    "cs": "Reklama",
    "da": "Annonce",
    "de": "Anzeige",
    "el": "Διαφήμιση",
    "en": "Advertisement",
    "es": "Publicidad",
    "fa": "تبلیغات",
    "fi": "Mainos",
    "fr": "Publicité",
    "he": "פרסומת",
    "hi": "विज्ञापन",
    "hu": "Hirdetés",
    "id": "Iklan",
    "it": "Pubblicità",
    "ja": "広告",
    "ko": "광고",
    "nl": "Advertentie",
    "pt": "Publicidade",
    "ru": "Реклама",
    "sv": "Annons",
    "th": "โฆษณา",
    "tr": "Reklam",
    "uk": "Реклама",
    "vi": "Quảng cáo",
    "zh": "广告",
}
READ_ALSO = {
    "ar": "اقرأ أيضا",
    "de": "Lesen Sie auch",
    "en": "Read also",
    "es": "Lea también",
    "fr": "Lire aussi",
    "it": "Leggi anche",
    "ja": "関連記事",
    "nl": "Lees ook",
    "pl": "Czytaj także",
    "pt": "Leia também",
    "ru": "Читайте также",
    "sv": "Läs också",
    "tr": "İlgili Haberler",
    "uk": "Читайте також",
    "zh": "相关阅读",
}


@pytest.mark.parametrize("language", AD_LABELS)
def test_ad_labels_are_known(language: str) -> None:
    """The label over an advertisement is known, in capitals, brackets or between dashes too."""
    label = AD_LABELS[language]
    for printed in (label, label.upper(), f"[{label}]", f"– {label} –", f"{label}:"):
        assert phrase_role(printed) is Role.AD_LABEL, printed


@pytest.mark.parametrize("language", READ_ALSO)
def test_read_also_lines_are_known(language: str) -> None:
    """The line over further reading is known with its colon and without."""
    assert phrase_role(READ_ALSO[language]) is Role.RELATED
    assert phrase_role(f"{READ_ALSO[language]}:") is Role.RELATED


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Weiterlesen nach der Anzeige", Role.AD_LABEL),
        ("Article continues below advertisement", Role.AD_LABEL),
        ("Share this article", Role.SHARE),
        ("Artikel teilen", Role.SHARE),
        ("Partager sur Facebook", Role.SHARE),
        ("Compartir en WhatsApp", Role.SHARE),
        ("Поделиться", Role.SHARE),
        ("We value your privacy", Role.CONSENT),
        ("Wir verwenden Cookies", Role.CONSENT),
        ("Nous utilisons des cookies", Role.CONSENT),
        ("12 Kommentare", Role.COMMENT),
        ("Comments (3)", Role.COMMENT),
        ("Leave a comment", Role.COMMENT),
        ("3 commentaires", Role.COMMENT),
        ("12 комментариев", Role.COMMENT),
        ("Most read", Role.TEASER),
        ("Meistgelesen", Role.TEASER),
        ("Les plus lus", Role.TEASER),
        ("+++ Alle Entwicklungen im Liveblog +++", Role.LIVEBLOG_PROMO),
        ("RND/dpa", Role.SOURCE_LINE),
        ("(dpa)", Role.SOURCE_LINE),
        ("AFP, Reuters", Role.SOURCE_LINE),
        ("mkl/dpa", Role.SOURCE_LINE),
    ],
)
def test_standing_phrases_are_known(text: str, role: Role) -> None:
    """What newsrooms print around an article, word for word and on every page."""
    assert phrase_role(text) is role


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "–",
        "#",
        "27",
        "Weiterlesen macht klug, sagt die Lehrerin.",
        "Die Anzeige wurde am Montag bei der Polizei in Rathenow erstattet.",
        "The advertisement had been seen by two million people, the agency said.",
        "Share prices fell by a third on Tuesday.",
        "Comments by the minister had angered the unions.",
        "Cookies are best when they are still warm, says the baker.",
        "La publicité pour le tabac est interdite depuis trente ans.",
        "Die dpa hatte am Morgen anders berichtet.",
        "either/or",
        "km/h",
        "1/2",
        "+++",
        "広告業界は、二年ぶりに回復した。",
    ],
)
def test_sentences_with_such_words_are_not(text: str) -> None:
    """A sentence of somebody's that has one of those words in it is a sentence."""
    assert phrase_role(text) is None


def test_long_texts_are_sentences() -> None:
    """What opens like a read-also line and goes on for a paragraph is not known by heart."""
    text = "Lesen Sie auch: " + "so hieß es lange, bevor der Verlag die Zeile strich, " * 10
    assert phrase_role(text) is None


@given(st.lists(st.text(st.characters()), max_size=8))
def test_any_texts_are_looked_up(texts: list[str]) -> None:
    """Any texts give a role or None each, the same ones together as one by one."""
    roles = phrase_roles(texts)
    assert roles == [phrase_role(text) for text in texts]
    assert all(role is None or role not in BODY_ROLES for role in roles)


@pytest.mark.parametrize(
    ("title", "error"),
    [
        ("404 Not Found", True),
        ("Page not found - Tarn Valley Observer", True),
        ("403 Forbidden", True),
        ("Seite nicht gefunden", True),
        ("Page introuvable", True),
        ("Página no encontrada", True),
        ("Страница не найдена", True),
        ("ページが見つかりません", True),
        ("页面不存在", True),
        ("", False),
        ("Council votes for a new footbridge", False),
        ("Peugeot 404 turns sixty", False),
        ("Forbidden love: the opera that a town waited for", False),
        ("Vermisste Katze nach drei Wochen in Rathenow wiedergefunden", False),
        (
            "How a page not found in any archive for two hundred years came back to Ell in a box",
            False,
        ),
    ],
)
def test_titles_of_error_pages(title: str, error: bool) -> None:
    """Servers say "not found" in few words; reporters say it in more, about other things."""
    assert names_error_page(title) is error


@given(st.text(st.characters()))
def test_any_title_is_judged(title: str) -> None:
    """Any title is one of an error page or not; no text breaks the search."""
    assert isinstance(names_error_page(title), bool)


NEAR_MISSES = {
    "phrase": "weiterlesen nach der anzeig ",
    "liveblog": "+++ a ++",
    "agencies": "dpa/afp,",
    "edges": "–«([",
    "digits": "1 2 34 ",
    "dense": "广 告关",
    "words": "related-article_relatedArticl ",
    "capitals": "aA",
}


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("miss", NEAR_MISSES)
@pytest.mark.parametrize("ask", [phrase_role, token_hints, names_error_page])
def test_near_misses_take_linear_time(ask: object, miss: str) -> None:
    """A text that almost matches, over and over, to a hundred thousand characters."""
    part = NEAR_MISSES[miss]
    assert callable(ask)
    assert growth(ask, lambda size: part * (size // len(part)) + "x", 100_000) < LIMIT


@pytest.mark.parametrize("miss", NEAR_MISSES)
def test_many_near_misses_take_linear_time(miss: str) -> None:
    """A page of labels that almost match: each is looked up on its own."""
    part = NEAR_MISSES[miss]

    def labels(size: int) -> list[str]:
        return [f"{part * (number % 9 + 1)}{number}" for number in range(size // (5 * len(part)))]

    assert growth(phrase_roles, labels, 100_000) < LIMIT
