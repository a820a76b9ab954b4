"""``python -m training``: examples, cross-validation, calibration, and the shipped weights."""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from bench.sets import MissingPagesError
from bodycopy.errors import BodycopyError
from training.calibrate import Calibration, Prediction, calibrate, softmax
from training.diagram import draw, said_and_true
from training.evaluate import Scores, macro_f1, role_f1, score_pages
from training.examples import Example, load_examples, misfits
from training.export import pack, write_weights
from training.folds import assign_folds
from training.gold_files import GoldExamples, joined, load_gold_examples
from training.net import Net
from training.train import Plan, fit, predict, teach

_WEIGHTS = Path(__file__).parents[1] / "src" / "bodycopy" / "weights" / "labeller.npz"
SEED = 7


@dataclass(frozen=True, slots=True)
class Held:
    """What networks say of the pages that each of them was not shown."""

    examples: list[Example]
    own: list[Prediction]
    """Under the convention of each page's set."""
    plain: list[Prediction]
    """As shipped."""

    def scores(self) -> Scores:
        """All figures."""
        own = [softmax(prediction.logits) for prediction in self.own]
        plain = [softmax(prediction.logits) for prediction in self.plain]
        return score_pages(self.examples, own, plain)


def cross_validate(
    examples: Sequence[Example], plan: Plan, folds: int, seed: int, keep: Path | None = None
) -> Held:
    """Predictions for every example, by folds of sites.

    In the folder ``keep``, the weights of each fold's network and the fold of each site are
    left for ``python -m bench --held``.
    """
    sizes = Counter(example.group for example in examples)
    fold = assign_folds(sizes, folds)
    held = Held([], [], [])
    for number in range(folds):
        learned = [e for e in examples if fold[e.group] != number and e.fits]
        tested = [e for e in examples if fold[e.group] == number]
        net = fit(learned, plan, seed, print)
        if keep is not None:
            write_weights(keep / f"fold-{number}.npz", pack(net, Calibration.none()))
        held.examples.extend(tested)
        held.own.extend(predict(net, tested, lambda page: page.set_convention))
        held.plain.extend(predict(net, tested, lambda page: "roles"))
        print(f"fold {number + 1}/{folds}: {len(tested)} pages", flush=True)
    if keep is not None:
        (keep / "folds.json").write_text(json.dumps(fold, indent=0), encoding="utf-8")
    return held


def distil(
    labelled: Sequence[Example], others: Sequence[Example], plan: Plan, teachers: int, seed: int
) -> Net:
    """One network that learned from the labels, and from what several others say.

    Of the pages ``others`` it learns what its teachers say alone.
    """
    if not teachers:
        return fit(labelled, plan, seed, print)
    nets = [fit(labelled, plan, seed + 100 + number, print) for number in range(teachers)]
    examples = [*labelled, *others]
    return fit(examples, plan, seed, print, soft=teach(nets, examples))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train; 2 where the pages are missing."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("/tmp/bodycopy-training"))
    parser.add_argument("--folds", type=int, default=5, help="0: no cross-validation")
    parser.add_argument("--seeds", type=int, default=1, help="runs of the cross-validation")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--teachers", type=int, default=4, help="of the shipped network")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--no-export", action="store_true")
    parser.add_argument(
        "--gold",
        type=Path,
        metavar="FILE",
        nargs="+",
        default=[],
        help="gold rows to learn from as well: JSON lines with html and roles",
    )
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        gold = load_gold_examples(options.gold)
        examples = joined(load_examples(options.work), gold)
    except (MissingPagesError, BodycopyError) as error:
        print(error, file=sys.stderr)
        return 2
    _report_gold(gold)
    _report_misfits(examples, options.work)
    plan = Plan(epochs=options.epochs)
    calibration = Calibration.none()
    if options.folds:
        runs = [
            cross_validate(examples, plan, options.folds, SEED + run, None if run else options.work)
            for run in range(options.seeds)
        ]
        with (options.work / "held.pickle").open("wb") as file:
            pickle.dump(runs, file, protocol=5)
        calibration = calibrate(runs[0].examples, runs[0].plain)
        print(f"temperature {calibration.temperature}")
        draw(said_and_true(runs[0].examples, runs[0].plain), options.work / "calibration.svg")
        _report_scores(runs, options.work)
    if not options.no_export:
        learned = [example for example in examples if example.fits]
        others = [e for e in examples if not e.is_labelled and len(e.target)]
        net = distil(learned, others, plan, options.teachers, options.seed)
        torch.save(net.state_dict(), options.work / "net.pt")
        size = write_weights(_WEIGHTS, pack(net, calibration))
        print(f"{_WEIGHTS}: {size} bytes")
    return 0


def _report_gold(gold: GoldExamples) -> None:
    if gold.examples or gold.passed_over:
        print(f"{len(gold.examples)} pages of gold files")
    for name in gold.passed_over:
        print(f"passed over, without HTML or text: {name}")


def _report_misfits(examples: Sequence[Example], work: Path) -> None:
    found = misfits(examples)
    lines = [f"{oracle:.3f} {name}" for name, oracle in found]
    (work / "misfits.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} of {len(examples)} pages do not fit their gold: {work / 'misfits.txt'}")


def _report_scores(runs: Sequence[Held], work: Path) -> None:
    scores = [run.scores() for run in runs]
    for name in scores[0]:
        values = [score[name] for score in scores]
        print(f"{name:28} {np.mean(values):.4f} ±{np.std(values):.4f}")
    roles = role_f1(runs[0].examples, [softmax(p.logits) for p in runs[0].plain])
    for role, (f1, labels) in sorted(roles.items(), key=lambda entry: -entry[1][1]):
        print(f"  {role:18} {f1:.3f} ({labels})")
    print(f"  macro {macro_f1(roles):.3f}")
    (work / "scores.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
