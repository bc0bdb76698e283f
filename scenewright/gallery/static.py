"""The gallery as one file: page, cards and media in it, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from scenewright.errors import UserError
from scenewright.gallery.cards import details, media
from scenewright.gallery.pages import PAGE, Pages
from scenewright.gallery.server import page_file
from scenewright.shards import write_whole

CARDS = 60
"""By default."""
BYTES_MAX = 200 << 20


def write_static(pages: Pages, out: Path, count: int = CARDS) -> int:
    """Write cards evenly taken from the data set; returns how many. `UserError` where they take too much room."""
    if count < 1:
        raise UserError(f"samples must be at least 1, not {count}")
    cards: list[dict[str, Any]] = []
    size = 0
    for at in spread(pages, count):
        found = pages.page(at, 1, {})["cards"][0]
        row = pages.row(at)
        found["details"] = details(row)
        for shown, (kind, data, _) in zip(found["media"], media(row), strict=True):
            shown["data"] = f"data:{kind};base64,{base64.b64encode(data).decode()}" if kind else ""
            size += len(data)
        if size > BYTES_MAX:
            raise UserError(f"{len(cards)} samples take {size >> 20} MB already; give fewer with --samples")
        cards.append(found)
    about = pages.overview()
    about["splits"] = {"shown": len(cards)} | about["splits"]
    held = json.dumps({"about": about, "cards": cards, "page": PAGE}, ensure_ascii=False)
    write_whole(out, _page(held).encode("utf-8", "replace"))
    return len(cards)


def spread(pages: Pages, count: int) -> list[str]:
    """Places evenly taken over all rows, in order."""
    sizes = [pages.rows_in(number) for number in range(len(pages.files))]
    total = sum(sizes)
    count = min(count, total)
    wanted = [i * total // count for i in range(count)]
    out, before, number = [], 0, 0
    for row in wanted:
        while row >= before + sizes[number]:
            before += sizes[number]
            number += 1
        out.append(f"{pages.files[number][1].stem}.{row - before}")
    return out


def _page(held: str) -> str:
    """The page with its files and data in it. In a script element, `<` alone could end it."""
    style, script = (page_file(name).decode() for name in ("gallery.css", "gallery.js"))
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    policy = (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; media-src data:; base-uri 'none'; form-action 'none'"
    )
    page = page_file("index.html").decode()
    page = page.replace(
        '<link rel="stylesheet" href="gallery.css">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>',
    )
    safe = held.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    data = f'<script type="application/json" id="held">{safe}</script>'
    return page.replace('<script src="gallery.js"></script>', f"{data}\n<script>{script}</script>")
