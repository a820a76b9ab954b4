"""The network without torch says what the trained one says, and its file is stable."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from bodycopy.features import measure
from bodycopy.features.tokens import tokenise
from bodycopy.label.net import load_weights, predict, unpack_weights
from bodycopy.roles import ROLES
from bodycopy.scan import scan

torch = pytest.importorskip("torch")

from training.batches import collate  # noqa: E402
from training.calibrate import Calibration  # noqa: E402
from training.examples import TYPES, Example  # noqa: E402
from training.export import pack, write_weights  # noqa: E402
from training.net import Net, Shape  # noqa: E402
from training.vocabulary import choose_vocabulary  # noqa: E402

PAGES = sorted((Path(__file__).parent / "pages").glob("*/source.html"))


def example(html: str) -> Example:
    """A page that nobody labelled."""
    tape = scan(html)
    n = len(tape)
    matrix = measure(tape).matrix.astype(np.float16)
    return Example(
        name="test/page",
        set="fundus",
        group="example.com",
        type="article",
        language="en",
        matrix=matrix,
        tokens=tokenise(tape),
        target=np.zeros(n, np.int8),
        weight=np.ones(n, np.float32),
        texts=tape.texts,
        word_ids=np.zeros(n, np.int32),
        word_starts=np.arange(n + 1, dtype=np.int32),
    )


def net_for(examples: list[Example]) -> Net:
    """A network with random weights that knows some of the pages' tokens."""
    torch.manual_seed(1)
    net = Net(Shape(), choose_vocabulary(examples, 1, 1)).eval()
    with torch.no_grad():
        for value in net.parameters():
            value.copy_(value.half().float())  # the file holds half precision
    return net


def test_numpy_agrees_with_torch() -> None:
    """On several pages at once in torch, one by one in numpy, to a ten-thousandth."""
    examples = [example(path.read_text("utf-8", "replace")) for path in PAGES[:6]]
    net = net_for(examples)
    batch = collate(examples)
    with torch.no_grad():
        logits, types = net(batch, torch.zeros(len(examples), dtype=torch.long))
    weights = unpack_weights(pack(net, Calibration.none()))
    for number, page in enumerate(examples):
        here = (batch.real[:, 0] > 0) & (batch.page == number)
        told = predict(page.matrix.astype(np.float32), page.tokens, weights)
        np.testing.assert_allclose(
            told.probabilities, torch.softmax(logits[here], 1).numpy(), atol=1e-4
        )
        np.testing.assert_allclose(
            [told.types[name] for name in TYPES],
            torch.softmax(types[number], 0).numpy(),
            atol=1e-4,
        )


def test_the_file_is_the_same_for_the_same_numbers(tmp_path: Path) -> None:
    """No clock, no order of a dictionary in the archive; and it is read back as written."""
    net = net_for([example("<p>Some text about a harbour.</p>")])
    arrays = pack(net, Calibration.none())
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    write_weights(first, arrays)
    write_weights(second, dict(reversed(arrays.items())))
    assert first.read_bytes() == second.read_bytes()
    with np.load(first) as archive:
        np.testing.assert_array_equal(archive["names"], arrays["names"])


def test_weights_for_features_that_are_gone_are_refused() -> None:
    """A renamed column must not be read from its neighbour's place."""
    arrays = pack(net_for([example("<p>Text.</p>")]), Calibration.none())
    about = bytes(arrays["about"]).replace(b'"length"', b'"lenght"')
    with pytest.raises(ValueError, match="lenght"):
        unpack_weights({**arrays, "about": np.frombuffer(about, np.uint8)})


def test_shipped_weights_give_probabilities() -> None:
    """Each row sums to one, types too, and the confidence is a share."""
    page = example(PAGES[0].read_text("utf-8", "replace"))
    told = predict(page.matrix.astype(np.float32), page.tokens)
    assert told.probabilities.shape == (len(page.target), len(ROLES))
    np.testing.assert_allclose(told.probabilities.sum(axis=1), 1.0, atol=1e-4)
    assert math.isclose(sum(told.types.values()), 1.0, abs_tol=1e-4)
    assert 0.0 <= told.confidence <= 1.0
    assert load_weights() is load_weights()


def test_an_empty_page_has_no_probabilities() -> None:
    """Nothing to label is not an error."""
    tape = scan("")
    told = predict(measure(tape).matrix, tokenise(tape))
    assert told.probabilities.shape == (0, len(ROLES))
    assert told.confidence == 0.0
