"""What a probe found: its form, its file, its table. Needs no networks, so that an audit can take it up."""

from __future__ import annotations

from pathlib import Path

import msgspec

JSON, CHART = "probe.json", "probe.png"


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One network."""

    rows: int
    """Pictures it has learned from."""
    steps: int
    accuracy: float
    """On the held-out rows."""
    low: float
    high: float
    """Wilson interval, 95 %."""


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """One task, by how much was learned from."""

    task: str
    about: str
    family: str
    held_out: int
    """Rows that answers are compared on."""
    chance: float
    """How often a guess among all options is right."""
    blind: float
    """How often the best single answer is right, which can be given without pictures."""
    points: tuple[Point, ...]
    others: int = 0
    """Rows of the family that show something else, such as several clocks."""
    skipped: dict[str, int] = {}
    """Rows that lack what is needed, by cause."""

    @property
    def learned(self) -> bool:
        """Whether the last network is beyond doubt better than chance and than the best single answer."""
        return bool(self.points) and self.points[-1].low > max(self.chance, self.blind)


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned from a data set."""

    version: str
    seed: int
    seconds: float
    curves: tuple[Curve, ...]
    lacking: dict[str, str] = {}
    """Tasks that can't be had here, and why."""
    untrained: dict[str, tuple[int, ...]] = {}
    """Sizes that the time limit left no time for, by task."""
    unread: tuple[str, ...] = ()
    """Files and row groups that can't be read."""


def probed(folder: Path) -> tuple[Probe | None, tuple[str, ...]]:
    """What a folder keeps of a probe, and a line where it can't be read."""
    try:
        return msgspec.json.decode((folder / JSON).read_bytes(), type=Probe), ()
    except FileNotFoundError:
        return None, ()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        why = str(error).split("\n", 1)[0][:100]
        return None, (f"{JSON}: no report of a probe of this version ({why}); run: scenewright probe",)


def json(found: Probe) -> bytes:
    """The report as JSON."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def table(found: Probe) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """Title, headings and rows."""
    rows: list[tuple[str, ...]] = []
    for curve in found.curves:
        last = curve.points[-1].rows if curve.points else 0
        for point in curve.points:
            first = point is curve.points[0]
            rows.append((
                curve.task if first else "", f"{point.rows:,}", f"{point.accuracy:.1%}",
                f"{point.low:.1%} to {point.high:.1%}", f"{curve.chance:.1%}", f"{curve.blind:.1%}",
                f"{curve.held_out:,}",
                ("learned" if curve.learned else "not above chance") if point.rows == last else "",
            ))  # fmt: skip
    headings = ("task", "pictures", "accuracy", "95 % interval", "chance", "blind", "held out", "")
    return "What a small network learns", headings, rows
