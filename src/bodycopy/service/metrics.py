"""What the service counts, for Prometheus."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

__all__ = ["METRICS_TYPE", "Metrics"]

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# Seconds. A page takes milliseconds, one that is given up ten seconds.
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "bodycopy_requests_total",
            "Requests answered",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "bodycopy_request_seconds",
            "From the headers of a request to the end of its answer",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.pages = Counter(
            "bodycopy_pages_total",
            "Pages by what became of them: article, the reason of a verdict, or a problem",
            ("outcome",),
            registry=self._registry,
        )
        self.worker_ends = Counter(
            "bodycopy_worker_ends_total",
            "Workers that were replaced: they died, took too long, or held too much memory",
            ("cause",),
            registry=self._registry,
        )
        self._gauges: list[Gauge] = []
        ProcessCollector(registry=self._registry)

    def watch(self, name: str, text: str, value: Callable[[], float]) -> None:
        """Show what a function says whenever somebody looks."""
        gauge = Gauge(name, text, registry=self._registry)
        gauge.set_function(value)
        self._gauges.append(gauge)

    def watch_processes(self, process_ids: Callable[[], Iterable[int]]) -> None:
        """Show the memory of the workers, on Linux."""
        if sys.platform == "linux":
            self._registry.register(_WorkerMemory(process_ids))

    def shown(self) -> bytes:
        """All of them in the text format of Prometheus."""
        return generate_latest(self._registry)


class _WorkerMemory(Collector):
    """Resident memory of processes that come and go."""

    def __init__(self, process_ids: Callable[[], Iterable[int]]) -> None:
        self._process_ids = process_ids

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One value a worker, by its place: process numbers would make series without end."""
        family = GaugeMetricFamily(
            "bodycopy_worker_resident_memory_bytes",
            "Resident memory of a worker; the last one stands by",
            labels=("worker",),
        )
        for place, process_id in enumerate(self._process_ids()):
            family.add_metric((str(place),), _resident(process_id))
        yield family


def _resident(process_id: int) -> float:
    """Bytes; 0 of a process that has gone meanwhile."""
    try:
        with open(f"/proc/{process_id}/statm") as file:  # noqa: PTH123 - no path of ours
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0.0
