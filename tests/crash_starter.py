"""Starts builds by forking, so that fifty of them take seconds: a process of its own, told by lines on stdin.

Each line holds the arguments of one `scenewright` command. The process id of its leader is printed when it has started
(in a session of its own), and its exit code when it has ended. Workers are forked too, where a real build spawns them;
all else is the build's own.
"""

from __future__ import annotations

import multiprocessing
import os
import shlex
import sys
import tempfile
from typing import Any

from scenewright import pool
from scenewright.build import build
from scenewright.cli import run

FIRST = {"name": "First", "questions": 2, "splits": {"train": 10}, "families": [{"family": "tiny"}]}


def forked(_: str) -> Any:
    """The context in place of `spawn`."""
    return multiprocessing.get_context("fork")


def main() -> None:
    pool.get_context = forked  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:  # all that is loaded at first use is loaded here
        build(FIRST, folder, workers=1)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.setsid()
            null = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(null, stream)
            code = 70
            try:
                code = run(shlex.split(line))
            finally:
                os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
