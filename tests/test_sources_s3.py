"""Pages that lie on S3: read by worker processes from a server of that protocol."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.batches import job, rows, write_warc

pytest.importorskip("s3fs", reason="needs s3fs and moto: make test-s3")
pytest.importorskip("moto.server", reason="needs s3fs and moto: make test-s3")

import s3fs
from moto.server import ThreadedMotoServer

from bodycopy.batch.driver import Run
from bodycopy.batch.local import LocalEngine

# Of these packages and what they import, not of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[s3fs.S3FileSystem]:
    """A server with an empty bucket ``crawl``, found by the environment as workers find it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.mkdir("crawl")
    yield system
    server.stop()
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_warc_on_s3_is_read_by_workers(bucket: s3fs.S3FileSystem, tmp_path: Path) -> None:
    """In shards, by its address, by a pattern, and by a list with the bucket as its base."""
    bucket.put(str(write_warc(tmp_path / "a.warc.gz", 30)), "crawl/2026/a.warc.gz")
    listed = tmp_path / "warc.paths"
    listed.write_text("2026/a.warc.gz\n")
    inputs = {
        "s3://crawl/2026/a.warc.gz": "",
        "s3://crawl/*/*.warc.gz": "",
        f"@{listed}": "s3://crawl/",
    }
    for number, (name, base) in enumerate(inputs.items()):
        asked = job(tmp_path / str(number), name, base=base, shard_size=8000)
        found = Run(asked, LocalEngine(1)).run()
        assert (found.complete, found.articles, found.shards) == (True, 30, 4)
        assert rows(tmp_path / str(number))[7]["source"] == "s3://crawl/2026/a.warc.gz"
