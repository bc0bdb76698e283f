"""Is a data set varied: nothing in it twice, no split in another, all that can be shown and asked is there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np

from scenewright.audit.checks.base import Check, Finding, Limit, Section, Table
from scenewright.audit.coverage import Coverage, leaves
from scenewright.audit.decoded import first_frame, picture, sound
from scenewright.audit.hashes import Print, alike_pairs, picture_print, scene_hash, sound_print, text_hash
from scenewright.audit.rows import Asked, Row, Unusable

TENTHS = 10
HASH = 8
"""Bytes of a hash."""
ENOUGH = 50
"""Questions of a template from which on the share of its commonest is a figure; of fewer it is chance."""


class Seen(NamedTuple):
    """What is kept of a row."""

    number: int
    id: str
    split: str
    family: str
    level: int
    scene: bytes
    """Its hash; empty where there is none."""
    twin: str
    """Id of the twin, with which it shares what is seen but for one thing."""
    prints: tuple[Print, ...]
    difficulty: float | None
    texts: bytes
    """Hashes of its questions, one after the other."""


class Variety(Check):
    """Equal and nearly equal rows, spread of values, and both over time."""

    name = "variety"
    about = (
        "Pictures and sounds that are nearly alike, scenes and questions that are there twice or in two splits, and "
        "what of all that could be shown and asked is there. Twins, which share a picture but for one thing, count as "
        "one another's neighbours."
    )
    columns = ("images", "videos", "audios", "masks", "media", "scene", "style", "measures", "questions")
    limits: ClassVar[dict[str, Limit]] = {
        "scenes in two splits": Limit("at most", 0),
        "media nearly alike": Limit("at most", 0),
        "share of scenes there twice": Limit("at most", 0.02),
        "questions asked twice of one scene": Limit("at most", 0),
        "largest share of one question in its template": Limit("at most", 0.5),
    }

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Seen] = []
        self.coverage = Coverage()
        self.asked: dict[tuple[str, str], Counter[bytes]] = defaultdict(Counter)
        """Questions with their answers and options, by family and template."""
        self.texts: dict[tuple[str, str], set[bytes]] = defaultdict(set)
        self.twice_in_splits = 0
        self.twice = 0

    def look(self, row: Row) -> Iterator[Finding]:
        """Keeps the row's fingerprints and hashes."""
        questions = self._part(row, _questions) or []
        scene = self._part(row, lambda r: scene_hash(r.family, r.scene))
        for key, inner in leaves(self._part(row, lambda r: r.style) or {}):
            self.coverage.see(row.family, key, inner)
        self.coverage.see(row.family, "level", row.level)
        measures = self._part(row, lambda r: r.measures) or {}
        twin = next((str(q.plain["twin"]) for q in questions if q.plain.get("twin")), "")
        yield from self._questions(row, questions)
        self.seen.append(Seen(
            row.number, row.id, row.split, row.family, row.level, scene or b"", twin,
            self._part(row, _prints) or (), measures.get("difficulty"),
            b"".join(text_hash(q.text) for q in questions),
        ))  # fmt: skip

    def _part(self, row: Row, of: Any) -> Any:
        """A part of a row; None where it lacks that, which is counted."""
        try:
            return of(row)
        except Unusable as why:
            self.skipped[str(why)] += 1
            return None

    def _questions(self, row: Row, questions: list[Asked]) -> Iterator[Finding]:
        here: set[bytes] = set()
        for q in questions:
            options = sorted(str(choice.get("text")) for choice in q.plain.get("choices") or ())
            self.asked[row.family, q.template][text_hash(q.text, str(q.plain["answer"]), *options)] += 1
            self.texts[row.family, q.template].add(text_hash(q.text))
            self.coverage.see(row.family, "template", q.template)
            if q.plain.get("skill"):
                self.coverage.see(row.family, "skill", q.plain["skill"])
            asked = text_hash(_bare(q.text), *options)
            if asked in here:
                yield Finding(kind="question is asked twice of one scene", question=q.template, text=q.text)
            here.add(asked)

    def add(self, other: Self) -> None:
        self.seen += other.seen
        self.coverage.add(other.coverage)
        for key, counter in other.asked.items():
            self.asked[key].update(counter)
        for key, texts in other.texts.items():
            self.texts[key] |= texts

    def finish(self, workers: int) -> Iterator[Finding]:
        """Findings for each row but the first of those that are equal, or nearly."""
        self.seen.sort(key=lambda seen: seen.number)
        first: dict[bytes, Seen] = {}
        reached: dict[bytes, dict[str, Seen]] = defaultdict(dict)
        for seen in self.seen:
            if not seen.scene:
                continue
            other = first.setdefault(seen.scene, seen)
            if other is seen:
                reached[seen.scene][seen.split] = seen
                continue
            self.twice += 1
            splits = reached[seen.scene]
            if seen.split not in splits:
                self.twice_in_splits += 1
                where = next(iter(splits.values()))
                yield _found(
                    "scene is in two splits", seen, f"{seen.split} has the scene of {where.id} in {where.split}"
                )
            splits.setdefault(seen.split, seen)
        told: set[int] = set()
        for a, b in alike_pairs([seen.prints for seen in self.seen]):
            one, other = self.seen[a], self.seen[b]
            if b not in told and other.id != one.twin and one.id != other.twin:
                told.add(b)
                word = "equal" if one.prints == other.prints else "nearly alike"
                both = f"{other.split} and {one.split}" if one.split != other.split else other.split
                yield _found("media are nearly alike", other, f"its media and those of {one.id} are {word} ({both})")

    def section(self) -> Section:
        """Figures, coverage and the data set's course."""
        rows = [seen for seen in self.seen if seen.scene]
        largest, asked_rows = self._templates()
        figures: dict[str, float] = {
            "rows": self.rows,
            "media nearly alike": self.counts["media are nearly alike"],
            "questions asked twice of one scene": self.counts["question is asked twice of one scene"],
        }
        if rows:
            figures |= {"scenes in two splits": self.twice_in_splits,
                        "share of scenes there twice": round(self.twice / len(rows), 5)}  # fmt: skip
        if largest is not None:
            figures["largest share of one question in its template"] = round(largest, 4)
        tables = (self._families(), asked_rows, self.coverage.table(), _course(self.seen))
        missing = [{"family": family, "what": field, "values": values}
                   for family, field, values in self.coverage.unused()]  # fmt: skip
        return self.result(figures, tuple(table for table in tables if table[2]), unused=missing)

    def _templates(self) -> tuple[float | None, Table]:
        """Largest share that one question with its answer has in a template of many, and all templates' figures."""
        shares, rows = [], []
        for (family, template), counter in sorted(self.asked.items()):
            total, most = counter.total(), max(counter.values())
            if total >= ENOUGH:
                shares.append(most / total)
            rows.append((family, template, f"{total:,}", f"{len(self.texts[family, template]) / total:.1%}",
                         f"{len(counter) / total:.1%}", f"{most / total:.1%}"))  # fmt: skip
        heads = ("family", "template", "questions", "distinct texts", "distinct with answer", "commonest")
        return max(shares, default=None), ("Questions by template", heads, rows)

    def _families(self) -> Table:
        """By family: rows, distinct scenes and distinct fingerprints of media."""
        rows = []
        for family in sorted({seen.family for seen in self.seen}):
            of = [seen for seen in self.seen if seen.family == family]
            scenes = {seen.scene for seen in of if seen.scene}
            prints = {seen.prints for seen in of if seen.prints}
            rows.append((family, f"{len(of):,}", f"{len(scenes):,}", f"{len(prints):,}"))
        return ("Distinct by family", ("family", "rows", "scenes", "fingerprints"), rows)


def _found(kind: str, seen: Seen, text: str) -> Finding:
    return Finding(kind=kind, family=seen.family, level=seen.level, sample=seen.id, number=seen.number, text=text)


def _questions(row: Row) -> list[Asked]:
    return row.questions


def _prints(row: Row) -> tuple[Print, ...]:
    """Of all media that a model is shown."""
    out = []
    for place, medium in enumerate(row.media):
        if medium.facts.get("role"):
            continue
        kind = medium.kind.partition("/")[0]
        if kind == "image":
            out.append(picture_print(picture(row, place)))
        elif kind == "video":
            out.append(picture_print(first_frame(row, place), "video", medium.facts.get("duration_s") or 0.0))
        elif kind == "audio":
            out.append(sound_print(*sound(row, place)))
    return tuple(out)


def _bare(text: str) -> str:
    """Words alone: what differs in case or punctuation asks the same."""
    return "".join(c if c.isalnum() else " " if c.isspace() else "" for c in text.lower())


def _course(seen: Sequence[Seen]) -> Table:
    """A line for each tenth of the data set in its order."""
    heads = ("tenth", "rows", "families", "distinct scenes", "distinct fingerprints", "distinct texts",
             "texts not seen before", "mean difficulty")  # fmt: skip
    rows = []
    before: set[bytes] = set()
    bounds = np.linspace(0, len(seen), min(TENTHS, len(seen)) + 1).astype(int).tolist()
    for number, (start, end) in enumerate(pairwise(bounds)):
        part = seen[start:end]
        texts = [s.texts[i : i + HASH] for s in part for i in range(0, len(s.texts), HASH)]
        new = set(texts) - before
        before |= new
        hard = [s.difficulty for s in part if s.difficulty is not None]
        rows.append((
            str(number + 1), f"{len(part):,}", str(len({s.family for s in part})),
            _share(len({s.scene for s in part if s.scene}), sum(bool(s.scene) for s in part)),
            _share(len({s.prints for s in part if s.prints}), sum(bool(s.prints) for s in part)),
            _share(len(set(texts)), len(texts)), _share(len(new), len(texts)),
            f"{sum(hard) / len(hard):.2f}" if hard else "",
        ))  # fmt: skip
    return ("The data set's course", heads, rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


CHECK = Variety
