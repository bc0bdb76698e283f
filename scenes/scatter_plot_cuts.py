"""Cuts of a table that make a scatter plot: two or three measures of its rows, or of groups of rows, point by point."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, between, chance, draw, pick
from scenewright.scenes.table_cells import cells
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import Category, Measure, Table

TRIES = 60
"""Cuts drawn before a scene is given up."""
ASPECT = 1.6
"""Width of a usual plot by its height: for thinning, before a style is known."""
TOUCH = 0.034
"""Distance at which two markers just touch, in heights of a usual plot."""
CROWD = 0.016
"""The same where markers may overlap, but not hide each other."""
BUBBLE = 0.075
"""Radius of the largest bubble, in heights of a usual plot."""
SIZE_RATIO = 40.0
"""The largest bubble's value by the smallest's, at most: radii differ by its root."""
NO_AREA = ("°C", "°F", "ppm")
"""Units whose zero is a convention, so that no area stands for them."""
LOG_RATIO = 15.0
"""Least ratio of highest to lowest value that a logarithmic axis is for."""
CLEAR_R = 0.5
"""Least size of Pearson's r that is called a correlation with a sign."""
SERIES_LEAST = 3
"""Points that a series has at least."""


class Cut(msgspec.Struct, eq=False):
    """Points of one chart, not yet rounded."""

    table: Table
    x: Measure
    y: Measure
    size: Measure | None
    how: str
    """Aggregation of each group's rows; empty where each point is one row."""
    noun: str
    """What a point stands for: `country`, `car model`."""
    nouns: str
    """Its plural; empty where it is regular."""
    second: Category | None
    """The series' column."""
    series_names: tuple[str, ...]
    xs: list[float]
    ys: list[float]
    sizes: list[float]
    series: list[int]
    names: list[str]
    """Name of each point; empty where points have none."""
    filter_label: str
    filter_name: str
    left_out: tuple[str, ...]
    log: tuple[bool, bool]


class Wish(NamedTuple):
    """What a cut should be like."""

    points: tuple[int, int]
    series: tuple[int, int]
    """(1, 1) for a single one."""
    named: bool
    sized: bool
    crowded: bool
    log: tuple[bool, bool]
    sign: int
    """Of the correlation: 1, -1, or 0 for none that is clear."""


class _Source(msgspec.Struct, eq=False):
    """Which rows or groups are points, with their measures. Arrays are per candidate."""

    table: Table
    noun: str
    nouns: str
    how: str
    names: tuple[str, ...]
    rows: np.ndarray
    """Codes: per candidate the row it is, or (groups) any row of it, by which its series is told."""
    values: tuple[np.ndarray, ...]
    """Per measure of the table."""
    seconds: tuple[int, ...]
    """Categories that can be series."""
    spans: tuple[bool, ...]
    """Per measure, whether a logarithmic axis suits it."""
    r: tuple[tuple[float, ...], ...]
    """Pearson's r of each measure with each; NaN where there is none."""
    filter_label: str
    filter_name: str


# -- candidates ----------------------------------------------------------------------------------------------------


@lru_cache(1024)
def _grouped(table: Table, c: int, how: str, f: int | None, value: int) -> _Source | None:
    """Groups of rows by a column, within the rows of one name of another."""
    column = table.categories[c]
    counts = np.array(cells(table, c, f, None, "count").counts)[:, value]
    there = np.flatnonzero(counts)
    if len(there) < 8:
        return None
    values = tuple(
        np.array(cells(table, c, f, m, how).values)[there, value] if how in measure.aggregations else np.empty(0)
        for m, measure in enumerate(table.measures)
    )
    inside = np.ones(len(column.codes), bool) if f is None else table.categories[f].codes == value
    first = np.zeros(len(column.names), np.int64)
    rows = np.flatnonzero(inside)
    first[column.codes[rows][::-1]] = rows[::-1]
    seconds = tuple(
        s for s, second in enumerate(table.categories) if s not in (c, f) and _constant(column, second, inside)
    )
    single = int(counts.max()) == 1
    return _Source(
        table=table,
        noun=column.label,
        nouns=column.plural,
        how="" if single else how,
        names=tuple(column.names[i] for i in there),
        rows=first[there],
        values=values,
        seconds=seconds,
        spans=tuple(_spans(v) for v in values),
        r=_correlations(values),
        filter_label=table.categories[f].label if f is not None else "",
        filter_name=table.categories[f].names[value] if f is not None else "",
    )


def _constant(column: Category, second: Category, inside: np.ndarray) -> bool:
    """Whether all rows of a group have the same name of a second column (a country's continent)."""
    wide = len(second.names)
    pairs = np.bincount(column.codes[inside].astype(np.int64) * wide + second.codes[inside],
                        minlength=wide * len(column.names)).reshape(-1, wide) > 0  # fmt: skip
    return int(pairs.sum(1).max()) == 1 and int(pairs.any(0).sum()) > 1


@lru_cache(1024)
def _rows(table: Table, f: int | None, value: int) -> _Source | None:
    """Rows, all or those of one name of a column."""
    inside = np.ones(table.rows, bool) if f is None else table.categories[f].codes == value
    rows = np.flatnonzero(inside)
    if len(rows) < 8:
        return None
    named = table.row_names
    values = tuple(measure.values[rows] for measure in table.measures)
    return _Source(
        table=table,
        noun=named.label if named else table.noun,
        nouns=named.plural if named else "",
        how="",
        names=tuple(named.names[i] for i in rows) if named else (),
        rows=rows,
        values=values,
        seconds=tuple(s for s, second in enumerate(table.categories) if s != f and len(second.names) <= 16),
        spans=tuple(_spans(v) for v in values),
        r=_correlations(values),
        filter_label=table.categories[f].label if f is not None else "",
        filter_name=table.categories[f].names[value] if f is not None else "",
    )


def _correlations(values: tuple[np.ndarray, ...]) -> tuple[tuple[float, ...], ...]:
    there = [m for m, v in enumerate(values) if len(v)]
    out = [[math.nan] * len(values) for _ in values]
    if len(there) > 1:
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.corrcoef(np.stack([values[m] for m in there])).tolist()
        for a, row in zip(there, found, strict=True):
            for b, r in zip(there, row, strict=True):
                out[a][b] = r
    return tuple(map(tuple, out))


@lru_cache(64)
def _menu(tables: tuple[Table, ...], named: bool, sized: bool) -> tuple[tuple[Table, tuple[int, ...]], ...]:
    """Tables of enough measures, with the columns that name groups (-1: rows)."""
    out = []
    for table in tables:
        if len(table.measures) < (3 if sized else 2):
            continue
        columns = [c for c, column in enumerate(table.categories) if len(column.names) >= 8]
        kinds = tuple(columns) if named else ()
        if not named or table.row_names is not None:
            kinds += (-1,)
        if kinds:
            out.append((table, kinds))
    return tuple(out)


def _source(table: Table, kind: int, least: int, rng: np.random.Generator) -> _Source | None:
    filters = [f for f, column in enumerate(table.categories) if f != kind and len(column.names) > 1]
    f = pick(rng, filters) if filters and chance(rng, 0.55) else None
    value = int(rng.random() * len(table.categories[f].names)) if f is not None else 0
    if kind < 0:
        return _rows(table, f, value)
    return _grouped(table, kind, "mean" if chance(rng, 0.8) else "median", f, value)


# -- cuts ----------------------------------------------------------------------------------------------------------


def draw_cut(tables: tuple[Table, ...], wish: Wish, rng: np.random.Generator) -> Cut:
    """A cut whose points can be told apart. `TableError` where no table has two measures, `Reject` where none fits."""
    menu = _menu(tables, wish.named, wish.sized) or _menu(tables, False, wish.sized) or _menu(tables, False, False)
    if not menu:
        names = ", ".join(table.name for table in tables)
        raise TableError(f"{names}: a scatter plot needs a table of two numeric columns and 8 rows; add a column")
    if wish.sized and not _menu(tables, False, True):
        wish = wish._replace(sized=False)
    for attempt in range(TRIES):
        table, kinds = pick(rng, menu)
        if attempt == TRIES // 3:  # no luck so far: do without what is only wished for
            wish = wish._replace(log=(False, False))
        if attempt == 2 * TRIES // 3:
            wish = wish._replace(sign=2, series=(1, wish.series[1]))
        source = _source(table, pick(rng, kinds), wish.points[0], rng)
        found = _fill(source, wish, rng) if source else None
        if found is not None:
            return found
    raise Reject("flat_table")


def _fill(source: _Source, wish: Wish, rng: np.random.Generator) -> Cut | None:
    """Choose measures, series and points; None if they make no good chart."""
    if wish.series[1] > 1 and not source.seconds:
        return None
    chosen = _measures(source, wish, rng)
    if not chosen:
        return None
    log = (wish.log[0] and source.spans[chosen[0]], wish.log[1] and source.spans[chosen[1]])
    column = pick(rng, source.seconds) if wish.series[1] > 1 else -1
    ready = _candidates(source, chosen, log, column)
    places = ready.places
    shown: tuple[int, ...] = ()
    if column >= 0:
        shown = _shown(ready.members, wish, rng)
        if not shown:
            return None
        places = np.sort(np.concatenate([ready.members[code] for code in shown]))
    if len(places) < wish.points[0] or not _leans(ready.us[places], ready.vs[places], wish.sign):
        return None
    kept = _thinned(ready, places, wish, rng)
    if kept is None:
        return None
    order = np.array(kept)
    if shown and np.bincount(ready.codes[order], minlength=shown[-1] + 1)[list(shown)].min() < SERIES_LEAST:
        return None
    if not _legible(ready.us[order], ready.vs[order], wish.sign):
        return None
    size = ready.size
    if size is not None and size[order].max() < 2.5 * size[order].min():
        return None
    names = [source.names[i] for i in kept] if source.names and wish.named else []
    if sum(map(len, names)) > 3000:
        return None
    measures, taken = source.table.measures, set(kept)
    second = source.table.categories[column] if shown else None
    return Cut(
        table=source.table,
        x=measures[chosen[0]],
        y=measures[chosen[1]],
        size=measures[chosen[2]] if wish.sized else None,
        how=source.how,
        noun=source.noun,
        nouns=source.nouns,
        second=second,
        series_names=tuple(second.names[j] for j in shown) if second is not None else (),
        xs=ready.x[order].tolist(),
        ys=ready.y[order].tolist(),
        sizes=size[order].tolist() if size is not None else [],
        series=[shown.index(code) for code in ready.codes[order].tolist()] if shown else [0] * len(kept),
        names=names,
        filter_label=source.filter_label,
        filter_name=source.filter_name,
        left_out=tuple(name for i, name in enumerate(source.names) if i not in taken) if names else (),
        log=log,
    )


class _Candidates(NamedTuple):
    """What a choice of measures and of a column for series makes of a source's candidates."""

    x: np.ndarray
    y: np.ndarray
    size: np.ndarray | None
    us: np.ndarray
    vs: np.ndarray
    """As lengths along their axes."""
    places: np.ndarray
    """Which of them can be drawn."""
    codes: np.ndarray
    """The series that each would be in: the code of its name in the column."""
    members: dict[int, np.ndarray]
    """Places by series, of series with enough of them."""


@lru_cache(2048)
def _candidates(source: _Source, chosen: tuple[int, ...], log: tuple[bool, bool], column: int) -> _Candidates:
    """`chosen`: measures of x, y and perhaps size. `column`: of the series; -1 for a single one. Kept, since a table
    has few such choices, and half of the cuts drawn are given up after this.
    """
    x, y = source.values[chosen[0]], source.values[chosen[1]]
    good = np.isfinite(x) & np.isfinite(y)
    good &= (x > 0) | (not log[0])
    good &= (y > 0) | (not log[1])
    size = source.values[chosen[2]] if len(chosen) > 2 else None
    if size is not None:
        top = float(np.nanmax(size))
        good &= np.isfinite(size) & (size > 0) & (size >= top / SIZE_RATIO)
    places = np.flatnonzero(good)
    codes, members = np.zeros(0, np.int64), {}
    if column >= 0:
        codes = source.table.categories[column].codes[source.rows].astype(np.int64)
        counts = np.bincount(codes[places])
        fit = np.flatnonzero(counts >= SERIES_LEAST).tolist()
        members = {code: places[codes[places] == code] for code in fit}
    return _Candidates(x, y, size, _plotted(x, log[0], places), _plotted(y, log[1], places), places, codes, members)


def _measures(source: _Source, wish: Wish, rng: np.random.Generator) -> tuple[int, ...]:
    """Measures for both axes, and perhaps for sizes, which correlate and span as is wished; none where none do."""
    pairs = _pairs(source, wish.log, wish.sign)
    if not pairs:
        return ()
    a, b = pick(rng, pairs)
    if not wish.sized:
        return a, b
    thirds = [m for m, v in enumerate(source.values)
              if len(v) and m not in (a, b) and source.table.measures[m].unit not in NO_AREA]  # fmt: skip
    return (a, b, pick(rng, thirds)) if thirds else ()


@lru_cache(4096)
def _pairs(source: _Source, log: tuple[bool, bool], sign: int) -> list[tuple[int, int]]:
    """Pairs of measures that correlate and span as is wished."""
    usable = [m for m, values in enumerate(source.values) if len(values)]
    return [
        (a, b)
        for a in usable
        for b in usable
        if a != b
        and (source.spans[a] or not log[0])
        and (source.spans[b] or not log[1])
        and (any(log) or _suits(source.r[a][b], sign))
    ]


def _suits(r: float, sign: int) -> bool:
    """Whether a correlation of all candidates may be one of the chosen ones as it is wished."""
    if sign == 2:
        return True
    return abs(r) < CLEAR_R + 0.15 if sign == 0 else r * sign > CLEAR_R - 0.15


def _leans(us: np.ndarray, vs: np.ndarray, sign: int) -> bool:
    """Whether all candidates lean the way that is wished, which those that are taken from them mostly do as well."""
    return sign == 2 or _suits(_pearson(us, vs), sign)


def _pearson(us: np.ndarray, vs: np.ndarray) -> float:
    """Pearson's r; NaN where one of them does not vary. Faster than `np.corrcoef` for few numbers."""
    us, vs = us - us.sum() / len(us), vs - vs.sum() / len(vs)
    square = float(us @ us) * float(vs @ vs)
    return float(us @ vs) / math.sqrt(square) if square > 0 else math.nan


def _shown(members: dict[int, np.ndarray], wish: Wish, rng: np.random.Generator) -> tuple[int, ...]:
    """Codes of series with enough points, in their column's order; none where there are not enough of them."""
    low, high = max(wish.series[0], 2), min(wish.series[1], len(members))
    return tuple(sorted(draw(rng, list(members), between(rng, low, high)))) if low <= high else ()


def _spans(values: np.ndarray) -> bool:
    """Whether values are what a logarithmic axis is for."""
    there = values[np.isfinite(values)]
    return len(there) > 0 and float(there.min()) > 0 and float(there.max()) / float(there.min()) >= LOG_RATIO


def _plotted(values: np.ndarray, log: bool, places: np.ndarray) -> np.ndarray:
    """Values as lengths along their axis; on a logarithmic one, of those places alone."""
    if not log:
        return values
    out = np.full(len(values), np.nan)
    out[places] = np.log10(values[places])
    return out


def _thinned(ready: _Candidates, places: np.ndarray, wish: Wish, rng: np.random.Generator) -> list[int] | None:
    """As many candidates as wished in random order, each far enough from those before it; None if too few are."""
    low, high = wish.points
    wanted = between(rng, low, min(high, len(places)))
    pool = rng.permutation(places)[: (5 if ready.size is None else 3) * wanted]
    us, vs = ready.us[pool], ready.vs[pool]
    ends = [(float(w.min()), float(w.max())) for w in (us, vs)]
    if any(high - low <= 1e-9 * max(abs(low), abs(high), 1e-9) for low, high in ends):
        return None
    (left, right), (bottom, top) = ends
    radii = None
    if ready.size is not None:
        size = ready.size[pool]
        radii = BUBBLE * np.sqrt(size / size.max())
    chosen = _apart((us - left) / (right - left) * ASPECT, (vs - bottom) / (top - bottom), radii, wish.crowded, wanted)
    return sorted(pool[chosen].tolist()) if len(chosen) >= low else None


BATCH = 64
"""Candidates that are held against each other at a time: most are taken, so few more than wanted are looked at."""


def _apart(us: np.ndarray, vs: np.ndarray, radii: np.ndarray | None, crowded: bool, wanted: int) -> list[int]:
    """The first `wanted` candidates that are far enough from all taken before them: markers so that they just touch,
    bubbles of those radii so that they don't, and less where it is crowded.
    """
    kept: list[int] = []
    for start in range(0, len(us), BATCH):
        new = range(start, min(start + BATCH, len(us)))
        before = [*kept, *new]
        across, up = us[new.start : new.stop, None] - us[before], vs[new.start : new.stop, None] - vs[before]
        need: Any = CROWD if crowded else TOUCH
        if radii is not None:
            r, s = radii[new.start : new.stop, None], radii[before]
            close = np.maximum(r, s) + 0.25 * np.minimum(r, s) if crowded else r + s + 0.008
            need = np.maximum(close, TOUCH)
        rows, columns = np.nonzero(np.tril(across * across + up * up < need * need, len(kept) - 1))
        near: dict[int, list[int]] = {}
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            near.setdefault(start + row, []).append(before[column])
        taken = set(kept)
        for i in new:
            if i not in near or taken.isdisjoint(near[i]):
                taken.add(i)
                kept.append(i)
                if len(kept) == wanted:
                    return kept
    return kept


def _legible(us: np.ndarray, vs: np.ndarray, sign: int) -> bool:
    """Whether points spread both ways, and correlate as is wished: clearly up, clearly down or not clearly."""
    for w in (us, vs):
        order, tenth = np.sort(w).tolist(), len(w) // 10
        span = order[-1] - order[0]
        if span <= 0 or order[-1 - tenth] - order[tenth] < 0.2 * span:  # all but one or two in a corner
            return False
    if sign == 2:
        return True
    r = _pearson(us, vs)
    return abs(r) < CLEAR_R if sign == 0 else r * sign >= CLEAR_R + 0.05


def rounded(values: list[float], measure: Measure, raw: bool, log: bool) -> tuple[list[float], int]:
    """Values rounded to three digits of their spread (logarithmic: of the smallest), and no more than the source gives
    where its own numbers are shown; and their decimals.
    """
    spread = min(values) if log else max(values) - min(values)
    decimals = min(max(2 - math.floor(math.log10(spread)), 0), 6)
    if raw:
        decimals = min(decimals, measure.decimals)
    out = [round(v, decimals) + 0.0 for v in values]
    while decimals and all(round(v, decimals - 1) == v for v in out):
        decimals -= 1
    return out, decimals
