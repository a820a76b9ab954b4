"""The detector of languages against py3langid's own: the same answer to any text."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier, visit_counts

from bodycopy import native
from bodycopy.facts.language import detector
from bodycopy.facts.language.detector import Detector, load_detector

compiled = pytest.mark.skipif(native.ctext is None, reason="the package was built without C")

SENTENCES = (
    "The council voted on Tuesday to keep the pier open all winter.",
    "Der Rat hat am Dienstag beschlossen, die Seebrücke den ganzen Winter offen zu halten.",
    "Le conseil a décidé mardi de garder la jetée ouverte tout l'hiver.",
    "Rada zdecydowała we wtorek, że molo będzie otwarte przez całą zimę.",
    "Совет решил во вторник, что пирс будет открыт всю зиму.",
    "Η δημοτική αρχή αποφάσισε να μείνει ανοιχτή η προβλήτα.",
    "市議会は火曜日、冬の間も桟橋を開放することを決めた。",
    "市议会周二决定整个冬天开放码头。",
    "시의회는 화요일 겨울 내내 부두를 열기로 결정했다.",
    "قرر المجلس يوم الثلاثاء إبقاء الرصيف مفتوحا طوال الشتاء",
    "สภาลงมติเมื่อวันอังคารให้เปิดท่าเรือตลอดฤดูหนาว",
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(SENTENCES), max_size=8).map(" ".join),
    st.sampled_from(SENTENCES).map(str.upper),
)


@cache
def ours() -> Detector:
    """Our detector, loaded once."""
    return load_detector()


@cache
def theirs() -> LanguageIdentifier:
    """The detector as py3langid has it."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@given(TEXTS)
def test_ours_answers_as_theirs(text: str) -> None:
    """Language and probability are those of py3langid to the last bit."""
    assert ours().classify(text) == theirs().classify(text)


def test_each_sentence_has_a_language_of_its_own() -> None:
    """Eleven languages are told apart: the answers compared above are no constant."""
    assert len({ours().classify(sentence)[0] for sentence in SENTENCES}) == len(SENTENCES)


def test_what_is_not_compiled_answers_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the compiled walk py3langid's own is taken, and says the same."""
    with_it = [ours().rank(sentence) for sentence in SENTENCES]
    monkeypatch.setattr(detector, "ctext", None)
    assert [ours().rank(sentence) for sentence in SENTENCES] == with_it


@compiled
@given(st.one_of(TEXTS.map(str.encode), st.binary(max_size=300)))
def test_the_compiled_walk_meets_the_same_features(text: bytes) -> None:
    """Features, their counts and the order in which they are met first are py3langid's."""
    model = theirs()
    outputs = np.asarray(model.tk_output, np.int32)
    rows = [row << 8 for row in model.tk_row]
    expected = visit_counts(model.tk_nextmove, rows, model.tk_output, text) or {}
    assert native.ctext is not None
    found = native.ctext.visit_counts(model.tk_nextmove, model.tk_row, outputs, text)
    assert list(found.items()) == list(expected.items())
