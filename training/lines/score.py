"""Word F1 of labelled texts, as the bench scores them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench import metrics
from bodycopy.roles import BODY_ROLES, ROLES
from training.batches import CONVENTION_EXTRAS
from training.calibrate import softmax
from training.lines.batches import Text
from training.lines.fit import Said

__all__ = ["kept_lines", "role_scores", "text_f1", "word_f1"]


def kept_lines(logits: NDArray[np.float32], convention: str) -> NDArray[np.bool_]:
    """The lines that belong to the text under a convention."""
    kept = BODY_ROLES | set(CONVENTION_EXTRAS[convention])
    chances = softmax(logits)[:, [role in kept for role in ROLES]].sum(1)
    return np.asarray(chances > 0.5)


def text_f1(text: Text, said: Said) -> float:
    """Word F1 of the lines that are kept under the convention of the page's set."""
    page, lines = text
    kept = kept_lines(said.logits, page.set_convention)
    chosen = "\n".join(line for line, keep in zip(lines.texts, kept, strict=True) if keep)
    return metrics.word_score(chosen, page.body).f1


def word_f1(texts: Sequence[Text], said: Sequence[Said]) -> dict[str, float]:
    """Mean word F1 by set and rendering, over all, and of keeping every line."""
    found: dict[str, list[float]] = defaultdict(list)
    for (page, text), answer in zip(texts, said, strict=True):
        score = text_f1((page, text), answer)
        for name in (f"{page.set} {text.rendering}", f"all {text.rendering}", f"all {page.set}"):
            found[name].append(score)
    return {name: float(np.mean(scores)) for name, scores in sorted(found.items())}


def role_scores(texts: Sequence[Text], said: Sequence[Said]) -> dict[str, tuple[float, int]]:
    """F1 and number of labels of each role, over the lines whose role is known."""
    truths, givens = [], []
    for (page, text), answer in zip(texts, said, strict=True):
        known = (text.target >= 0) & (text.target < len(ROLES)) & (text.weight > 0.5)
        if page.convention == "roles":
            truths.append(text.target[known])
            givens.append(answer.logits.argmax(1)[known])
    truth, given = np.concatenate(truths), np.concatenate(givens)
    scores = {}
    for row, role in enumerate(ROLES):
        right = np.sum((truth == row) & (given == row))
        sizes = np.sum(truth == row) + np.sum(given == row)
        scores[str(role)] = (float(2 * right / max(1, sizes)), int(np.sum(truth == row)))
    return scores
