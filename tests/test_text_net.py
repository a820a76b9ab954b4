"""The network for lines: the one that learns and the one that ships say the same."""

from pathlib import Path

import numpy as np
import pytest

from bodycopy.lines.features import LINE_COLUMNS, measure_lines
from bodycopy.lines.net import predict_lines, unpack_line_weights
from bodycopy.lines.plaintext import read_text
from bodycopy.roles import ROLES

torch = pytest.importorskip("torch")
pytest.importorskip("pyarrow")

from training.lines.batches import Known, collate  # noqa: E402 - only where torch is
from training.lines.calibrate import Calibration  # noqa: E402
from training.lines.examples import LineExample, Page  # noqa: E402
from training.lines.export import pack_lines  # noqa: E402
from training.lines.net import LineNet, Shape  # noqa: E402

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))


def example(path: Path) -> tuple[Page, LineExample]:
    """An authored text as it is learned from."""
    features = measure_lines(read_text(path.read_text(encoding="utf-8")))
    tokens, n = features.tokens, len(features.matrix)
    text = LineExample(
        rendering="",
        matrix=features.matrix.astype(np.float16),
        chars=features.chars.astype(np.float16),
        word_ids=tokens.word_ids,
        word_lines=tokens.word_lines.astype(np.int32),
        gram_ids=tokens.gram_ids,
        gram_lines=tokens.gram_lines.astype(np.int32),
        target=np.zeros(n, np.int8),
        block=np.full(n, -1, np.int32),
        weight=np.ones(n, np.float16),
        length=np.ones(n, np.int16),
        texts=(),
    )
    page = Page(
        name=path.stem,
        set="authored",
        group="example.org",
        type="article",
        convention="roles",
        set_convention="roles",
        scored=False,
        body="",
        named=np.zeros((1, 0), np.int8),
        sure=np.zeros((1, 0), np.float16),
        texts=(text,),
    )
    return page, text


def test_both_networks_say_the_same() -> None:
    """Probabilities of roles and types agree to a thousandth, in a batch and alone."""
    torch.manual_seed(3)
    texts = [example(path) for path in TEXTS]
    known = Known(
        words=np.unique(np.concatenate([text.word_ids for _, text in texts]))[::2],
        grams=np.unique(np.concatenate([text.gram_ids for _, text in texts]))[::3],
    )
    net = LineNet(Shape(width=24), known)
    net.eval()
    weights = unpack_line_weights(pack_lines(net, Calibration.none()))
    with torch.no_grad():
        roles, _, types = net(collate(texts, known), torch.zeros(len(texts), dtype=torch.long))
    for number, path in enumerate(TEXTS):
        features = measure_lines(read_text(path.read_text(encoding="utf-8")))
        said = predict_lines(features, weights)
        n = len(features.matrix)
        learned = torch.softmax(roles[number, :n], 1).numpy()
        assert np.abs(learned - said.probabilities).max() < 2e-3
        chances = torch.softmax(types[number], 0).numpy()
        assert np.abs(chances - np.array(list(said.types.values()))).max() < 2e-3


def test_weights_of_other_columns_are_refused() -> None:
    """A file that was trained on other measures is no use, and says so."""
    known = Known(words=np.array([1, 2], np.int32), grams=np.array([1, 2], np.int32))
    arrays = pack_lines(LineNet(Shape(width=8), known), Calibration.none())
    about = bytes(arrays["about"]).replace(LINE_COLUMNS[0].encode(), b"breadth")
    arrays["about"] = np.frombuffer(about, np.uint8)
    with pytest.raises(ValueError, match="other columns"):
        unpack_line_weights(arrays)


def test_shipped_weights_are_small_and_fit() -> None:
    """They ship with the package, below half a megabyte, and know every role."""
    path = Path(__file__).parents[1] / "src" / "bodycopy" / "weights" / "lines.npz"
    assert path.stat().st_size < 600_000
    features = measure_lines(read_text(TEXTS[0].read_text(encoding="utf-8")))
    said = predict_lines(features)
    assert said.probabilities.shape == (len(features.matrix), len(ROLES))
    assert np.allclose(said.probabilities.sum(axis=1), 1.0, atol=1e-5)
    assert 0.0 < said.confidence < 1.0
