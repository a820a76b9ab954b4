"""Scores of labelled pages, as the bench scores them: each set under its own convention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bench import metrics
from bodycopy.roles import BODY_ROLES, ROLES
from training.batches import CONVENTION_EXTRAS, allowed_roles
from training.examples import KEPT, Example, Reference

__all__ = [
    "AUTHORED",
    "Scores",
    "kept_blocks",
    "macro_f1",
    "page_score",
    "role_f1",
    "score_pages",
]

Floats = NDArray[np.float32]
Scores = dict[str, float]

# Our own test pages are no measure: they were written by the hand that wrote the rules.
AUTHORED = "authored"
# Roles with more labels than this can be judged.
ENOUGH_LABELS = 400


def kept_blocks(chances: Floats, convention: str) -> NDArray[np.bool_]:
    """The blocks that belong to the text under a convention."""
    kept = BODY_ROLES | set(CONVENTION_EXTRAS[convention])
    return np.asarray(chances[:, [role in kept for role in ROLES]].sum(1) > 0.5)


def page_score(example: Example, reference: Reference, kept: NDArray[np.bool_]) -> float:
    """Word F1 of the kept blocks."""
    chosen = example.word_ids[np.repeat(kept, np.diff(example.word_starts))]
    if not len(chosen) or not reference.total:
        return float(not len(chosen) and not reference.total)
    counts = np.bincount(chosen, minlength=len(reference.counts))
    shared = np.minimum(counts, reference.counts).sum()
    return float(2 * shared / (len(chosen) + reference.total))


def score_pages(
    examples: Sequence[Example], own: Sequence[Floats], plain: Sequence[Floats]
) -> Scores:
    """All figures: ``own`` are probabilities under each set's convention, ``plain`` as shipped."""
    found: dict[str, list[float]] = defaultdict(list)
    snippets = []
    for example, told, chances in zip(examples, own, plain, strict=True):
        if example.set == AUTHORED:
            continue
        convention = example.set_convention
        for name, score in _page_scores(example, told, chances, convention):
            found[name].append(score)
        if example.set == "snippets":
            text = _text(example, kept_blocks(chances, "fundus"))
            snippets.append(metrics.snippet_counts(text, example.must_have, example.must_not_have))
    scores = {name: float(np.mean(values)) for name, values in sorted(found.items())}
    if snippets:
        total = metrics.snippet_scores(snippets)
        scores["snippets"] = total.f1
        counts = np.array(snippets).sum(0)
        scores["snippets unwanted"] = float(counts[1] / max(1, counts[1] + counts[3]))
    scores.update(_field_scores(examples, plain))
    scores["roles macro"] = macro_f1(role_f1(examples, plain))
    return scores


def _page_scores(
    example: Example, told: Floats, chances: Floats, convention: str
) -> Iterable[tuple[str, float]]:
    if example.body is not None:
        score = page_score(example, example.body, kept_blocks(told, convention))
        plain = page_score(example, example.body, kept_blocks(chances, convention))
        yield example.set, score
        yield f"{example.set} plain", plain
        if example.set == "wcxb":
            yield f"wcxb {example.type}", score
            yield f"wcxb {example.type} plain", plain
    if example.role_body is not None and not example.own_labels:
        score = page_score(example, example.role_body, kept_blocks(chances, "roles"))
        yield "role pages", score
        kept = kept_blocks(chances, "fundus")
        gold = (example.target >= 0) & allowed_roles("fundus")[KEPT][example.target]
        lead = metrics.word_score(_text(example, kept), _text(example, gold)).f1
        yield "role pages lead", lead
        if example.language == "de":
            yield "role pages de", score


def _text(example: Example, kept: NDArray[np.bool_]) -> str:
    return "\n".join(text for text, keep in zip(example.texts, kept, strict=True) if keep)


def _field_scores(examples: Sequence[Example], chances: Sequence[Floats]) -> Scores:
    noise: list[tuple[int, int]] = []
    ends: list[bool] = []
    for example, found in zip(examples, chances, strict=True):
        if not example.fields:
            continue
        text = _text(example, kept_blocks(found, "fundus"))
        fields = example.fields
        noise.append(metrics.noise_found(text, fields["body_noise"] or (), fields["body"]))
        phrases = metrics.phrase(text)
        ends.extend(
            metrics.contains(phrases, fields[key])
            for key in ("body_first", "body_last")
            if fields[key]
        )
    if not noise:
        return {}
    kept, total = np.array(noise).sum(0)
    return {"noise kept": float(kept / max(1, total)), "first and last": float(np.mean(ends))}


def role_f1(
    examples: Sequence[Example], chances: Sequence[Floats]
) -> Mapping[str, tuple[float, int]]:
    """F1 and number of labels of each role, over the blocks whose role is known."""
    pairs = [
        (example.target[example.target >= 0], found.argmax(1)[example.target >= 0])
        for example, found in zip(examples, chances, strict=True)
        if example.role_body is not None and not example.own_labels and example.set != AUTHORED
    ]
    if not pairs:
        return {}
    truth, given = (np.concatenate(column) for column in zip(*pairs, strict=True))
    scores = {}
    for row, role in enumerate(ROLES):
        right = np.sum((truth == row) & (given == row))
        sizes = np.sum(truth == row) + np.sum(given == row)
        scores[str(role)] = (float(2 * right / max(1, sizes)), int(np.sum(truth == row)))
    return scores


def macro_f1(scores: Mapping[str, tuple[float, int]], share: float = 1.0) -> float:
    """Mean F1 of the roles with enough labels; ``share`` of all labels are in the scores."""
    counted = [f1 for f1, labels in scores.values() if labels > ENOUGH_LABELS * share]
    return float(np.mean(counted)) if counted else 0.0
