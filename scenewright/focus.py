"""Adaptive builds: a recipe that asks more of what a model gets wrong.

The rule. Of each level and template, the error is `1 - score`, drawn towards its family's by `PRIOR` questions of the
family's error, so that a row of three questions moves little. The weight of a level, or of a template within its
family, is its error over the family's, within a factor of `REACH` either way. Families keep their shares: a recipe
says how much of each is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from scenewright.errors import UserError
from scenewright.families import family
from scenewright.recipe import Entry, Recipe
from scenewright.scoring import Cell, ScoreReport

PRIOR = 20
REACH = 4.0
DECIMALS = 3
"""Of weights, so that a recipe is legible and its hash does not hang on the last bit."""


def read_scores(path: str | Path) -> ScoreReport:
    """A report that `scenewright score -o` wrote (scores.json). `UserError` where it is none."""
    path = Path(path)
    try:
        return msgspec.json.decode(path.read_bytes(), type=ScoreReport)
    except FileNotFoundError:
        raise UserError(
            f"{path}: no such file; give scores.json of: scenewright score DIR PREDICTIONS.jsonl -o OUT"
        ) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: not a score report ({error}); give scores.json of scenewright score") from None


def focus(recipe: Recipe, report: ScoreReport) -> Recipe:
    """The recipe with the weights that the rule gives. `UserError` where the report is of none of its families."""
    rows: dict[str, dict[str, Cell]] = {}
    for cell in report.cells:
        rows.setdefault(cell.by, {})[cell.value] = cell
    known = rows.get("family", {})
    if not any(entry.family in known for entry in recipe.families):
        scored = ", ".join(sorted(known)) or "none"
        raise UserError(f"the score report is of other families ({scored}) than the recipe's")
    entries: list[Entry] = []
    for entry in recipe.families:
        entries += _focused(entry, rows) if entry.family in known else [entry]
    return msgspec.structs.replace(recipe, families=tuple(entries))


def _focused(entry: Entry, rows: Mapping[str, Mapping[str, Cell]]) -> list[Entry]:
    """One entry for each level of an entry."""
    name = entry.family
    kind = family(name)
    levels = entry.levels if entry.levels is not None else tuple(range(len(kind.levels)))
    whole = 1 - rows["family"][name].score
    shares = [_weight(rows["level"].get(f"{name} {level}"), whole) for level in levels]
    asked = entry.templates or tuple(t.name for t in kind.templates if not t.unanswerable)
    templates = {t: _weight(rows["template"].get(f"{name} {t}"), whole) * entry.weights.get(t, 1.0) for t in asked}
    templates = {t: round(min(max(w, 0.01), 100), DECIMALS) for t, w in templates.items()}
    return [
        msgspec.structs.replace(
            entry,
            levels=(level,),
            weight=round(entry.weight * share / sum(shares), 6),
            weights={t: w for t, w in templates.items() if w != 1},
        )
        for level, share in zip(levels, shares, strict=True)
    ]


def _weight(cell: Cell | None, whole: float) -> float:
    """The rule, for one row; 1 where it was not asked, or the family has no errors."""
    if cell is None or whole <= 0:
        return 1.0
    error = ((1 - cell.score) * cell.questions + PRIOR * whole) / (cell.questions + PRIOR)
    return round(min(max(error / whole, 1 / REACH), REACH), DECIMALS)
