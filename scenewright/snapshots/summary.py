"""All snapshots of a run on one page, self-contained, and as JSON."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenewright.snapshots.names import file_name

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin: 2rem 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; overflow-wrap: anywhere; }
.row { display: flex; gap: 1rem; flex-wrap: wrap; } figure { margin: 0; flex: 1 1 18rem; min-width: 0; }
img, video { max-width: 100%; border: 1px solid #8886; image-rendering: pixelated; } audio { width: 100%; }
figcaption { font-size: .85rem; opacity: .8; } pre { overflow-x: auto; font-size: .85rem; }
.same, .updated { color: #1a7f37; } .different, .missing, .unreadable { color: #c4242e; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .15rem .8rem .15rem 0; }
"""
_TAGS = {
    ".png": "<img alt='{1}' src='data:image/png;base64,{0}'>",
    ".jpg": "<img alt='{1}' src='data:image/jpeg;base64,{0}'>",
    ".flac": "<audio controls src='data:audio/flac;base64,{0}'></audio>",
    ".wav": "<audio controls src='data:audio/wav;base64,{0}'></audio>",
    ".mp4": "<video controls loop src='data:video/mp4;base64,{0}'></video>",
}
FILE_MAX = 4 << 20
"""Larger files are named on the page, not put into it."""


def write_summary(folder: Path, records: Sequence[dict[str, Any]], forms: Sequence[str]) -> list[Path]:
    """`summary.html` and `summary.json` as wanted, worst first."""
    folder.mkdir(parents=True, exist_ok=True)
    order = {status: i for i, status in enumerate(("different", "missing", "unreadable", "updated", "same"))}
    ranked = sorted(records, key=lambda record: (order[record["status"]], record["test"], record["snapshot"]))
    out = []
    if "json" in forms:
        out.append(folder / "summary.json")
        out[-1].write_text(json.dumps({"format": 1, "snapshots": ranked}, indent=1) + "\n", "utf-8")
    if "html" in forms:
        out.append(folder / "summary.html")
        out[-1].write_text(_page(folder, ranked), "utf-8")
    return out


def _page(folder: Path, records: Sequence[dict[str, Any]]) -> str:
    bad = [record for record in records if record["status"] not in ("same", "updated")]
    rows = "".join(
        f"<tr><td class='{record['status']}'>{record['status']}</td><td>{html.escape(record['test'])}</td>"
        f"<td>{_value(record)}</td></tr>"
        for record in records
    )
    head = f"<h1>{len(bad)} of {len(records)} asset snapshots failed</h1>"
    parts = "".join(_part(folder, record) for record in bad)
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Asset snapshots</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style><body>{head}{parts}"
        f"<h2>All</h2><table><tr><th>status</th><th>test</th><th>metric</th></tr>{rows}</table></body></html>\n"
    )


def _value(record: dict[str, Any]) -> str:
    if record["value"] is None:
        return ""
    return html.escape(f"{record['metric']} {record['value']:.4g} (tolerance {record['tolerance']:g})")


def _part(folder: Path, record: dict[str, Any]) -> str:
    place = folder / _module(record["test"]) / record["snapshot"]
    figures = []
    for name in ("expected", "actual", "difference"):
        figures += [_figure(file) for file in sorted(place.glob(f"{name}*")) if file.suffix in _TAGS]
    changes = "".join(f"{html.escape(line)}\n" for line in record["changes"])
    return (
        f"<h2 class='{record['status']}'>{html.escape(record['test'])}</h2><p>{html.escape(record['line'])}</p>"
        f"<div class='row'>{''.join(figures)}</div>" + (f"<pre>{changes}</pre>" if changes else "")
    )


def _module(test: str) -> str:
    return file_name(Path(test.partition("::")[0]).stem)


def _figure(file: Path) -> str:
    caption = html.escape(file.stem)
    if file.stat().st_size > FILE_MAX:
        return f"<figure><figcaption>{caption}: {html.escape(str(file))}</figcaption></figure>"
    data = base64.b64encode(file.read_bytes()).decode()
    return f"<figure>{_TAGS[file.suffix].format(data, caption)}<figcaption>{caption}</figcaption></figure>"
