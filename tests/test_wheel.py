"""The wheel that users install: whole, the same wherever it is built, and compiled."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import bodycopy
from bodycopy import native
from bodycopy.scan import SCANNER

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "bodycopy"
PAGE = ROOT / "tests" / "pages" / "de_regional_daily" / "source.html"
# What a build reads, and nothing of what earlier builds left behind.
SOURCES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "src")
LEFT_BEHIND = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__", "*.egg-info")


def can_build() -> bool:
    """Whether the sources are at hand, and the setuptools that they ask for."""
    try:
        return PACKAGE.is_dir() and Version(version("setuptools")) >= Version("77")
    except PackageNotFoundError:
        return False


builds = pytest.mark.skipif(
    not can_build(), reason="needs a checkout and setuptools 77 to build a wheel"
)
compiles = pytest.mark.skipif(
    native.ctext is None or os.name != "posix", reason="needs the C compiler of a POSIX system"
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the sources at hand: all wheels are built of the same."""
    copy = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LEFT_BEHIND)
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


def build(source: Path, folder: Path, **environment: str) -> Path:
    """The wheel of a copy of the source in this folder; nothing is fetched."""
    shutil.copytree(source, folder / "source")
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    command = [sys.executable, "-m", "pip", "wheel", *quiet, "--no-build-isolation", "-w", "out"]
    subprocess.run(
        [*command, "./source"],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **environment},
        check=True,
    )
    (wheel,) = (folder / "out").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel with its compiled parts; the build fails where they cannot be compiled."""
    return build(source, tmp_path_factory.mktemp("wheel"), BODYCOPY_BUILD="release")


@pytest.fixture(scope="module")
def pure_wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that comes of a machine without a compiler."""
    return build(source, tmp_path_factory.mktemp("pure"), CC="false", BODYCOPY_BUILD="")


def names_in(wheel: Path) -> set[str]:
    """The names of all files in it."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def metadata_of(wheel: Path) -> Message:
    """What the wheel says about itself."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def run_from(wheel: Path, *arguments: str) -> str:
    """What Python prints with the unpacked wheel before every other `bodycopy`."""
    unpacked = wheel.parent / "unpacked"
    if not unpacked.is_dir():
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked)
    environment = {key: value for key, value in os.environ.items() if "BODYCOPY" not in key}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=wheel.parent,
        env={**environment, "PYTHONPATH": str(unpacked), "PYTHONUTF8": "1"},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout


@builds
@compiles
def test_the_same_source_gives_the_same_wheel(source: Path, wheel: Path, tmp_path: Path) -> None:
    """Byte for byte, in a folder of another name."""
    again = build(source, tmp_path / "a folder with another name", BODYCOPY_BUILD="release")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


@builds
@compiles
def test_the_wheel_holds_the_package_and_nothing_else(source: Path, wheel: Path) -> None:
    """Every module and every data file of the package; no test, no source in C, nothing else."""
    files = {path for path in (source / "src" / "bodycopy").rglob("*") if path.is_file()}
    expected = {path.relative_to(source / "src").as_posix() for path in files}
    found = {name for name in names_in(wheel) if ".dist-info/" not in name}
    compiled = {name for name in found if re.fullmatch(r"bodycopy/_c(scan|text)\..+\.so", name)}
    assert len(compiled) == 2
    assert found - compiled == expected


@builds
@compiles
def test_the_wheel_is_true_about_itself(wheel: Path) -> None:
    """Version, Python, licence with its text, types, and lower bounds only."""
    metadata, names = metadata_of(wheel), names_in(wheel)
    assert metadata["Version"] == bodycopy.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert "bodycopy/py.typed" in names
    for line in metadata.get_all("Requires-Dist", []):
        requirement = Requirement(line)
        assert {bound.operator for bound in requirement.specifier} <= {">="}, line


@builds
@compiles
def test_the_compiled_scan_of_the_wheel_is_loaded(wheel: Path) -> None:
    """Both compiled parts come out of the wheel, and it is they that work."""
    script = (
        "import bodycopy._cscan as scan, bodycopy._ctext as text;"
        "from bodycopy import native; from bodycopy.scan import SCANNER;"
        "print(scan.__file__, text.__file__, native.ctext is text, SCANNER, sep='\\n')"
    )
    scan_file, text_file, *works = run_from(wheel, "-c", script).splitlines()
    assert works == ["True", "compiled"]
    assert Path(scan_file).is_relative_to(wheel.parent)
    assert Path(text_file).is_relative_to(wheel.parent)


@builds
def test_without_a_compiler_the_package_installs_and_says_so(pure_wheel: Path) -> None:
    """Nothing compiled is in it; `--version` says once which scan works, and why."""
    assert not [name for name in names_in(pure_wheel) if name.endswith((".so", ".pyd"))]
    said = run_from(pure_wheel, "-m", "bodycopy", "--version")
    expected = f"{bodycopy.__version__} (lexbor scan: the compiled one was not built)"
    assert said.strip() == f"bodycopy {expected}"


@builds
@compiles
def test_both_wheels_give_the_same_record(wheel: Path, pure_wheel: Path) -> None:
    """The page reads alike, up to the order of sums in its probabilities."""
    page = ("-m", "bodycopy", "extract", str(PAGE))
    article = run_from(wheel, *page)
    assert article
    assert run_from(pure_wheel, *page) == article


@pytest.mark.skipif(
    os.environ.get("BODYCOPY_WHEEL") != "compiled",
    reason="needs an installed wheel: make test-wheel",
)
def test_what_is_tested_is_the_installed_wheel() -> None:
    """Where the suite runs on an installed wheel, it is that, compiled, that is imported."""
    assert PACKAGE not in Path(bodycopy.__file__).parents
    assert native.ctext is not None
    assert SCANNER == "compiled"
