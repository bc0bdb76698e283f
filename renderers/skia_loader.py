"""Imports skia, and where the system lacks its libraries says in one line what to install."""

from __future__ import annotations

try:
    import skia
except ImportError as error:
    if "libEGL" in str(error) or "libGL" in str(error) or "libfontconfig" in str(error):
        raise ImportError(
            f"skia-python needs a system library that is missing ({error}); "
            "on Debian or Ubuntu run: apt-get install -y libegl1 libgl1 libfontconfig1"
        ) from None
    raise

__all__ = ["skia"]
