"""The labels of a page, corrected by what recurs on the pages of its site."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bodycopy.label import Labels
from bodycopy.roles import ROLES, Role
from bodycopy.site_profile import SiteProfile
from bodycopy.tape import Tape

__all__ = ["leave_out_furniture"]

_BOILERPLATE = ROLES.index(Role.BOILERPLATE)


def leave_out_furniture(tape: Tape, labels: Labels, profile: SiteProfile | None) -> Labels:
    """The labels, with lines of the body that recur all over the site as boilerplate."""
    if profile is None:
        return labels
    rows = [
        row for row in np.flatnonzero(labels.body).tolist() if profile.is_furniture(tape.texts[row])
    ]
    if not rows:
        return labels
    roles, scores = labels.roles.copy(), labels.scores.copy()
    roles[rows] = _BOILERPLATE
    scores[rows] = labels.probabilities[rows, _BOILERPLATE]
    return replace(labels, roles=roles, scores=scores)
