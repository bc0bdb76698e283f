"""Where data sets lie: a folder of this machine, or a URL of an object store (`s3://bucket/set`, `gs://...`).

Both are paths with the same methods. On an object store a file is there whole or not at all, so nothing is renamed;
what is written piece by piece is written here first and then put there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scenewright.errors import UserError

_URL = re.compile(r"^([a-z][a-z0-9+.-]+)://", re.I)
_PACKAGES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs"}


def place(out: str | Path) -> Any:
    """The path of a folder or URL. `UserError` where a URL's library is missing, or its scheme unknown."""
    found = _URL.match(str(out))
    if not found or not isinstance(out, (str, Path)):
        return Path(out) if isinstance(out, (str, Path)) else out
    scheme = found[1].lower()
    if scheme == "file":
        return Path(str(out)[len("file://") :])
    try:
        from upath import UPath
    except ImportError:
        raise UserError(f'{out}: writing to a URL needs: pip install "scenewright[remote]"') from None
    try:
        path = UPath(str(out), use_listings_cache=False)  # other ranks write here too
        path.fs  # noqa: B018 - loads the scheme's library
    except ImportError as error:
        package = _PACKAGES.get(scheme)
        cure = f"pip install {package}" if package else str(error)
        raise UserError(f"{out}: {scheme}:// needs: {cure}") from None
    except ValueError:
        raise UserError(
            f"{out}: unknown scheme '{scheme}://'; there are s3://, gs:// and others that fsspec knows"
        ) from None
    return path


def is_remote(path: Any) -> bool:
    """Whether a path is a URL's."""
    return not isinstance(path, Path) or hasattr(path, "fs")


def put(local: Path, path: Any) -> None:
    """Copy a file of this machine to a URL's path."""
    path.fs.put_file(str(local), path.path)


def source(path: Any) -> Any:
    """What pyarrow reads a path by: its name, or for a URL an open file."""
    return path.open("rb") if is_remote(path) else path
