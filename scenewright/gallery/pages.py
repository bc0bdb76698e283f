"""Pages of cards: row groups are read when they are asked for, so that a million rows open as fast as ten."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow.parquet as pq

from scenewright.dataset import open as open_dataset
from scenewright.errors import UserError
from scenewright.gallery.cards import Row, card
from scenewright.places import source

PAGE = 12
PAGE_MAX = 60
BUDGET_S = 1.5
"""A search returns what it has found after this, and where it got to."""
HELD = 4
"""Row groups kept in memory."""
FIELDS = ("family", "level", "template", "skill", "answerable", "split")
_SEARCHED = ["id", "family", "level", "questions"]


class Pages:
    """The rows of a data set by place: `train-00000-of-00010.57` is row 57 of that shard."""

    def __init__(self, folder: str | Path) -> None:
        dataset = open_dataset(folder)
        self.name = dataset.root.name
        root = Path(dataset.root).resolve()
        self.files: list[tuple[str, Path]] = []
        for split, paths in dataset.files.items():
            for path in paths:
                if not path.resolve().is_relative_to(root):
                    raise UserError(f"{path}: leads out of the data set; the gallery shows what lies in it alone")
                self.files.append((split, path))
        self.stems = {path.stem: number for number, (_, path) in enumerate(self.files)}
        self._open: OrderedDict[int, Any] = OrderedDict()
        self._groups: OrderedDict[tuple[int, int], list[Row]] = OrderedDict()
        self._lock = threading.Lock()

    # -- rows ----------------------------------------------------------------------------------------------------

    def row(self, at: str) -> Row:
        """The row of that place. `LookupError` if there is none."""
        stem, _, number = at.rpartition(".")
        file = self.stems[stem]
        if not number.isascii() or not number.isdecimal() or len(number) > 9:
            raise LookupError(at)
        group, offset = self._group_of(file, int(number))
        return self._rows(file, group)[offset]

    def rows_in(self, file: int) -> int:
        """Rows of one shard."""
        return int(self._file(file).metadata.num_rows)

    def _file(self, number: int) -> Any:
        with self._lock:
            if number not in self._open:
                path = self.files[number][1]
                try:
                    self._open[number] = pq.ParquetFile(source(path), page_checksum_verification=True)
                except (OSError, ValueError) as error:
                    raise UserError(f"{path}: not a whole Parquet file ({error})") from None
                if len(self._open) > 4 * HELD:
                    self._open.popitem(last=False)[1].close()
            return self._open[number]

    def _group_of(self, file: int, row: int) -> tuple[int, int]:
        footer = self._file(file).metadata
        for group in range(footer.num_row_groups):
            count = footer.row_group(group).num_rows
            if row < count:
                return group, row
            row -= count
        raise LookupError(row)

    def _rows(self, file: int, group: int) -> list[Row]:
        with self._lock:
            held = self._groups.get((file, group))
        if held is None:
            held = self._read(file, group, None)
            with self._lock:
                self._groups[file, group] = held
                if len(self._groups) > HELD:
                    self._groups.popitem(last=False)
        return held

    def _read(self, file: int, group: int, columns: list[str] | None) -> list[Row]:
        opened = self._file(file)
        try:
            with self._lock:  # a reader of Arrow's is no more than one thread's
                return list(opened.read_row_group(group, columns=columns).to_pylist())
        except (OSError, ValueError) as error:
            raise UserError(f"{self.files[file][1]}: row group {group} is damaged ({error})") from None

    # -- pages ---------------------------------------------------------------------------------------------------

    def page(self, start: str, limit: int, wanted: Mapping[str, str]) -> dict[str, Any]:
        """Up to `limit` cards from a place on (empty: the first), and where the next page begins; "" at the end.

        `wanted` has fields of `FIELDS` and `q`, a text to look for in questions, answers and ids.
        """
        limit = max(1, min(limit, PAGE_MAX))
        file, row = self._place(start)
        looking = {name: value for name, value in wanted.items() if value}
        begun = perf_counter()
        found: list[dict[str, Any]] = []
        while file < len(self.files):
            split, path = self.files[file]
            if looking.get("split", split) != split:
                file, row = file + 1, 0
                continue
            footer = self._file(file).metadata
            first = 0
            for group in range(footer.num_row_groups):
                count = footer.row_group(group).num_rows
                if row < first + count:
                    for offset in self._matches(file, group, row - first, looking):
                        if len(found) == limit:
                            return {"cards": found, "next": f"{path.stem}.{first + offset}"}
                        found.append(card(self._rows(file, group)[offset], f"{path.stem}.{first + offset}"))
                    row = first + count
                    if perf_counter() - begun > BUDGET_S and row < footer.num_rows:
                        return {"cards": found, "next": f"{path.stem}.{row}"}
                first += count
            file, row = file + 1, 0
        return {"cards": found, "next": ""}

    def _place(self, start: str) -> tuple[int, int]:
        if not start:
            return 0, 0
        stem, _, number = start.rpartition(".")
        if stem not in self.stems or not number.isdecimal():
            raise LookupError(start)
        return self.stems[stem], int(number)

    def _matches(self, file: int, group: int, since: int, looking: Mapping[str, str]) -> list[int]:
        """Places within a row group, from one on, that have what is looked for; media are not read for it."""
        count = self._file(file).metadata.row_group(group).num_rows
        if not set(looking) - {"split"}:
            return list(range(max(since, 0), count))
        rows = self._read(file, group, _SEARCHED)
        return [i for i in range(max(since, 0), count) if has(rows[i], looking)]

    # -- the whole -----------------------------------------------------------------------------------------------

    def overview(self) -> dict[str, Any]:
        """Name, splits, and counts by level and template as the build counted them (nothing is read for it)."""
        name, counts, splits = _reported(self.files[0][1].parent.parent if self.files else Path())
        names = sorted({name.rpartition(" ")[0] for name in counts.get("level", {})})
        return {
            "name": name or self.name,
            "splits": splits or {split: None for split, _ in self.files},
            "families": names,
            "levels": counts.get("level", {}),
            "templates": counts.get("template", {}),
            "skills": counts.get("skill", {}),
        }


def has(row: Row, looking: Mapping[str, str]) -> bool:
    """Whether a row has what is looked for, all of a question's in one question."""
    if any(str(row.get(name)) != looking[name] for name in ("family", "level") if name in looking):
        return False
    asked = [q for q in row.get("questions") or () if isinstance(q, dict)]
    for name in ("template", "skill"):
        if name in looking:
            asked = [q for q in asked if q.get(name) == looking[name]]
    if "answerable" in looking:
        asked = [q for q in asked if bool(q.get("answerable")) == (looking["answerable"] == "yes")]
    if "q" in looking:
        text = looking["q"].casefold()
        named = text in str(row.get("id")).casefold()
        asked = [q for q in asked if named or text in f"{q.get('text')}\n{q.get('answer')}".casefold()]
    return bool(asked) or not {"template", "skill", "answerable", "q"} & set(looking)


def _reported(root: Path) -> tuple[str, dict[str, dict[str, int]], dict[str, int]]:
    """Name and counts of the build's report, summed over splits; empty where there is none that can be read."""
    try:
        report = json.loads((root / "build" / "report.json").read_text("utf-8"))
        counts: dict[str, dict[str, int]] = {}
        for by_kind in report["counts"].values():
            for kind in ("level", "template", "skill"):
                total = counts.setdefault(kind, {})
                for name, count in by_kind.get(kind, {}).items():
                    total[name] = total.get(name, 0) + int(count)
        return str(report["name"]), counts, {name: int(count) for name, count in report["samples"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", {}, {}
