"""The compiled parts of the package; everything else is said in pyproject.toml.

Both are optional: where there is no compiler the package installs without them, and its Python
twins do their work. ``BODYCOPY_BUILD`` chooses another build: ``release`` fails where they cannot
be compiled, ``checked`` stops at every access outside of a buffer, ``sanitize`` is that under
the address and undefined-behaviour sanitizers (see ``make sanitize``), ``fuzz`` is for clang,
reports what code is reached, and runs under ``make fuzz`` alone, ``pure`` builds nothing.
"""

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

# Names like "flush" stay inside: another library may have one too.
_HIDDEN = [] if sys.platform == "win32" else ["-fvisibility=hidden"]
# Debug information names the folder of the build: without it the same source gives the same bytes.
_FAST = [] if sys.platform == "win32" else [*_HIDDEN, "-O3", "-g0"]
_CHECKED = [*_HIDDEN, "-DBODYCOPY_CHECKED", "-UNDEBUG", "-g", "-O1"]
_SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
_FUZZED = "-fsanitize=address,fuzzer-no-link"
_FLAGS = {
    "": (_FAST, []),
    "release": (_FAST, []),
    "checked": (_CHECKED, []),
    "sanitize": ([*_CHECKED, *_SANITIZERS, "-fno-omit-frame-pointer"], _SANITIZERS),
    "fuzz": ([*_CHECKED, _FUZZED, "-fno-omit-frame-pointer"], [_FUZZED]),
}


def _files(folder: str, pattern: str) -> list[str]:
    # Relative and with "/": setuptools takes no others.
    return sorted(path.as_posix() for path in Path("src", folder).glob(pattern))


def _extension(name: str, folder: str) -> Extension:
    build = os.environ.get("BODYCOPY_BUILD", "")
    compile_flags, link_flags = _FLAGS[build]
    return Extension(
        name,
        sources=_files(folder, "*.c"),
        depends=_files(folder, "*.h"),
        extra_compile_args=compile_flags,
        extra_link_args=link_flags,
        # Who asks for a build by name wants to hear that it failed.
        optional=not build,
    )


def _extensions() -> list[Extension]:
    if os.environ.get("BODYCOPY_BUILD") == "pure":
        return []
    return [
        _extension("bodycopy._cscan", "cscan"),
        _extension("bodycopy._ctext", "ctext"),
    ]


setup(ext_modules=_extensions())
