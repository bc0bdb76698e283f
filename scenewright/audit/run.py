"""The audit of a data set: all checks over all rows, in several processes, with flat memory.

    found = audit("out", samples=1000)
    found.failed            # ["blind: points above chance"]
    write(found, Path("out/audit"))

A worker reads one row group at a time; what checks keep of a row is small. What can't be looked at (a column that is
missing, a medium that can't be decoded, a family that is not known) is counted with its cause, never an error.
"""

from __future__ import annotations

import difflib
import io
import multiprocessing
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from scenewright.audit.checks import CHECKS, check
from scenewright.audit.checks.base import EXAMPLES, Check, Finding, Limit, Looked, Section
from scenewright.audit.probe_report import Probe, probed
from scenewright.audit.rows import Part, Row, Uncovered, Unusable, parts_of, read_part
from scenewright.errors import UserError

FOLDER = "audit"
"""Under the data set's: where reports lie."""
MARGIN_PX = 24
"""Around what a finding is about, in its crop."""
BASIC = ("id", "family", "level")
Tick = Callable[[int], None]


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a data set."""

    version: str
    samples: int
    """Rows looked at."""
    of: int
    """Rows there are."""
    seconds: float
    sections: tuple[Section, ...]
    unread: tuple[str, ...] = ()
    """Files and row groups that can't be read."""
    probe: Probe | None = None
    """What `scenewright probe` wrote beside the data, if it did."""
    left_out: tuple[str, ...] = ()
    """What else is not in the report, and why."""

    @property
    def failed(self) -> list[str]:
        """`check: figure` for each figure beyond its limit, checks that could look at no row, and files unread."""
        return [
            *(f"{section.name}: {name}" for section in self.sections for name in section.failed),
            *(f"{section.name}: could look at nothing" for section in self.sections if section.blind),
            *(f"unread: {line}" for line in self.unread),
        ]


def audit(
    folder: str | Path,
    samples: int | None = None,
    workers: int | None = None,
    checks: Sequence[str] = CHECKS,
    limits: Mapping[str, float] | None = None,
    examples: Path | None = None,
    tick: Tick = lambda done: None,
) -> Audit:
    """Look at a built data set. Rows are evenly taken where `samples` is given.

    `limits` replace those of the checks by figure (`{"readers: share read": 0.95}`); by default they are those of the
    recipe it was built with. `examples`: a folder for crops of what is wrong. `tick(done)` is told the rows done.
    Raises `UserError` where there is no data set, or a check or limit is unknown.
    """
    import scenewright

    root = Path(folder)
    if samples is not None and samples < 1:
        raise UserError(f"samples must be at least 1, not {samples}")
    start = time.perf_counter()
    kinds = [check(name) for name in checks]
    bounds = _bounds(kinds, _recipe_limits(root) if limits is None else limits)
    parts, unread = parts_of(root, samples)
    workers = workers or len(os.sched_getaffinity(0))
    totals = [kind() for kind in kinds]
    done, crops = 0, set[str]()
    for found, broken, count in _looked_at(parts, tuple(checks), examples, workers):
        unread += broken
        for total, other in zip(totals, found, strict=True):
            total.merge(other)
            crops |= {finding.crop for finding in other.examples if finding.crop}
        done += count
        tick(done)
    for total in totals:
        for finding in total.finish(workers):
            total.keep(finding)
    sections = tuple(section_of(total, bounds[total.name]) for total in totals)
    if examples is not None:  # those of findings that are only counted
        for name in crops - {finding.crop for section in sections for finding in section.examples}:
            (examples / name).unlink(missing_ok=True)
    probe, lost = probed(root / FOLDER)
    return Audit(
        version=scenewright.__version__, samples=done, of=_all_rows(root, parts, samples),
        seconds=round(time.perf_counter() - start, 1), sections=sections, unread=tuple(unread),
        probe=probe, left_out=lost,
    )  # fmt: skip


def section_of(one: Check, limits: Mapping[str, Limit]) -> Section:
    """What a check found, with how much of the rows it could look at."""
    section, table = one.section(), one.looked_table()
    return msgspec.structs.replace(
        section,
        figures=section.figures | one.looked_share(),
        limits=dict(limits),
        tables=(*section.tables, *((table,) if table[2] else ())),
        blind=one.blind,
    )


def _all_rows(root: Path, parts: list[Part], samples: int | None) -> int:
    return sum(part.rows for part in (parts if samples is None else parts_of(root)[0]))


def check_limits(limits: Mapping[str, float]) -> None:
    """`UserError` where a limit is of no check's figure."""
    for key in limits:
        name, _, figure = key.partition(": ")
        if name not in CHECKS or figure not in check(name).bounds():
            every = [f"{name}: {figure}" for name in CHECKS for figure in check(name).bounds()]
            near = difflib.get_close_matches(key, every, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(every)}"
            raise UserError(f"audit: limit '{key}' is unknown; {hint}")


def _bounds(kinds: list[type[Check]], limits: Mapping[str, float]) -> dict[str, dict[str, Limit]]:
    """Limits of each check, with those that were given in place of its own."""
    check_limits(limits)
    own = {kind.name: kind.bounds() for kind in kinds}
    for key, value in limits.items():
        name, _, figure = key.partition(": ")
        if name in own:
            own[name][figure] = Limit(own[name][figure].side, value)
    return own


def _recipe_limits(root: Path) -> dict[str, float]:
    from scenewright.build import read_manifest

    try:
        manifest = read_manifest(root)
    except UserError:  # another version's
        return {}
    found = manifest.recipe.get("audit") if manifest else None
    return dict(found) if isinstance(found, dict) else {}


# -- workers ---------------------------------------------------------------------------------------------------------


def _looked_at(
    parts: list[Part], checks: tuple[str, ...], examples: Path | None, workers: int
) -> Iterator[tuple[list[Check], list[str], int]]:
    """Results in the order of the parts, so that a report does not depend on who was faster."""
    if workers == 1 or len(parts) < 2:
        for part in parts:
            yield _look(part, checks, examples)
        return
    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else None
    )
    with ProcessPoolExecutor(min(workers, len(parts)), mp_context=context) as pool:
        todo = iter(enumerate(parts))
        ready: dict[int, Any] = {}
        running = {pool.submit(_look, part, checks, examples): n for n, part in islice(todo, 2 * workers)}
        turn = 0
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                ready[running.pop(future)] = future.result()
                for n, part in islice(todo, 1):
                    running[pool.submit(_look, part, checks, examples)] = n
            while turn in ready:
                yield ready.pop(turn)
                turn += 1


def _look(part: Part, checks: tuple[str, ...], examples: Path | None) -> tuple[list[Check], list[str], int]:
    import cv2

    cv2.setNumThreads(1)
    kinds = [check(name) for name in checks]
    made = [kind() for kind in kinds]
    columns = tuple(dict.fromkeys((*BASIC, *(column for kind in kinds for column in kind.columns))))
    count = 0
    try:
        for row in read_part(part, columns):
            count += 1
            for one in made:
                look_at(one, row, examples)
    except Unusable as why:
        return made, [str(why)], part.rows
    return made, [], count


def look_at(one: Check, row: Row, examples: Path | None) -> None:
    """Let a check look at a row and keep what it finds; what can't be looked at is counted with its cause."""
    one.rows += 1
    seen = one.by_family.setdefault(_plain(row, "family", ""), Looked())
    before = one.skipped.total()
    try:
        for finding in one.look(row):
            named = msgspec.structs.replace(
                finding,
                sample=row.id,
                family=_plain(row, "family", ""),
                level=_plain(row, "level", 0),
                number=row.number,
            )
            if examples is not None and one.counts[named.kind] < EXAMPLES:
                named = _cropped(one.name, named, row, examples)
            one.keep(named)
    except Uncovered as why:
        seen.uncovered += 1
        one.skipped[str(why)] += 1
    except Unusable as why:
        seen.none += 1
        one.skipped[str(why)] += 1
    except Exception as error:
        seen.none += 1
        one.skipped[f"{type(error).__name__}: {_general(str(error))}"] += 1
    else:
        if one.skipped.total() == before:
            seen.whole += 1
        else:  # the check went on without something
            seen.part += 1


def _plain(row: Row, name: str, otherwise: Any) -> Any:
    value = row.values.get(name)
    return value if isinstance(value, type(otherwise)) else otherwise


def _general(text: str) -> str:
    """A message without its numbers, so that the same cause counts as one."""
    return re.sub(r"\d+(\.\d+)?", "#", text.split("\n", 1)[0])[:100]


def _cropped(name: str, finding: Finding, row: Row, folder: Path) -> Finding:
    """With a picture's part beside the report, where the finding has a place in a picture."""
    if finding.box is None:
        return finding
    from PIL import Image

    try:
        medium = row.media[finding.medium]
        if not medium.kind.startswith("image/"):
            return finding
        with Image.open(io.BytesIO(medium.data)) as picture:
            left, top, right, bottom = finding.box
            near = (max(int(left) - MARGIN_PX, 0), max(int(top) - MARGIN_PX, 0))
            box = (*near, min(int(right) + MARGIN_PX, picture.width), min(int(bottom) + MARGIN_PX, picture.height))
            if box[0] >= box[2] or box[1] >= box[3]:
                return finding
            file = f"{name}-{finding.kind}-{row.number}-{finding.question or int(left)}-{int(top)}.png"
            file = re.sub(r"[^\w.-]+", "_", file)
            folder.mkdir(parents=True, exist_ok=True)
            picture.convert("RGB").crop(box).save(folder / file)
    except (Unusable, OSError, ValueError, LookupError):
        return finding
    return msgspec.structs.replace(finding, crop=file)
