"""Errors in one line: the cause and the cure. What is not a mistake of the user's stays a traceback."""

from __future__ import annotations

import errno
from concurrent.futures.process import BrokenProcessPool

from scenewright.errors import UserError
from scenewright.renderers.diffusion.errors import ModelError

_CURES = {
    errno.ENOSPC: "the disk is full; free some space and run the same command again, which goes on where it stopped",
    errno.EDQUOT: "the disk quota is used up; free some space and run the same command again",
    errno.EACCES: "no permission; choose another folder, or change its permissions",
    errno.EPERM: "not permitted; choose another folder, or change its permissions",
    errno.EROFS: "the file system is read-only; choose another folder",
    errno.ENOENT: "there is no such file or folder; correct the path",
    errno.ENOTDIR: "a part of this path is a file, not a folder; correct the path",
    errno.EEXIST: "is a file, where a folder is needed; choose another path",
    errno.EISDIR: "is a folder, where a file is needed; choose another path",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EMFILE: "too many open files; use fewer --workers, or raise the limit (ulimit -n)",
    errno.ENOMEM: "out of memory; use fewer --workers",
}


def explain(error: BaseException) -> str | None:
    """The line to show for an error; None if it is a fault of the program's."""
    if isinstance(error, (UserError, ModelError)):
        return _one_line(error)
    if isinstance(error, BrokenProcessPool):
        return (
            "a worker process was killed, often for lack of memory; run the same command again, which goes on where it "
            "stopped, with fewer --workers if this happens again"
        )
    if isinstance(error, MemoryError):
        return "out of memory; use fewer --workers or smaller pictures"
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return where + _CURES.get(error.errno or 0, _one_line(error.strerror or error))
    if isinstance(error, ImportError) and error.name is None:
        return _one_line(error)  # raised by hand, with the cure in it
    if hasattr(error, "format_message"):  # the command line's own: an unknown option, a missing argument
        hint = getattr(getattr(error, "ctx", None), "command_path", "scenewright")
        return f"{_one_line(error.format_message()).rstrip('.')}; see {hint} --help"
    if isinstance(error, ValueError):
        from scenewright.scenes.table_columns import TableError

        return _one_line(error) if isinstance(error, TableError) else None
    return None


def _one_line(what: object) -> str:
    return " ".join(str(what).split())
