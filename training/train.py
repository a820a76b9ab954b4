"""Fits a network to examples."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from bodycopy.body_roles import IS_BODY
from training.batches import Batch, batches, collate
from training.calibrate import Prediction, softmax
from training.examples import CONVENTION_NAMES, Example
from training.net import Net, Shape
from training.vocabulary import choose_vocabulary

__all__ = ["Plan", "fit", "predict", "teach"]

UNKNOWN_CONVENTION = len(CONVENTION_NAMES)
_BODY = torch.from_numpy(IS_BODY).float()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    shape: Shape = field(default_factory=Shape)
    name_sites: int = 10
    word_sites: int = 10
    """Sites that a token must be seen on to be known."""
    epochs: int = 15
    rate: float = 4e-3
    decay: float = 1e-2
    blocks: int = 4000
    """Blocks a step."""
    role_weight: float = 3.0
    """Of the loss over known roles, beside the one over body or not."""
    page_weight: float = 0.3
    """Of the loss on the page's soft word F1."""
    type_weight: float = 0.2
    soft_weight: float = 1.0
    """Of the loss against what teachers say, where there are any."""
    average: float = 0.995
    """Share of the running mean of the weights that each step keeps."""


def fit(
    examples: Sequence[Example],
    plan: Plan,
    seed: int,
    say: Callable[[str], None] = lambda line: None,
    soft: Mapping[str, NDArray[np.float16]] | None = None,
) -> Net:
    """A network trained on the examples; the same one for the same seed and machine.

    ``soft`` is what teachers say of each example, see :func:`teach`.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    vocabulary = choose_vocabulary(examples, plan.name_sites, plan.word_sites)
    say(f"{len(vocabulary.names)} names, {len(vocabulary.words)} words known")
    net = Net(plan.shape, vocabulary)
    mean = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), plan.rate, weight_decay=plan.decay)
    steps = plan.epochs * sum(1 for _ in batches(examples, plan.blocks))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.rate, total_steps=steps + plan.epochs, pct_start=0.15
    )
    for epoch in range(plan.epochs):
        start, total, count = time.perf_counter(), 0.0, 0
        net.train()
        for chosen in batches(examples, plan.blocks, rng):
            batch = collate(chosen, soft=soft)
            loss = _loss(net, batch, plan)
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


@torch.no_grad()
def _average(mean: Net, net: Net, keep: float) -> None:
    for slow, fast in zip(mean.parameters(), net.parameters(), strict=True):
        slow.lerp_(fast, 1 - keep)


def _loss(net: Net, batch: Batch, plan: Plan) -> Tensor:
    hidden = torch.rand(len(batch.convention)) < plan.shape.convention_dropout
    told = torch.where(hidden, UNKNOWN_CONVENTION, batch.convention)
    logits, types = net(batch, told)
    chances = torch.log_softmax(logits, 1)
    # A block weighs about the root of its words: long ones decide word F1, short ones are many.
    weight = batch.weight * torch.sqrt(batch.length + 1.0)
    weight = weight / weight.sum().clamp(min=1.0)
    sides = torch.where(batch.known > 0, _side(batch.allowed), batch.allowed.T).T
    side_loss = -(weight * _log_sum(chances, sides)).sum()
    role_loss = -(weight * batch.known * _log_sum(chances, batch.allowed)).sum()
    named = (batch.type >= 0).sum().clamp(min=1)
    type_loss = nn.functional.cross_entropy(types, batch.type, reduction="sum") / named
    page_loss = _page_loss(chances, batch)
    soft_loss = torch.zeros(())
    if batch.soft is not None:
        # Teachers also speak of blocks that nobody labelled.
        heard = batch.real[:, 0] * torch.sqrt(batch.length + 1.0)
        soft_loss = -(heard / heard.sum() * (batch.soft * chances).sum(1)).sum()
    return (
        side_loss
        + plan.role_weight * role_loss
        + plan.page_weight * page_loss
        + plan.type_weight * type_loss
        + plan.soft_weight * soft_loss
    )


def _side(allowed: Tensor) -> Tensor:
    """Of known roles, all roles on the same side: body or not; ``[ROLES, L]``."""
    body = (allowed @ _BODY)[None]
    return torch.where(body > 0, _BODY[:, None], 1 - _BODY[:, None])


def _log_sum(chances: Tensor, allowed: Tensor) -> Tensor:
    return torch.logsumexp(chances.masked_fill(allowed == 0, -30.0), 1)


def _page_loss(chances: Tensor, batch: Batch) -> Tensor:
    """One minus the word F1 that each page is expected to have, averaged."""
    body = torch.exp(chances) @ _BODY
    counted = (batch.weight > 0).float() * batch.length
    pages = torch.zeros(len(batch.sizes))
    right = pages.index_add(0, batch.page, body * counted * batch.kept)
    sizes = pages.index_add(0, batch.page, counted * (body + batch.kept))
    judged = sizes > 0
    return (1 - 2 * right / sizes.clamp(min=1.0))[judged].sum() / judged.sum().clamp(min=1)


def teach(nets: Sequence[Net], examples: Sequence[Example]) -> dict[str, NDArray[np.float16]]:
    """What several networks say of each example on average, under its own convention.

    Where a set tells only body from the rest, this is where a student learns the roles of
    the rest from; and where it tells roles, how sure several networks are of them.
    """
    spoken = [predict(net, examples, lambda page: page.convention) for net in nets]
    return {
        example.name: np.mean([softmax(said.logits) for said in of_page], axis=0).astype(np.float16)
        for example, of_page in zip(examples, zip(*spoken, strict=True), strict=True)
    }


@torch.no_grad()
def predict(
    net: Net, examples: Sequence[Example], told: Callable[[Example], str]
) -> list[Prediction]:
    """What the network says of each example under the convention that it is ``told``."""
    found: list[Prediction] = []
    net.eval()
    for chosen in batches(examples, 8000):
        batch = collate(chosen, longest=1 << 30)
        rows = [CONVENTION_NAMES.index(told(example)) for example in chosen]
        logits, types = net(batch, torch.tensor(rows))
        chances = torch.softmax(types, 1).numpy()
        real = batch.real[:, 0] > 0
        found.extend(
            Prediction(logits[real & (batch.page == number)].numpy(), chances[number])
            for number in range(len(chosen))
        )
    return found
