"""The detector of languages: py3langid's model, its automaton walked by what is compiled here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bodycopy.native import ctext

__all__ = ["Detector", "load_detector"]

Scores = NDArray[np.float32]


class Detector(LanguageIdentifier):  # type: ignore[misc]  # py3langid has no types
    """``LanguageIdentifier`` with the same answers, sooner.

    Half of its work is the automaton's walk over the bytes, which is quick where it is compiled.
    """

    @cached_property
    def _outputs(self) -> NDArray[np.int32]:
        """The output of each state as a column of numbers."""
        return np.asarray(self.tk_output, np.int32)

    def _raw_score(self, text: bytes) -> Scores:
        visits: Mapping[int, int] = (
            ctext.visit_counts(self.tk_nextmove, self.tk_row, self._outputs, text) if ctext else {}
        )
        scores: Scores = (
            self._sparse_score(visits, self.nb_ptc) if visits else super()._raw_score(text)
        )
        return scores


def load_detector() -> Detector:
    """The detector with the model that py3langid brings."""
    detector: Detector = Detector.from_model_file(MODEL_FILE, norm_probs=True)
    return detector
