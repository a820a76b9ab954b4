"""The compiled functions against their Python twins: the same answer to anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from authored import NAMES, tape_of
from bodycopy import features, lexicon, native
from bodycopy.assemble import state
from bodycopy.facts import titles
from bodycopy.facts.language import script
from bodycopy.features import compiled as compiled_features
from bodycopy.features import displayed_title, measure, tokens
from bodycopy.features import in_numpy as numpy_features
from bodycopy.features.tokens import hash_names, hash_words, tokenise
from bodycopy.label import net
from bodycopy.lexicon import hint_column, phrase_roles, token_hints
from bodycopy.lines import compiled as compiled_lines
from bodycopy.lines import features as line_features
from bodycopy.lines import in_numpy as numpy_lines
from bodycopy.lines import net as line_net
from bodycopy.lines.features import measure_lines
from bodycopy.lines.plaintext import PlainText, read_text
from bodycopy.scan import scan
from bodycopy.tape import Tape

compiled = pytest.mark.skipif(native.ctext is None, reason="the package was built without C")

# Letters of many scripts and cases, marks, digits, and what phrases and names are made of.
TEXTS = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=90),
        st.text("aAzZſKßİ ΣςÄé日年月본ก०9.,:;!?/+#-_\n\0\u2028…“”»", min_size=1, max_size=90),
        st.lists(
            st.sampled_from(
                "Read more also Anzeige dpa RND/dpa 12.05.2024 Foto: © Photo by Weiterlesen nach "
                "der newsletter Mehr zum Thema Cookies wir verwenden accept all +++ Live "
                "続きを読む 2024年5月3日 subscribe to continue reading this article".split()
            ),
            min_size=1,
            max_size=60,
        ).map(" ".join),
    ),
    max_size=12,
)
NAME_WORDS = st.sampled_from(
    "article articleBody read-more readMore READ_MORE teaser c-ad ad-slot author related "
    "pull-quote pullquotes nav Nav NAVIGATION x share-bar bylineſ KICKER µ".split()
)
ATTRS = st.lists(
    st.one_of(st.text(max_size=40), st.lists(NAME_WORDS, max_size=80).map(" ".join)), max_size=10
)


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The Python twins, whatever was compiled."""
    for module in (features, lexicon, net, tokens):
        monkeypatch.setattr(module, "ctext", None)
    lexicon._native_names.cache_clear()
    lexicon._native_phrases.cache_clear()
    yield
    lexicon._native_names.cache_clear()
    lexicon._native_phrases.cache_clear()


@compiled
@given(TEXTS)
def test_phrases_are_known_alike(texts: list[str]) -> None:
    """The compiled look-up finds the role that Python finds, in every script."""
    assert phrase_roles(texts) == lexicon._phrase_roles(texts)


@compiled
@given(ATTRS)
def test_names_hint_alike(attrs: list[str]) -> None:
    """Single words and tokens of several, in any case, joined in any way."""
    wanted = np.ones(len(attrs), bool)
    expected = [lexicon._token_hints(value) for value in attrs]
    assert hint_column(attrs, wanted).tolist() == expected
    assert [token_hints(value) for value in attrs] == expected


@compiled
def test_names_that_nobody_asks_for_hint_at_nothing() -> None:
    """Elements without text are left out."""
    wanted = np.array([True, False])
    assert hint_column(["newsletter", "newsletter"], wanted)[1] == 0
    assert hint_column(["newsletter", "newsletter"], wanted)[0] != 0


TAGS = st.sampled_from(
    "p div li ul ol h1 h2 article main section td table tr blockquote pre nav button "
    "figcaption a b strong aside footer span".split()
)
PIECES = st.one_of(
    TEXTS.map(lambda texts: "</p><p>".join(map(escape, texts))),
    st.tuples(TAGS, ATTRS).map(lambda piece: f'<{piece[0]} class="{escape(" ".join(piece[1]))}">'),
    TAGS.map("</{}>".format),
    st.just("<p>A sentence that says little, at some length, so that it counts as prose.</p>"),
    st.just("<h1>A title of the page</h1>"),
)
HEAD = (
    "<title>A title of the page - Example</title><meta name=description "
    "content='A sentence that says little, at some length, and more'>"
)


@compiled
@given(st.lists(PIECES, max_size=40).map("".join))
def test_tapes_are_measured_alike(markup: str) -> None:
    """Every column is the same to the last bit, whatever the elements and texts are."""
    tape = scan(HEAD + markup)
    if not len(tape):
        return
    expected = numpy_features.measure(tape)
    found = compiled_features.measure(tape, ctext())
    differing = (expected.matrix != found.matrix).any(axis=0)
    assert [name for name, flag in zip(features.COLUMNS, differing, strict=True) if flag] == []
    assert np.array_equal(expected.container, found.container)
    assert (expected.headline, expected.best) == (found.headline, found.best)


@compiled
def test_long_texts_and_many_siblings_are_measured_alike() -> None:
    """Beyond the tables of logarithms, and far from the headline."""
    rows = [f"<p>{'word ' * (row % 7)}{row}" for row in range(1200)]
    rows += [f"<p>{'long words ' * 400}", f"<p>{'长' * 9000}", f"<p>{'长' * 1639}"]
    tape = scan("".join((HEAD, *rows[:600], "<h1>A title of the page</h1>", *rows[600:])))
    expected, found = numpy_features.measure(tape), compiled_features.measure(tape, ctext())
    assert np.array_equal(expected.matrix, found.matrix)


LINES = st.one_of(
    TEXTS,
    st.lists(
        st.sampled_from(
            [
                "Anzeige",
                "The council will vote on the plan, members of the committee said on Monday.",
                "Le conseil a voté le plan, selon les membres de la commission réunis lundi.",
                "ΟΔΥΣΣΕΥΣ ΚΑΙ ΣΊΣΥΦΟΣ, İstanbul",
                "市長は月曜日、計画について説明した。住民は反対している。",
                "# The council votes on the plan",
                "* one [link](https://example.org/a) of **two**",
                "write to desk@example.org or www.example.org",
                "© 2024 All rights reserved…",
                "",
            ]
        ),
        max_size=60,
    ),
).map("\n".join)


@compiled
@given(LINES)
def test_lines_are_measured_alike(text: str) -> None:
    """Every column, every hash is the same to the last bit, whatever the lines hold."""
    plain = read_text(text)
    if len(plain.tape):
        assert_lines_alike(plain)


def assert_lines_alike(plain: PlainText) -> None:
    """The compiled measures of the lines are those of numpy."""
    expected = numpy_lines.measure_lines(plain)
    found = compiled_lines.measure_lines(plain, ctext())
    differing = (expected.matrix != found.matrix).any(axis=0)
    names = zip(line_features.LINE_COLUMNS, differing, strict=True)
    assert [name for name, flag in names if flag] == []
    for name in ("word_ids", "word_lines", "gram_ids", "gram_lines"):
        assert np.array_equal(getattr(expected.tokens, name), getattr(found.tokens, name))
    assert np.array_equal(expected.chars, found.chars)


@compiled
def test_long_lines_are_measured_alike() -> None:
    """Lines, words and texts beyond the tables of logarithms and of powers."""
    lines = ["word " * 3000, "長い文" * 4000, "x" * 70_000, "after the long ones"]
    assert_lines_alike(read_text("\n".join(lines)))
    assert_lines_alike(read_text("\n".join(f"line {row % 40} of many" for row in range(2000))))


@compiled
@given(TEXTS)
def test_words_hash_alike(texts: list[str]) -> None:
    """First and last words of each text have the hashes that Python gives them."""
    found, expected = hash_words(texts), tokens._hash_words(texts)
    assert found.size == expected.size
    assert found.ids.tolist() == expected.ids.tolist()
    assert found.bag.tolist() == expected.bag.tolist()


@compiled
@given(ATTRS)
def test_element_names_hash_alike(attrs: list[str]) -> None:
    """Distinct pairs of tag and names are bags in the order in which they are met."""
    attrs = [value.replace("\0", "") for value in attrs] * 2  # a parser leaves no NUL
    tags = ["div", "p", "x-Teaser"] * len(attrs)
    tags = tags[: len(attrs)]
    bags, element = hash_names(tags, attrs)
    pairs = list(dict.fromkeys(zip(tags, attrs, strict=True)))
    expected = tokens._hash_names([f"<{tag} {names}"[:512] for tag, names in pairs])
    assert bags.ids.tolist() == expected.ids.tolist()
    assert bags.bag.tolist() == expected.bag.tolist()
    assert [pairs[row] for row in element] == list(zip(tags, attrs, strict=True))


@compiled
@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize("name", NAMES)
def test_pages_are_measured_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Matrix, tokens and the network's inputs of a whole page do not tell who made them."""
    tape = tape_of(name)
    slow = measured(tape)
    monkeypatch.undo()
    lexicon._native_names.cache_clear()
    lexicon._native_phrases.cache_clear()
    fast = measured(tape)
    for expected, found in zip(slow[:-1], fast[:-1], strict=True):
        assert np.array_equal(expected, found)
    # Sums in another order.
    assert np.allclose(slow[-1], fast[-1], atol=1e-6)


def measured(tape: Tape) -> tuple[np.ndarray, ...]:
    """What the two ways must agree on."""
    features, hashed = measure(tape), tokenise(tape)
    inputs = net._inputs(features.matrix, hashed, net.load_weights())
    bags = (hashed.names.ids, hashed.names.bag, hashed.words.ids, hashed.words.bag)
    return features.matrix, hashed.element, hashed.around, *bags, inputs


@compiled
@pytest.mark.parametrize("name", NAMES)
def test_the_network_answers_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logits of roles and page types agree but for the order of sums."""
    tape = tape_of(name)
    matrix, hashed, weights = measure(tape).matrix, tokenise(tape), net.load_weights()
    fast = net._logits(matrix, hashed, weights)
    monkeypatch.setattr(net, "ctext", None)
    slow = net._logits(matrix, hashed, weights)
    for expected, found in zip(slow, fast, strict=True):
        assert expected.shape == found.shape
        assert np.allclose(expected, found, atol=1e-4)


@compiled
@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 9, 30])
def test_pages_of_any_length_are_answered_alike(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbours beyond the page are zeros, however short the page is."""
    tape = scan("".join(f"<p>Paragraph {row}, and what it says.</p>" for row in range(rows)))
    matrix, hashed, weights = measure(tape).matrix, tokenise(tape), net.load_weights()
    fast = net._logits(matrix, hashed, weights)
    monkeypatch.setattr(net, "ctext", None)
    slow = net._logits(matrix, hashed, weights)
    assert np.allclose(slow[0], fast[0], atol=1e-4)
    assert np.allclose(slow[1], fast[1], atol=1e-4)


@compiled
@pytest.mark.parametrize("rows", [1, 2, 5, 40])
def test_lines_of_a_text_are_answered_alike(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network for lines: logits agree but for the order of sums."""
    lines = [f"Line {row}, Anzeige, and what it says of 2024…" for row in range(rows)]
    features, weights = measure_lines(read_text("\n".join(lines))), line_net.load_line_weights()
    fast = line_net._logits(features, weights)
    monkeypatch.setattr(line_net, "ctext", None)
    slow = line_net._logits(features, weights)
    for expected, found in zip(slow, fast, strict=True):
        assert expected.shape == found.shape
        assert np.allclose(expected, found, atol=1e-4)


@compiled
def test_layers_refuse_what_does_not_fit() -> None:
    """Parts of other lengths, columns without padding, lines beyond the last."""
    rows, weight, bias = (np.ones(shape, np.float32) for shape in ((3, 4), (4, 16), 16))
    assert len(ctext().dense((rows,), (0,), 3, weight, bias, False)) == 3 * 16 * 4
    for arguments in (
        ((), (), 3, weight, bias, False),
        ((rows,), (0, 1), 3, weight, bias, False),
        ((rows,), (0,), 0, weight, bias, False),
        ((rows[:0],), (0,), 3, weight, bias, False),
        ((rows,), (0,), 3, weight[:2], bias, False),
        ((rows,), (0,), 3, weight, bias[:5].copy(), False),
    ):
        with pytest.raises(ValueError, match=r"parts|shorter|padded"):
            ctext().dense(*arguments)
    table, known = np.ones((2, 8), np.float32), np.array([5, 9], np.int32)
    starts, ids = line_net._divided(known), np.array([9], np.int32)
    assert ctext().mean_tokens(table, known, starts, ids, np.zeros(1, np.int64), 1)[:4]
    for broken in (
        (table, known, starts[:-1].copy(), ids, np.zeros(1, np.int64), 1),
        (table, known, starts + 3, ids, np.zeros(1, np.int64), 1),
        (table, known, starts, ids, np.ones(1, np.int64), 1),
        (table, known, starts, ids, np.zeros(2, np.int64), 1),
        (table[:0], known, starts, ids, np.zeros(1, np.int64), 1),
    ):
        with pytest.raises(ValueError, match="fit together"):
            ctext().mean_tokens(*broken)


@compiled
@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_titles_squash_alike(text: str) -> None:
    """Letters and digits of ASCII texts, in one case."""
    assert titles.squash(text) == re.sub(r"[\W_]+", "", text.casefold())


# Bytes at the borders of the table of well-formed sequences (Unicode, table 3-7), and runs
# that are longer than what is looked at in one go.
UTF8_PIECES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.integers(0, 70).map(lambda size: b"a" * size),
    st.lists(
        st.sampled_from(
            b"\x00\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef"
            b"\xf0\xf1\xf3\xf4\xf5\xff"
        ),
        max_size=6,
    ).map(bytes),
)


@compiled
@given(st.lists(UTF8_PIECES, max_size=6).map(b"".join))
def test_bytes_are_utf8_where_python_reads_them(data: bytes) -> None:
    """Surrogates, sequences too long or cut, and what lies beyond Unicode are refused."""
    try:
        data.decode()
    except UnicodeDecodeError:
        clean = False
    else:
        clean = True
    assert ctext().is_utf8(data) == clean


SCRIPT_PIECES = st.sampled_from(['"', "\\", '\\"', "a", "{", "é", "日", "\n", "a" * 40, "\\n" * 30])


@compiled
@given(st.lists(SCRIPT_PIECES, max_size=80).map("".join))
def test_long_strings_are_found_alike(script: str) -> None:
    """Quotes that open, close or are escaped, and strings that never end."""
    expected = plain_long_strings(script) if len(script) < 2000 else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "_LONG", 45)
        patch.setattr(state, "ctext", None)
        found = state._literals(script)
    assert ctext().long_strings(script, 45) == found
    assert expected is None or found == expected


def plain_long_strings(script: str) -> list[tuple[int, int]]:
    """What the plain pattern finds, in time that is not linear."""
    matches = re.finditer(r'"((?:[^"\\]|\\.){45,})"', script, re.DOTALL)
    return [match.span(1) for match in matches]


@compiled
def test_every_short_sequence_is_judged_as_python_judges_it() -> None:
    """All pairs of bytes, and all that follow each pair at its borders."""
    ends = (b"", b"\x7f", b"\x80", b"\xbf", b"\xc0", b"\x80\x80", b"\xbf\xbf", b"\x80\xc2")
    for pair in range(0x8000, 0x10000):
        front = pair.to_bytes(2, "big")
        for end in ends:
            data = front + end
            assert ctext().is_utf8(data) == (data.decode(errors="ignore").encode() == data)


@compiled
@given(st.one_of(st.text(max_size=80), st.text("aÄßİŉﷺ각日㎏²ａ_\u0301\u3163 -", max_size=80)))
def test_titles_of_all_scripts_squash_alike(text: str) -> None:
    """What each character gives, whether it becomes nothing, one or several."""
    assert titles.squash(text) == titles._squash(text)
    assert displayed_title._letters(text) == displayed_title._squash(text)


@compiled
def test_a_rule_that_fails_is_heard() -> None:
    """What the rule raises is raised, and what is no text is refused."""

    def broken(char: str) -> str:
        raise LookupError(char)

    with pytest.raises(LookupError):
        ctext().Squasher(broken).squash("a")
    with pytest.raises(TypeError, match="str"):
        ctext().Squasher(ord).squash("a")
    with pytest.raises(ValueError, match="too many"):
        ctext().Squasher(lambda char: char * 40).squash("a")
    assert ctext().Squasher(lambda char: char * 3).squash("ab" * 300) == "aaabbb" * 300


def ctext() -> ModuleType:
    """The compiled module."""
    assert native.ctext is not None
    return native.ctext


def matrix_of(tape: Tape) -> np.ndarray:
    """An empty matrix for a tape."""
    return np.zeros((len(tape), len(features.COLUMNS)), np.float32)


def measure_blocks(columns: tuple[object, ...], matrix: np.ndarray) -> object:
    """The compiled measures of some columns that nothing hints at."""
    own = np.zeros(9, np.uint32)
    return ctext().measure_blocks(columns, own, matrix, compiled_features._text_rules())


@compiled
def test_what_does_not_fit_is_refused() -> None:
    """Columns of the wrong length or type raise; nothing is read beyond their ends."""
    tape = scan("<p>one<p>two")
    whole = matrix_of(tape)
    columns = list(compiled_features.columns_of(tape))
    for place, column in enumerate(columns):
        with pytest.raises((ValueError, TypeError)):
            measure_blocks((*columns[:place], column[:-1], *columns[place + 1 :]), whole)
    with pytest.raises(ValueError, match="shorter"):
        measure_blocks(tuple(columns), whole[:, :5].copy())
    with pytest.raises(ValueError, match="columns of a tape"):
        measure_blocks((), whole)
    behind = np.arange(len(tape.elements.tag), dtype=np.int32)
    with pytest.raises(ValueError, match="fit together"):
        measure_blocks((*columns[:9], behind, *columns[10:]), whole)
    with pytest.raises(TypeError, match="str"):
        ctext().hash_words([b"bytes"], b"\1", 48, 20)
    with pytest.raises(ValueError, match="parts"):
        ctext().inputs((), 1, 1, 1, 1, 1, 1)
    with pytest.raises(ValueError, match="not a network"):
        ctext().forward(b"", 1, 64, 5, (1,), ())
    weights = net.load_weights()
    with pytest.raises(ValueError, match="fit together"):
        ctext().forward(b"\0" * 8, 1, 64, 5, weights.dilations, weights.padded[2:])


def test_pure_python_can_be_chosen() -> None:
    """With BODYCOPY_PURE set nothing compiled is used, and pages are read all the same."""
    script = "from bodycopy import native, extract; print(native.ctext, bool(extract('<p>x')))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "BODYCOPY_PURE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["None", "False"]


@compiled
@given(st.binary(max_size=60), st.integers(1, 4))
def test_an_automaton_is_walked_within_its_tables(text: bytes, states: int) -> None:
    """Small tables of two and of four bytes give the same visits; nothing is read beyond them."""
    moves = np.arange(states * 256, dtype=np.uint32) % states
    rows, outputs = np.arange(states, dtype=np.uint16), np.arange(states, dtype=np.int32) - 1
    expected: dict[int, int] = {}
    state = 0
    for byte in text:
        state = int(moves[int(rows[state]) * 256 + byte])
        if outputs[state] >= 0:
            expected[int(outputs[state])] = expected.get(int(outputs[state]), 0) + 1
    assert native.ctext is not None
    for table in (moves, moves.astype(np.uint16)):
        found = native.ctext.visit_counts(table, rows, outputs, text)
        assert list(found.items()) == list(expected.items())


@compiled
def test_an_automaton_that_leads_out_of_its_tables_is_refused() -> None:
    """States, rows and outputs that do not exist are a ValueError, and so are other numbers."""
    moves, rows = np.zeros(256, np.uint32), np.zeros(1, np.uint16)
    outputs = np.zeros(1, np.int32)
    assert native.ctext is not None
    walk = native.ctext.visit_counts
    assert walk(moves, rows, outputs, b"abc") == {0: 3}
    assert walk(moves, rows, outputs, b"") == {}
    for tables in (
        (moves + np.uint32(7), rows, outputs),
        (moves, rows + np.uint16(1), outputs),
        (moves, rows, outputs[:0]),
        (moves, rows[:0], outputs),
        (moves[:100], rows, outputs),
        (moves.astype(np.uint64), rows, outputs),
        (moves, rows, outputs.astype(np.int64)),
    ):
        with pytest.raises(ValueError, match=r"^the tables"):
            walk(*tables, b"zzz")


@compiled
@given(st.one_of(st.text(), st.text("aZ×éЖΩ日本カな한ก\u0627\u05d0\U00020000 .1", max_size=300)))
def test_letters_of_scripts_are_counted_alike(text: str) -> None:
    """The compiled count of each script's letters is that of Python."""
    assert script._count(text) == script._count_characters(text)


@compiled
def test_counting_ranges_reads_what_it_is_given() -> None:
    """Both edges are in a range; kinds beyond the last are not counted, short columns refused."""
    assert native.ctext is not None
    count = native.ctext.count_ranges
    edges, kinds = np.array([98, 99, 120, 120], np.uint32), np.array([1, 7], np.int32)
    assert count("abbcdx", edges, kinds, 2) == [0, 3]
    assert count("abbcdx", edges, kinds, 8) == [0, 3, 0, 0, 0, 0, 0, 1]
    assert count("abc", edges[:0], kinds[:0], 1) == [0]
    with pytest.raises(ValueError, match="shorter"):
        count("abc", edges[:3], kinds, 8)
    with pytest.raises(ValueError, match="too many"):
        count("abc", edges, kinds, -1)
