"""File names of snapshots."""

from __future__ import annotations

import re
from hashlib import blake2b


def file_name(name: str) -> str:
    """A file name: other characters become `_`; where that makes two names alike, a hash of the whole follows."""
    plain = re.sub(r"[^\w.=-]+", "_", name).strip("_.")
    if plain == name and len(plain) <= 120:
        return plain
    return f"{plain[:100]}-{blake2b(name.encode(), digest_size=3).hexdigest()}"
