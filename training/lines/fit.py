"""Fits a network for lines, and asks one."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from bodycopy.body_roles import IS_BODY
from bodycopy.roles import ROLES
from training.examples import CONVENTION_NAMES
from training.lines.batches import Batch, Text, choose_known, collate, grouped
from training.lines.examples import Page
from training.lines.net import LineNet, Shape

__all__ = ["Plan", "Said", "ask", "fit"]

_UNKNOWN_CONVENTION = len(CONVENTION_NAMES)
_BODY = torch.from_numpy(IS_BODY).float()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    shape: Shape = field(default_factory=Shape)
    word_sites: int = 30
    gram_sites: int = 150
    """Sites that a token must be seen on to be known."""
    epochs: int = 12
    rate: float = 4e-3
    decay: float = 1e-2
    lines: int = 2000
    """Lines a step."""
    role_weight: float = 0.5
    """Of the loss over known roles, beside the one over body or not."""
    guess_weight: float = 0.3
    """Of the loss of the first guess."""
    page_weight: float = 0.5
    """Of the loss on the text's soft word F1."""
    type_weight: float = 0.05
    average: float = 0.995
    """Share of the running mean of the weights that each step keeps."""


def fit(
    pages: Sequence[Page],
    plan: Plan,
    seed: int,
    say: Callable[[str], None] = lambda line: None,
    teacher: int = -1,
) -> LineNet:
    """A network trained on the pages; the same one for the same seed and machine.

    ``teacher`` is the network for HTML that names roles, see ``training.lines.teach``. Every
    page is shown once an epoch, each time in another of its renderings.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    known = choose_known(pages, plan.word_sites, plan.gram_sites)
    say(f"{len(known.words)} words, {len(known.grams)} n-grams known")
    net = LineNet(plan.shape, known)
    mean = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), plan.rate, weight_decay=plan.decay)
    steps = sum(1 for _ in grouped(_one_each(pages, rng), plan.lines))
    # Renderings differ in length: an epoch may have some steps more.
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.rate, total_steps=int(plan.epochs * (1.1 * steps + 10)), pct_start=0.15
    )
    rarity = _rarity(pages)
    for epoch in range(plan.epochs):
        start, total, count = time.perf_counter(), 0.0, 0
        net.train()
        for chosen in grouped(_one_each(pages, rng), plan.lines, rng):
            loss = _loss(net, collate(chosen, known, teacher=teacher), plan, rarity)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            _average(mean, net, min(plan.average, 1 - 1 / (epoch + 2)))
            total, count = total + loss.item(), count + 1
        spent = time.perf_counter() - start
        say(f"epoch {epoch + 1}/{plan.epochs}: loss {total / count:.4f}, {spent:.0f} s")
    mean.eval()
    return mean


def _one_each(pages: Sequence[Page], rng: np.random.Generator) -> list[Text]:
    return [(page, page.texts[int(rng.integers(len(page.texts)))]) for page in pages if page.texts]


def _rarity(pages: Sequence[Page]) -> Tensor:
    """Weights of the roles: rare ones count more, by the root of how rare they are."""
    counts = np.zeros(len(ROLES))
    for page in pages:
        if page.convention == "roles" and page.texts:
            target = page.texts[0].target
            counts += np.bincount(
                target[(target >= 0) & (target < len(ROLES))], minlength=len(ROLES)
            )
    weight = 1.0 / np.sqrt(counts + 100.0)
    return torch.tensor(weight / weight.mean(), dtype=torch.float32)


@torch.no_grad()
def _average(mean: LineNet, net: LineNet, keep: float) -> None:
    for slow, fast in zip(mean.parameters(), net.parameters(), strict=True):
        slow.lerp_(fast, 1 - keep)


def _loss(net: LineNet, batch: Batch, plan: Plan, rarity: Tensor) -> Tensor:
    hidden = torch.rand(len(batch.convention)) < plan.shape.convention_dropout
    told = torch.where(hidden, _UNKNOWN_CONVENTION, batch.convention)
    logits, guess, types = net(batch, told)
    chances = torch.log_softmax(logits, 2)
    # A line weighs about the root of its words: long ones decide word F1, short ones are many.
    weight = batch.weight * torch.sqrt(batch.length + 1.0)
    weight = weight / weight.sum().clamp(min=1e-6)
    known = batch.known[..., None] > 0
    sides = torch.where(known, _side(batch.allowed), batch.allowed)
    side_loss = -(weight * _log_sum(chances, sides)).sum()
    said = chances.gather(2, batch.role[..., None])[..., 0]
    role_weight = batch.role_weight * rarity[batch.role]
    role_loss = -(role_weight * said).sum() / role_weight.sum().clamp(min=1e-6)
    guess_loss = (
        weight * nn.functional.binary_cross_entropy_with_logits(guess, batch.kept, reduction="none")
    ).sum()
    type_loss = nn.functional.cross_entropy(types, batch.type)
    return (
        side_loss
        + plan.role_weight * role_loss
        + plan.guess_weight * guess_loss
        + plan.page_weight * _page_loss(chances, batch)
        + plan.type_weight * type_loss
    )


def _side(allowed: Tensor) -> Tensor:
    """Of known roles, all roles on the same side: body or not."""
    body = (allowed @ _BODY)[..., None]
    return torch.where(body > 0, _BODY, 1 - _BODY)


def _log_sum(chances: Tensor, allowed: Tensor) -> Tensor:
    return torch.logsumexp(chances.masked_fill(allowed == 0, -30.0), 2)


def _page_loss(chances: Tensor, batch: Batch) -> Tensor:
    """One minus the word F1 that each text is expected to have, averaged."""
    body = torch.exp(chances) @ _BODY
    counted = (batch.weight > 0).float() * batch.length
    right = (body * counted * batch.kept).sum(1)
    sizes = (counted * (body + batch.kept)).sum(1)
    return 1 - (2 * right / sizes.clamp(min=1.0))[sizes > 0].mean()


@dataclass(frozen=True, slots=True)
class Said:
    """What a network says of a text."""

    logits: NDArray[np.float32]
    types: NDArray[np.float32]


@torch.no_grad()
def ask(net: LineNet, texts: Sequence[Text], told: Callable[[Page], str]) -> list[Said]:
    """What the network says of each text under the convention that it is ``told``."""
    net.eval()
    found: dict[int, Said] = {}
    rows = {id(text): row for row, (_, text) in enumerate(texts)}
    for chosen in grouped(texts, 8000):
        batch = collate(chosen, net.known, longest=1 << 30)
        conventions = [CONVENTION_NAMES.index(told(page)) for page, _ in chosen]
        logits, _, types = net(batch, torch.tensor(conventions))
        chances = torch.softmax(types, 1).numpy()
        for number, (_, text) in enumerate(chosen):
            said = Said(logits[number, : len(text.target)].numpy().copy(), chances[number])
            found[rows[id(text)]] = said
    return [found[row] for row in range(len(texts))]
