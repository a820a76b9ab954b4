"""``python -m training.lines``: cross-validation, calibration and the shipped weights of lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from bench.sets import MissingPagesError
from training.export import write_weights
from training.folds import assign_folds
from training.lines.batches import Text
from training.lines.calibrate import Calibration, calibrate
from training.lines.examples import Page, load_line_examples
from training.lines.excerpts import EXCERPT
from training.lines.export import LARGEST, calibrated, pack_lines
from training.lines.fit import Plan, Said, ask, fit
from training.lines.score import role_scores, word_f1
from training.lines.teach import load_teachers

_WEIGHTS = Path(__file__).parents[2] / "src" / "bodycopy" / "weights" / "lines.npz"
SEED = 7


def cross_validate(
    pages: Sequence[Page], plan: Plan, fold: Mapping[str, int], work: Path
) -> tuple[list[Text], list[Said]]:
    """Every text of the pages, and what a network says of it that was not shown its site.

    The weights of each fold's network and the fold of each site are left in ``work`` for
    ``python -m bench.text --held``.
    """
    folds = max(fold.values()) + 1
    taught = len(pages[0].named) > 1
    texts: list[Text] = []
    said: list[Said] = []
    for number in range(folds):
        learned = [page for page in pages if fold[page.group] != number]
        net = fit(learned, plan, SEED, print, teacher=number if taught else -1)
        write_weights(work / f"lines-{number}.npz", pack_lines(net, Calibration.none()))
        tested = [
            (page, text)
            for page in pages
            if fold[page.group] == number and page.set != "authored"
            for text in (page.texts if page.scored else page.texts[:1])
            if text.rendering != EXCERPT  # the gold is that of the whole page
        ]
        texts += tested
        said += ask(net, tested, lambda page: "roles")
        print(f"fold {number + 1}/{folds}: {len(tested)} texts", flush=True)
    (work / "lines-folds.json").write_text(json.dumps(fold, indent=0), encoding="utf-8")
    return texts, said


def main(arguments: Sequence[str] | None = None) -> int:
    """Train; 2 where the pages are missing."""
    parser = argparse.ArgumentParser(prog="python -m training.lines", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("/tmp/bodycopy-training"))
    parser.add_argument("--folds", type=int, default=5, help="0: no cross-validation")
    parser.add_argument(
        "--teachers", type=Path, help="folder of a cross-validation of HTML, whose folds are taken"
    )
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--no-export", action="store_true")
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        pages = load_line_examples(options.work, options.teachers)
    except MissingPagesError as error:
        print(error, file=sys.stderr)
        return 2
    plan = Plan(epochs=options.epochs)
    calibration = Calibration.none()
    if options.folds:
        sizes = Counter(page.group for page in pages)
        fold = load_teachers(options.teachers).folds or assign_folds(sizes, options.folds)
        texts, said = cross_validate(pages, plan, fold, options.work)
        calibration = _report(texts, said)
        _calibrate_folds(options.work, calibration)
    if not options.no_export:
        net = fit(pages, plan, SEED, print)
        size = write_weights(_WEIGHTS, pack_lines(net, calibration), LARGEST)
        print(f"{_WEIGHTS}: {size} bytes")
    return 0


def _calibrate_folds(work: Path, calibration: Calibration) -> None:
    """Set what answers about unseen sites suggest in the networks that gave them, too.

    Some forty numbers, from the answers of all: each fold's share in them is small.
    """
    for path in sorted(work.glob("lines-[0-9]*.npz")):
        with np.load(path) as arrays:
            whole = calibrated(dict(arrays), calibration)
        write_weights(path, whole)


def _report(texts: Sequence[Text], said: Sequence[Said]) -> Calibration:
    pairs = list(zip(texts, said, strict=True))
    scored = [pair for pair in pairs if pair[0][0].scored]
    for name, score in word_f1(*zip(*scored, strict=True)).items():
        print(f"{name:28} {score:.4f}")
    for role, (f1, labels) in sorted(role_scores(texts, said).items(), key=lambda e: -e[1][1]):
        print(f"  {role:18} {f1:.3f} ({labels})")
    calibration = calibrate(texts, said)
    print(f"temperature {calibration.temperature}")
    return calibration


if __name__ == "__main__":
    sys.exit(main())
