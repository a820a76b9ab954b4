"""What an import costs: records at once, what makes them when it is first asked for."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pytest

HEAVY = (
    "numpy selectolax rich py3langid torch pyarrow trafilatura requests urllib3 asyncio "
    "multiprocessing fastwarc fsspec zstandard brotli ray datatrove starlette uvicorn"
).split()
OURS = {"bodycopy", "bodycopy.article", "bodycopy.errors", "bodycopy.roles"}


def fresh(script: str) -> Any:
    """What a fresh interpreter prints as JSON at the end of the script."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    return json.loads(done.stdout)


MODULES = "import json, sys; print(json.dumps(sorted(sys.modules)))"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a fresh interpreter that imported bodycopy."""
    return set(fresh(f"import bodycopy; {MODULES}"))


def test_the_import_has_the_records_and_no_more(loaded: set[str]) -> None:
    """A closed set: whatever comes to it makes every program that imports bodycopy slower."""
    assert {name for name in loaded if name.partition(".")[0] == "bodycopy"} == OURS


@pytest.mark.fault("no-fetching")
@pytest.mark.parametrize("module", HEAVY)
def test_the_import_is_light(loaded: set[str], module: str) -> None:
    """Arrays, parser, terminal, models, training, peers and networking stay out."""
    assert module not in loaded
    assert not any(name.startswith(f"{module}.") for name in loaded)


@pytest.mark.fault("no-fetching")
@pytest.mark.parametrize("module", [name for name in HEAVY if name not in ("numpy", "selectolax")])
def test_the_first_use_is_light(module: str) -> None:
    """``extract`` brings what every page needs: terminal, models and networking are not."""
    loaded = set(fresh(f"import bodycopy; bodycopy.extract; {MODULES}"))
    assert "bodycopy.pipeline" in loaded
    assert module not in loaded


def test_every_public_name_is_there_when_asked_for() -> None:
    """Each in an interpreter that asked for nothing else; ``dir`` and ``import *`` know them."""
    script = (
        "import json, bodycopy\n"
        "known = set(bodycopy.__all__) <= set(dir(bodycopy))\n"
        "from bodycopy import *\n"
        "print(json.dumps([known, [n for n in bodycopy.__all__ if n not in globals()]]))"
    )
    assert fresh(script) == [True, []]


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As of any module."""
    import bodycopy

    with pytest.raises(AttributeError, match="module 'bodycopy' has no attribute 'extrakt'"):
        bodycopy.extrakt  # noqa: B018


def test_renderers_are_methods_with_their_own_words() -> None:
    """Loaded when first asked for, on the class as on a record, they are the functions."""
    script = (
        "import bodycopy, json, sys\n"
        "before = 'bodycopy.render' in sys.modules\n"
        "text = bodycopy.Article(headline='Bridge').to_text()\n"
        "import bodycopy.render as render, bodycopy\n"
        "names = [n for n in dir(bodycopy.Article) if n.startswith('to_') and n != 'to_dict']\n"
        "same = [getattr(bodycopy.Article, n) is getattr(render, n) for n in names]\n"
        "print(json.dumps([before, text, len(names), all(same)]))"
    )
    assert fresh(script) == [False, "Bridge", 7, True]


def test_the_import_costs_less_than_numpys() -> None:
    """Processor time of both, in turns, the best of five: a bound that goes with the machine.

    Alone it takes a third of it, some 30 ms; the bound leaves room for other Pythons.
    """
    script = (
        "import json, time; start = time.process_time(); import {}\n"
        "print(json.dumps(time.process_time() - start))"
    )
    turns = [(fresh(script.format("bodycopy")), fresh(script.format("numpy"))) for _ in range(5)]
    ours, numpys = (min(column) for column in zip(*turns, strict=True))
    assert ours < numpys


CROWD = """
import bodycopy, json, threading, time
from concurrent.futures import ThreadPoolExecutor
from py3langid.langid import LanguageIdentifier
from bodycopy.label import net
from bodycopy.lines import net as line_net

loads = []


def counted(name, load):
    def slow(*given, **named):
        loads.append(name)
        time.sleep(0.2)  # long enough for all to come meanwhile
        return load(*given, **named)

    return slow


net.read_weights = counted("labeller", net.read_weights)
line_net.read_weights = counted("lines", line_net.read_weights)
LanguageIdentifier.from_model_file = counted("language", LanguageIdentifier.from_model_file)
gate = threading.Barrier(16)
page = "<h1>Council votes</h1><p>" + "The council voted on Tuesday to keep it open. " * 20


def first(number):
    gate.wait()
    extract = bodycopy.extract if number % 2 else bodycopy.extract_text
    return bytes(json.dumps(extract(page).to_dict()), "utf-8").hex()


with ThreadPoolExecutor(16) as pool:
    records = list(pool.map(first, range(16)))
print(json.dumps([sorted(loads), len(set(records))]))
"""


def test_sixteen_threads_that_come_first_load_everything_once() -> None:
    """Both networks and the language model are read once, and all threads get one record."""
    started = time.monotonic()
    assert fresh(CROWD) == [["labeller", "language", "lines"], 2]
    assert time.monotonic() - started < 120
