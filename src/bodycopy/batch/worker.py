"""A worker process: does shards that come in by standard input, one line of JSON each.

It may be killed at any time; what it has written under temporary names is then worthless,
and nothing else is lost.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from bodycopy.batch.beat import Beat, Pulse
from bodycopy.batch.outcome import Failed, Outcome
from bodycopy.batch.shard_run import Task, run_shard
from bodycopy.errors import BodycopyError
from bodycopy.worker_process import die_with_parent, limit_memory

__all__ = ["main"]


def main(beat_path: str, parent: int) -> None:
    """Do tasks until standard input ends or the supervisor is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(parent)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not be taken for an answer.
    os.dup2(2, 1)
    beat = Beat(Path(beat_path))
    decoder = msgspec.json.Decoder(Task)
    limited = False

    def tell(pulse: Pulse) -> None:
        if os.getppid() != parent:
            os._exit(1)
        beat.write(pulse)

    for line in sys.stdin.buffer:
        task = decoder.decode(line)
        if not limited:
            limit_memory(task.job.memory)
            limited = True
        beat.write(Pulse())
        answers.write(msgspec.json.encode(_outcome(task, tell)) + b"\n")
        answers.flush()


def _outcome(task: Task, tell: Callable[[Pulse], None]) -> Outcome:
    try:
        return run_shard(task, tell)
    except OSError as error:
        fatal = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
        return Failed(index=task.shard.index, message=str(error), fatal=fatal)
    except BodycopyError as error:
        # A file that is not what it seemed to be, or a package that is not installed.
        return Failed(index=task.shard.index, message=str(error))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
