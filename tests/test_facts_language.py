"""The language: declared, doubted by cheap signs, detected where need be."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.language.bcp47 import normalise_tag
from bodycopy.facts.language.language import find_language
from bodycopy.facts.language.script import fits_script, main_script
from bodycopy.tape import Head

ENGLISH = (
    "The rain returned to the valleys of the north on Monday, and the river rose to the edge "
    "of the old bridge. People who live in the lower streets of the town were asked to leave "
    "their houses, and the school was closed for the rest of the week."
)
GERMAN = (
    "Der Regen ist am Montag in die Täler des Nordens zurückgekehrt, und der Fluss stieg bis "
    "an den Rand der alten Brücke. Wer in den unteren Straßen der Stadt wohnt, sollte sein "
    "Haus verlassen, und die Schule blieb für den Rest der Woche geschlossen."
)
RUSSIAN = (
    "В понедельник дождь вернулся в долины на севере, и река поднялась до края старого моста. "
    "Жителей нижних улиц попросили покинуть дома, а школа закрыта до конца недели."
)
JAPANESE = "月曜日、北の谷に雨が戻り、川は古い橋の端まで水位が上がった。住民は避難を求められた。"


def find(text: str, lang: str = "", jsonld: str = "", **meta: str) -> tuple[str, str] | None:
    """Value and source of what is found in a text under these declarations."""
    names = tuple((name.replace("_", ":", 1), value) for name, value in meta.items())
    head = Head(lang=lang, meta=names)
    found = find_language(head, JsonLd((jsonld,) if jsonld else ()), lambda: text)
    return (found.value, found.source) if found else None


@pytest.mark.parametrize(
    ("raw", "tag"),
    [
        ("de", "de"),
        ("DE_de", "de-DE"),
        ("en-us", "en-US"),
        ("de_DE.UTF-8", "de-DE"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH"),
        ("en, fr", "en"),
        ("ger", "de"),
        ("jp", "ja"),
        ("iw_IL", "he-IL"),
        ("fil", "fil"),
        ("utf-8", None),
        ("und", None),
        ("x-default", None),
        ("English", None),
        ("", None),
        ("<?php", None),
    ],
)
def test_tags_are_normalised_to_bcp_47(raw: str, tag: str | None):
    """Case, underscores, old and three-letter codes; junk is no tag."""
    assert normalise_tag(raw) == tag


def test_a_true_declaration_keeps_its_region():
    """html:lang is the first source, then the others in their order."""
    assert find(GERMAN, lang="de-AT") == ("de-AT", "html:lang")
    assert find(GERMAN, og_locale="de_DE") == ("de-DE", "meta:og:locale")
    script = '{"@type":"Article","headline":"x","inLanguage":"de"}'
    assert find(GERMAN, jsonld=script) == ("de", "jsonld:inLanguage")


def test_a_templates_english_over_another_language_is_a_lie():
    """Text in the same script, but without the little words of English."""
    assert find(GERMAN, lang="en-US", og_locale="en_US") == ("de", "detected")


def test_english_under_another_declaration_is_found_too():
    """The reverse: an English article in a German template."""
    assert find(ENGLISH, lang="de") == ("en", "detected")


def test_a_script_that_the_language_is_not_written_in_is_a_lie():
    """Cyrillic or Japanese text under ``en``."""
    assert find(RUSSIAN, lang="en") == ("ru", "detected")
    assert find(JAPANESE, lang="en") == ("ja", "detected")


def test_contradicting_declarations_are_settled_by_the_text():
    """The declaration that the text confirms wins, with its region."""
    assert find(GERMAN, lang="en", og_locale="de_CH") == ("de-CH", "meta:og:locale")


def test_names_of_one_language_do_not_contradict_each_other():
    """Norwegian is ``no`` and ``nb``."""
    assert find("", lang="nb-NO", og_locale="no_NO") == ("nb-NO", "html:lang")


def test_an_undeclared_language_is_detected_and_a_short_text_is_not():
    """None where there is too little to go by."""
    assert find(GERMAN) == ("de", "detected")
    assert find("Regen") is None
    assert find("") is None


def test_a_declaration_stands_where_the_text_is_too_short_to_doubt_it():
    """No text, no doubt."""
    assert find("Regen", lang="en") == ("en", "html:lang")


def test_scripts_are_told_by_their_letters():
    """Kana make Japanese; few letters make nothing."""
    assert main_script(GERMAN) == "Latn"
    assert main_script(RUSSIAN) == "Cyrl"
    assert main_script(JAPANESE) == "Kana"
    assert main_script("12.30 – 14.00") is None
    assert fits_script("sr", "Latn")
    assert fits_script("sr", "Cyrl")
    assert not fits_script("en", "Arab")


def test_the_detector_is_not_loaded_for_a_page_that_tells_the_truth():
    """Its model costs half a second: only doubt pays for it."""
    code = (
        "import sys; from bodycopy.facts.language.language import find_language;"
        "from bodycopy.facts.jsonld import JsonLd; from bodycopy.tape import Head;"
        f"find_language(Head(lang='de'), JsonLd(()), lambda: {GERMAN!r});"
        "print('py3langid' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=400))
def test_no_declaration_and_no_text_make_it_raise(lang: str, locale: str, text: str):
    """What comes out is a tag that normalises to itself."""
    found = find(text, lang=lang, og_locale=locale)
    if found is not None:
        assert normalise_tag(found[0]) == found[0]


@given(st.text())
def test_normalising_is_done_once(raw: str):
    """A normalised tag stays what it is."""
    tag = normalise_tag(raw)
    assert tag is None or normalise_tag(tag) == tag
