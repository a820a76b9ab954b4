"""What a page takes of memory at most, and that nothing of it stays.

Each page is read in a process of its own, as ``python -m bench.memory`` does for all shapes.
"""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("tldextract", reason="bench reads domains with it")

from bench.growth_shapes import SHAPES
from bench.memory import ALLOWED_GROWTH, MB, allowed, growth, measure
from bench.memory_child import TEXT
from bench.peers import OURS

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the high-water mark can be set back on Linux only"
)

SHAPE_OF = {shape.name: shape for shape in SHAPES}

# Those that take most of their kind, at the size where that is.
HUNGRY = (
    ("articles", 16_000_000),
    ("one paragraph", 16_000_000),
    ("tiny paragraphs", 200_000),
    ("wide table", 200_000),
    ("class names", 1_000_000),
    ("nested div", 4_000_000),
    ("attributes everywhere", 16_000_000),
    ("JSON-LD wide", 4_000_000),
    ("text of short lines", 1_000_000),
)


@pytest.mark.fault("limits")
@pytest.mark.parametrize(("name", "size"), HUNGRY, ids=[name for name, _ in HUNGRY])
def test_a_page_takes_no_more_than_allowed(name: str, size: int) -> None:
    """64 MB and twelve times its decoded text, whatever it is made of."""
    shape = SHAPE_OF[name]
    page = shape.make(size).encode()
    found = measure(TEXT if shape.text else OURS, page, seconds=300)
    assert found is not None, "it did not come back"
    assert found.peak <= allowed(len(page)), f"{found.peak / MB:.0f} MB"


def test_a_small_page_takes_little() -> None:
    """An article of 10 kB: the bound's 64 MB are not what a page takes."""
    page = SHAPE_OF["articles"].make(10_000).encode()
    found = measure(OURS, page)
    assert found is not None
    assert found.peak <= 4 * MB


@pytest.mark.fault("limits")
def test_nothing_of_a_page_stays() -> None:
    """1,500 small pages, no two alike: what is kept of words and names has an end.

    ``python -m bench.memory --pages 100000`` is the long run.
    """
    grown, held = growth(1_500)
    assert len(held) > 40
    assert grown <= 2 * ALLOWED_GROWTH, f"{grown / MB:.1f} MB"
