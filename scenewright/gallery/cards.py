"""Samples as cards: plain JSON for the page. Rows may be anybody's: what can't be read is left out."""

from __future__ import annotations

import json
import shlex
from typing import Any

from scenewright.snapshots.assets import MAGIC

MEDIA = ("images", "videos", "audios")
TEXT_MAX = 20_000
"""Letters of one text that the page gets."""
QUESTIONS_MAX = 200
MARKS_MAX = 4_000

Row = dict[str, Any]


def card(row: Row, at: str) -> dict[str, Any]:
    """What the page shows of a row; `at` names it in addresses."""
    return {
        "at": at,
        "id": _text(row.get("id")),
        "family": _text(row.get("family")),
        "level": row.get("level"),
        "split": at.partition("-")[0],
        "command": command(row),
        "media": [
            {"number": number, "kind": kind, "width": facts.get("width_px"), "height": facts.get("height_px"),
             "role": _text(facts.get("role"))}
            for number, (kind, _, facts) in enumerate(media(row))
        ],
        "marks": _marks(row),
        "questions": [_question(q) for q in _list(row.get("questions"))[:QUESTIONS_MAX]],
        "table": _text(row.get("table_csv")),
        "measures": _json(row.get("measures")),
    }  # fmt: skip


def details(row: Row) -> dict[str, Any]:
    """The truth of a row as indented text, by column."""
    columns = ("scene", "outcome", "readings", "style", "resolution", "claims")
    return {name: _pretty(row.get(name)) for name in columns if row.get(name)}


def media(row: Row) -> list[tuple[str, bytes, Row]]:
    """Kind, bytes and facts of each medium in the order of the sample; of unknown kind: an empty text."""
    facts = [f for f in _list(_json(row.get("media"))) if isinstance(f, dict)]
    taken: dict[str, int] = {}
    out = []
    for fact in facts:
        column = fact.get("column")
        if column not in (*MEDIA, "masks"):
            continue
        files, number = _list(row.get(column)), taken.get(column, 0)
        taken[column] = number + 1
        file = files[number] if number < len(files) else None
        data = file.get("bytes") if isinstance(file, dict) else None
        if isinstance(data, bytes):
            out.append((sniff(data), data, fact))
    if not facts:
        for column in MEDIA:
            for file in _list(row.get(column)):
                data = file.get("bytes") if isinstance(file, dict) else None
                if isinstance(data, bytes):
                    out.append((sniff(data), data, {}))
    return out


def sniff(data: bytes) -> str:
    """Type of a medium by its first bytes alone, whatever its name says; empty for what no browser is to get."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for start, kind in MAGIC.items() if data.startswith(start)), "")


def command(row: Row) -> str:
    """The command that makes this sample again, if its recipe left the level's own ranges."""
    parts = ["scenewright", "sample", row.get("family"), "--level", row.get("level"), "--index", row.get("index"),
             "--seed", row.get("seed"), "-o", row.get("id")]  # fmt: skip
    return shlex.join(_text(part)[:200] for part in parts)


def _marks(row: Row) -> list[dict[str, Any]]:
    out = []
    for mark in _list(_json(row.get("marks")))[:MARKS_MAX]:
        if not isinstance(mark, dict) or not _numbers(mark.get("box", [0, 0, 0, 0]), 4):
            continue
        polygon = [p for p in _list(mark.get("polygon")) if _numbers(p, 2)]
        out.append(
            {
                "id": _text(mark.get("id")),
                "part": _text(mark.get("part")),
                "box": mark.get("box", [0, 0, 0, 0]),
                "polygon": polygon,
                "medium": mark.get("medium", 0),
                "start": mark.get("start_s"),
                "end": mark.get("end_s"),
            }
        )
    return out


def _question(found: Any) -> dict[str, Any]:
    q = found if isinstance(found, dict) else {}
    steps = [s for s in _list(_json(q.get("steps"))) if isinstance(s, dict)]
    return {
        "text": _text(q.get("text")),
        "answer": _text(q.get("answer")),
        "type": _text(q.get("answer_type")),
        "skill": _text(q.get("skill")),
        "template": _text(q.get("template")),
        "answerable": bool(q.get("answerable", True)),
        "twin": _text(q.get("twin")),
        "choices": [
            {"text": _text(c.get("text")), "correct": bool(c.get("correct")), "why": _text(c.get("why"))}
            for c in _list(q.get("choices")) if isinstance(c, dict)
        ],
        "steps": [
            {"text": _text(s.get("text")), "evidence": [_text(id) for id in _list(s.get("evidence"))]} for s in steps
        ],
        "evidence": [_text(id) for id in _list(q.get("evidence"))],
    }  # fmt: skip


def _numbers(value: Any, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(v, (int, float)) for v in value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= TEXT_MAX else text[:TEXT_MAX] + " …"


def _json(value: Any) -> Any:
    try:
        return json.loads(value, parse_constant=lambda name: None) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return None


def _pretty(value: Any) -> str:
    found = _json(value)
    return _text(json.dumps(found, indent=1, ensure_ascii=False) if found is not None else value)
