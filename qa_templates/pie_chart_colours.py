"""Slices named by their colours: which can be, and how they are found."""

from __future__ import annotations

from scenewright.qa_templates.pie_chart_base import place, seen, slice_of
from scenewright.qa_templates.steps import Known, Work
from scenewright.scenes.pie_chart import PieChart, Slice

_LIKE = {"dark blue": "blue", "light green": "green"}


def clear_colours(scene: PieChart) -> set[str]:
    """Names of entries whose colour no other could be taken for."""
    shown = {entry.colour for entry in scene.entries}
    doubtful = {c for c, like in _LIKE.items() if like in shown} | {like for c, like in _LIKE.items() if c in shown}
    return {e.name for e in scene.entries if e.colour and e.colour not in doubtful}


def coloured(scene: PieChart) -> list[Slice]:
    """Slices whose colour can be asked for: not of an outer ring, whose parts share a colour."""
    clear = clear_colours(scene)
    return [s for s in seen(scene, parts=False) if s.name in clear]


def colour_word(scene: PieChart, name: str) -> str:
    """The colour of a name."""
    return next(e.colour for e in scene.entries if e.name == name)


def read_colour(work: Work, scene: PieChart, item: Slice) -> Known:
    """See a slice's colour: in the legend where there is one."""
    entry = next(e for e in scene.entries if e.name == item.name)
    by = (entry.id,) if scene.legend else (item.id,)
    say = lambda v: f"{'The legend gives ' if scene.legend else ''}{item.name} {'in' if scene.legend else 'is'} {v}."  # noqa: E731
    return work.read(entry.id, "colour", say, shown_by=by)


def blank(scene: PieChart) -> list[Slice]:
    """Slices whose colour says nothing of their size. Which name has which colour is random; but grey is often that
    of all the rest, and the rest is often large.
    """
    return [item for item in coloured(scene) if item.name != scene.other]


def of_colour(scene: PieChart, pie: str, colour: str) -> Slice:
    """The slice of a colour."""
    return slice_of(scene, pie, next(e.name for e in scene.entries if e.colour == colour))


def find_coloured(work: Work, scene: PieChart, pie: str, colour: str) -> Slice:
    """Look for the slice of a colour."""
    item = of_colour(scene, pie, colour)
    entry = next(e for e in scene.entries if e.colour == colour)
    work.read(
        entry.id,
        "colour",
        lambda v: f"The {v} slice is that of {place(scene, '', item.name)}.",
        shown_by=tuple(dict.fromkeys((entry.id if scene.legend else item.id, item.id))),
    )
    return item
