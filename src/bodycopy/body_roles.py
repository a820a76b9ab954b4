"""Which roles are body, as numpy takes it: apart, so that records do without numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bodycopy.roles import BODY_ROLES, ROLES

__all__ = ["IS_BODY"]

IS_BODY: NDArray[np.bool_] = np.array([role in BODY_ROLES for role in ROLES])
"""``[len(ROLES)]`` which of ``ROLES`` are roles of the body."""
