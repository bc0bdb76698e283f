"""`sw.repaint`: a sample, or a whole built data set, with its pictures repainted by a diffusion model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from scenewright.errors import UserError
from scenewright.families import family, names, nearest
from scenewright.plan import check_repaint
from scenewright.recipe import Recipe, convert
from scenewright.renderers.diffusion.errors import ModelError
from scenewright.renderers.diffusion.models import resolved
from scenewright.renderers.diffusion.options import Repaint

if TYPE_CHECKING:
    from scenewright.report import Report
    from scenewright.sample import Sample


def repaint(
    what: str | Path,
    out: str | Path | None = None,
    *,
    level: int = 0,
    index: int = 0,
    seed: int = 0,
    questions: int = 5,
    templates: Sequence[str] = (),
    **options: Any,
) -> Sample | Report | None:
    """One sample of a family with its picture repainted; or, of the folder of a data set, a new one in `out`.

    `options` are those of a recipe's `repaint` (`model`, `stage`, `steps`, ...; see
    `scenewright.renderers.diffusion.options.Repaint`); `noise` is its `seed`. `UserError` for what can't be.
    """
    if "noise" in options:
        options["seed"] = options.pop("noise")
    wanted = convert(options, Repaint, "repaint")
    try:
        if str(what) in names():
            return one(str(what), wanted, level, index, seed, questions, templates)
        if out is None:
            raise UserError(f"{what}: is no family; for the folder of a data set, say where to write: -o DIR")
        return whole(Path(what), wanted, out)
    except ModelError as error:
        raise UserError(str(error)) from None


def one(
    name: str, wanted: Repaint, level: int, index: int, seed: int, questions: int, templates: Sequence[str] = ()
) -> Sample:
    """One sample of a family, repainted."""
    from scenewright.sample import Maker

    maker = Maker.of(name, level, seed, None, questions, templates)
    check_repaint(wanted, name, maker.family.media)
    maker.repaint = resolved(wanted, Path.cwd())[0]
    made = maker.make(index)
    if not made.model:
        raise UserError(f"{made.id}: begins with no picture ({made.media[0].kind}); give another --index or family")
    return made


def whole(folder: Path, wanted: Repaint, out: str | Path, workers: int | None = 1) -> Report | None:
    """A data set made again from the recipe in its manifest, with those pictures repainted that can be.

    Scenes are the same; questions whose claims fail give way to others.
    """
    from scenewright.build import build, read_manifest

    manifest = read_manifest(folder) if folder.is_dir() else None
    if manifest is None:
        hint = nearest(str(folder), names()).removeprefix("; ")
        raise UserError(f"{folder}: is neither a family nor a data set that was built (build/manifest.json); {hint}")
    recipe = Recipe.of(dict(manifest.recipe))
    at = msgspec.structs.replace(wanted, **_absolute(wanted))
    entries = []
    for entry in recipe.families:
        try:
            check_repaint(at, entry.family, family(entry.family).media)
        except UserError:
            entries.append(entry)
        else:
            entries.append(msgspec.structs.replace(entry, repaint=at))
    if all(entry.repaint is None for entry in entries):
        raise UserError(f"{folder}: none of its families can be repainted by stage '{wanted.stage}'")
    changed = msgspec.structs.replace(recipe, name=f"{recipe.name}, repainted", families=tuple(entries))
    return build(changed, out, workers)


def _absolute(wanted: Repaint) -> Mapping[str, str]:
    """Names that are folders here, in full: a recipe's paths would count from elsewhere."""
    fields = ("model", "controlnet", "adapter", "detector", "ocr", "ranker", "reference")
    names = {field: getattr(wanted, field) for field in fields}
    here = Path.cwd()
    return {f: str(here / n) for f, n in names.items() if n and (here / n.partition("//")[0]).exists()}
