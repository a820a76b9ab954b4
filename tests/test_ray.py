"""The same job on Ray: a local cluster of two nodes, whose workers are killed."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.batches import content, job, rejected, run_inline, write_warc

pytest.importorskip("ray", reason="needs ray: make test-ray")

import ray
from ray.cluster_utils import Cluster

from bodycopy.batch.driver import Run
from bodycopy.batch.ray_engine import RayEngine

# Of Ray and what it imports, not of ours.
pytestmark = pytest.mark.filterwarnings("ignore")

SLOW = "tests.faulty_extractor:extract_slowly"


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Two nodes with a core each."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(Path("src").resolve()), str(Path.cwd()))))
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    made.add_node(num_cpus=1)
    monkeypatch.setenv("RAY_ADDRESS", made.address)
    yield made
    ray.shutdown()
    made.shutdown()


def ray_workers() -> list[int]:
    """Processes of this user in which Ray does our tasks."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes()
        except OSError:
            continue
        if command.startswith(b"ray::do_task"):
            found.append(int(path.parent.name))
    return found


@pytest.mark.fault("killed-run")
def test_ray_gives_what_local_workers_give(cluster: Cluster, tmp_path: Path) -> None:
    """The same parts byte by byte, though workers are killed."""
    path = write_warc(tmp_path / "in.warc.gz", 200)
    run_inline(tmp_path / "local", path, shard_size=12_000)
    kills: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not over.wait(1.5) and len(kills) < 4:
            for worker in ray_workers()[:1]:
                os.kill(worker, signal.SIGKILL)
                kills.append(worker)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        asked = job(tmp_path / "ray", path, shard_size=12_000, extractor=SLOW)
        found = Run(asked, RayEngine()).run()
    finally:
        over.set()
        killer.join()
    assert found.complete
    assert kills
    assert content(tmp_path / "ray") == content(tmp_path / "local")


@pytest.mark.fault("crashing-page")
def test_a_page_that_crashes_costs_that_page_on_ray_too(cluster: Cluster, tmp_path: Path) -> None:
    """The worker below the Ray task dies, not the task; the page has its row."""
    path = write_warc(tmp_path / "in.warc.gz", 12, {5: "crash"})
    asked = job(tmp_path / "out", path, extractor="tests.faulty_extractor:extract")
    found = Run(asked, RayEngine()).run()
    assert (found.complete, found.articles) == (True, 11)
    (row,) = rejected(tmp_path / "out")
    assert (row["reason"], row["warc_record_id"]) == ("crash", "<urn:test:5>")
