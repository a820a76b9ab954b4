"""How Hypothesis runs: the same examples every time; at random where somebody hunts for faults.

``HYPOTHESIS_PROFILE=hunt pytest tests/test_properties.py`` draws new examples, and more.
"""

import os

from hypothesis import settings

settings.register_profile("suite", derandomize=True, deadline=None, database=None, max_examples=50)
settings.register_profile("hunt", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
