"""A folder that is seen whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenewright.errors import UserError
from scenewright.shards import PARTIAL


@contextmanager
def whole_folder(target: Path, source: Path) -> Iterator[Path]:
    """Give a folder to write to, which becomes `target` at the end, and is removed where an error ends it.

    `UserError` where the target holds anything, is a file, or lies inside the source; and where the disk is full.
    """
    target = target.expanduser()
    place = target.resolve()
    _check(target, place, source.resolve())
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place)
    partial = place.with_name(f".{place.name}.{secrets.token_hex(4)}{PARTIAL}")
    partial.mkdir()
    held = os.open(partial, os.O_RDONLY)  # says that this run lives; freed when the process ends
    try:
        _lock(held)
        yield partial
        os.replace(partial, place)  # an empty folder is replaced too
    except BaseException as error:
        shutil.rmtree(partial, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(
                f"{target}: the disk is full; nothing was left behind: free some space and export again"
            ) from None
        if isinstance(error, OSError) and error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise UserError(f"{target}: something was written there meanwhile; give another folder with -o") from None
        raise
    finally:
        os.close(held)


def _check(target: Path, place: Path, source: Path) -> None:
    if place == source or source in place.parents:
        raise UserError(f"{target}: lies inside the data set {source}, which an export never changes; give another -o")
    if place.exists() and not place.is_dir():
        raise UserError(f"{target}: is a file; give a new folder with -o")
    first = min((path.name for path in place.iterdir()), default="") if place.is_dir() else ""
    if first:
        raise UserError(f"{target}: is not empty (it holds {first}); give a new folder with -o, or empty this one")


def _lock(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return False  # some network file systems have no locks
    return True


def _sweep(place: Path) -> None:
    """Remove what killed runs left of the same target."""
    for path in place.parent.glob(f".{place.name}.*{PARTIAL}"):
        try:
            held = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        try:
            if _lock(held):
                shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(held)
