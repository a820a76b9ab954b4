"""Both scans, for tests that each of them has to pass."""

from importlib.util import find_spec

import pytest

from bodycopy.scan import lexbor as lexbor_scan

BUILT = find_spec("bodycopy._cscan") is not None
"""Whether the compiled scan was built; then it must be there."""

if BUILT:
    from bodycopy.scan import compiled as compiled_scan

built = pytest.mark.skipif(not BUILT, reason="the package was built without a compiler")

SCANS = [
    pytest.param(lexbor_scan, id="lexbor"),
    pytest.param(compiled_scan if BUILT else None, id="compiled", marks=built),
]
"""The modules, as parameters of a fixture or test."""
