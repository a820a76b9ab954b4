"""The promises of ``fuzz/``, held against what fuzzing has found so far and what it begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from both_scans import BUILT

pytestmark = pytest.mark.skipif(not BUILT, reason="the package was built without a compiler")

if BUILT:
    from fuzz.mutator import Mutator
    from fuzz.seeds import seeds
    from fuzz.targets import TARGETS
    from fuzz.vocabulary import words_of
else:
    TARGETS = {}

_FUZZ = Path(__file__).resolve().parents[1] / "fuzz"
_CORPUS = sorted(path for path in _FUZZ.glob("corpus/*/*") if path.is_file())


@pytest.mark.parametrize("path", _CORPUS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_fuzzing_has_found_keeps_its_promise(path: Path) -> None:
    """Inputs that reached new code, and those that once broke a promise and were mended."""
    TARGETS[path.parent.name].check(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_keep_the_promise(name: str) -> None:
    """What a run begins with is in order; each target has some, and the empty input is one."""
    found = list(seeds(name))
    assert found
    for seed in [b"", *found]:
        TARGETS[name].check(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_some_mutations_keep_the_promise(name: str) -> None:
    """A few made by our own mutator: a smoke test where no fuzzer is installed."""
    target = TARGETS[name]
    mutate = Mutator(target.tokens, lambda data, _: data[::-1])
    for number, seed in enumerate(seeds(name)):
        for round_ in range(3):
            target.check(mutate(seed, target.max_bytes, 1000 * number + round_))


def test_the_corpus_is_small() -> None:
    """It travels with every clone: less than 200 kB in all, some dozens of files a target."""
    assert sum(path.stat().st_size for path in _CORPUS) < 200_000
    for name in TARGETS:
        assert len(list(_FUZZ.glob(f"corpus/{name}/*"))) <= 60


def test_the_corpus_is_that_of_the_targets() -> None:
    """A target that was renamed takes its corpus with it."""
    assert {path.parent.name for path in _CORPUS} <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_opens_with_its_promise(name: str) -> None:
    """Who reads a target, or a finding, sees first what must hold."""
    text = (_FUZZ / "targets" / f"{name}.py").read_text(encoding="utf-8")
    assert text.startswith('"""Promise: ')


@pytest.mark.parametrize(
    "path", sorted(_FUZZ.glob("dictionaries/*.dict")), ids=lambda path: path.stem
)
def test_a_dictionary_has_a_word_a_line(path: Path) -> None:
    """Each line is a word in quotes or a comment, and no word stands twice."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words = words_of(path.stem)
    assert len(words) == sum(line.startswith('"') and line.endswith('"') for line in lines)
    assert all(line.startswith(('"', "#")) for line in lines)
    assert len(set(words)) == len(words)


def test_the_same_seed_makes_the_same_mutation() -> None:
    """A finding can be made again; no mutation is longer than it may be."""
    mutate = Mutator((b"<p>", b"</p>"), lambda data, _: data + b"!")
    made = [mutate(b"<div>Ferry</div>", 40, number) for number in range(50)]
    assert made == [mutate(b"<div>Ferry</div>", 40, number) for number in range(50)]
    assert len(set(made)) > 20
    assert max(map(len, made)) <= 40
