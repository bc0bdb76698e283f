"""What several tests of the build need: recipes on disk, the command in a real process, the bytes of a folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

COMMAND = (sys.executable, "-m", "scenewright.cli")

TINY = {
    "name": "Tiny",
    "questions": 2,
    "shard_size": 20,
    "splits": {"train": 57, "validation": 10, "test": 7},
    "families": [{"family": "tiny", "levels": [0, 1]}, {"family": "tiny", "levels": [2], "weight": 2}],
}


def slow(wait_s: float, **changes: Any) -> dict[str, Any]:
    """A recipe whose samples take that long each."""
    return TINY | {"families": [{"family": "tiny", "spec": {"wait_s": wait_s}}]} | changes


def write_recipe(folder: Path, recipe: Any, name: str = "recipe.yaml") -> Path:
    path = folder / name
    path.write_text(recipe if isinstance(recipe, str) else yaml.safe_dump(recipe), "utf-8")
    return path


def start(*args: object, **env: str) -> subprocess.Popen[str]:
    """The command in a process group of its own, as a shell starts it."""
    return subprocess.Popen(
        [*COMMAND, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | env,
        start_new_session=True,
    )


def command(*args: object, **env: str) -> tuple[int, str, str]:
    """Run the command to its end: exit code, stdout, stderr."""
    process = start(*args, **env)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def hashes(out: Path, pattern: str = "**/*") -> dict[str, str]:
    """SHA-256 of every file of a data set but the timing."""
    files = sorted(path for path in out.glob(pattern) if path.is_file() and not path.name.startswith("timing"))
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def partials(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if path.name.endswith(".partial")]


def wait_for(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    """What the condition gives as soon as it is true."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def in_session(session: int) -> list[int]:
    """Living processes of a session (zombies are dead)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def writers(session: int) -> list[int]:
    """Processes of a session that hold a half-written shard open."""
    return [pid for pid in in_session(session) if any(".parquet." in target for target in _opened(pid))]


def ray_workers(out: Path) -> list[int]:
    """Ray's processes that write a shard of this folder now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            ours = b"ray::_work" in (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if ours and any(target.startswith(f"{out}/") for target in _opened(int(folder.name))):
            found.append(int(folder.name))
    return found


def _opened(pid: int) -> list[str]:
    """Paths of the files that a process holds open."""
    try:
        return [os.readlink(fd) for fd in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return []
