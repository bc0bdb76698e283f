"""A recipe built into a folder: shards, then the report, the card and the contact sheet.

`write_shard` does the work; all else decides who calls it. A finished shard is kept by the next run, so a build that
was stopped goes on where it was.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

import scenewright
from scenewright.errors import UserError
from scenewright.places import is_remote, place
from scenewright.plan import Plan, Shard
from scenewright.pool import run
from scenewright.progress import progress
from scenewright.recipe import Recipe
from scenewright.renderers.base import ModelFacts
from scenewright.report import Report, merge
from scenewright.shards import DATA, NOTES, ShardReport, pretty, read_marker, sweep, write_shard, write_whole

MANIFEST = "manifest.json"
ENGINES = ("local", "ray")
_LIBRARIES = ("numpy", "skia-python", "matplotlib", "pillow", "pyarrow", "isal", "msgspec")
_MODEL_LIBRARIES = ("torch", "diffusers", "transformers")


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder holds: written first, so that no other recipe is mixed in."""

    name: str
    digest: str
    version: str
    recipe: dict[str, Any]
    """As it was given; its fields may be another version's."""
    libraries: dict[str, str]
    """Pixels are the same on the same builds of these."""
    models: tuple[ModelFacts, ...] = ()
    """Models whose output is among the media, with revision and licence."""


def build(
    source: Plan | Recipe | Mapping[str, Any] | str | Path,
    out: str | Path,
    workers: int | None = None,
    rank: int = 0,
    world_size: int = 1,
    engine: str = "local",
    ray_address: str = "",
) -> Report | None:
    """Build a recipe (a struct, a mapping or the path of a YAML file) into the folder `out`.

    `workers`: processes; by default one for each processor this process may use, or one alone where `world_size` says
    that other ranks build into the same folder. `engine`: `local` (a pool of processes) or `ray`, whose cluster is the
    one at `ray_address`, or one started here. Returns the report, or None where other ranks are still at work. Raises
    `UserError` for mistakes in the recipe or the folder, `OSError` where it can't be written. Bytes written do not
    depend on workers, ranks or interruptions.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise UserError("build() runs while a worker imports your script; call it under `if __name__ == '__main__':`")
    if workers is not None and workers < 1:
        raise UserError(f"workers must be at least 1, not {workers}")
    if world_size < 1 or not 0 <= rank < world_size:
        raise UserError(f"rank must be 0 to {max(world_size, 1) - 1} for a world size of {world_size}, not {rank}")
    if engine not in ENGINES:
        raise UserError(f"engine '{engine}' is unknown; there are: {', '.join(ENGINES)}")
    if ray_address and engine != "ray":
        raise UserError("a Ray address is given, but not --engine ray")
    if workers is None and not ray_address:
        workers = len(os.sched_getaffinity(0)) if world_size == 1 else 1
    plan = Plan.of(source)
    folder: Any = place(out)
    return _build(plan, folder, workers, rank, world_size, engine, ray_address)


def _build(
    plan: Plan, out: Any, workers: int | None, rank: int, world_size: int, engine: str, ray_address: str
) -> Report | None:
    _claim(plan, out)
    with _locked(out, shared=world_size > 1):
        mine = plan.shards()[rank::world_size]
        swept = mine if world_size > 1 else None
        sweep(out, swept)
        try:
            suffix = f"-rank-{rank}-of-{world_size}" if world_size > 1 else ""
            _make(plan, mine, out, workers, engine, ray_address, suffix)
        except Exception:
            if world_size == 1:
                sweep(out)
                _disclaim(out)
            raise
        finally:
            sweep(out, swept)
        return finish(plan, out)


def _make(
    plan: Plan, mine: list[Shard], out: Path, workers: int | None, engine: str, ray_address: str, suffix: str
) -> None:
    """Write those shards that are not finished."""
    markers = [read_marker(out, shard, plan.digest) for shard in mine]
    todo = [shard for shard, marker in zip(mine, markers, strict=True) if marker is None]
    if not todo:
        return
    before = sum(marker.samples for marker in markers if marker)
    total = before + sum(plan.size(shard) for shard in todo)
    start = time.perf_counter()
    with progress(plan.recipe.name, total, before) as update:
        if engine == "ray":
            from scenewright import ray_engine

            ray_engine.run(plan, todo, out, workers, ray_address, update)
        elif workers == 1:
            made = 0
            for shard in todo:
                made += write_shard(plan, shard, out, lambda n, made=made: update(made + n)).samples  # type: ignore[misc]
        else:
            run(plan, todo, out, min(workers or 1, len(todo)), update)
    seconds = time.perf_counter() - start
    made = total - before
    timing = {"samples": made, "seconds": round(seconds, 2), "workers": workers, "engine": engine}
    timing["samples_per_s"] = round(made / seconds, 1)
    write_whole(out / NOTES / f"timing{suffix}.json", pretty(timing))


def finish(plan: Plan, out: Path) -> Report | None:
    """Write report, contact sheet and card, if every shard is there. Whoever is last does; twice does no harm."""
    from scenewright.card import CHARTS, write_card
    from scenewright.card_charts import draw_charts
    from scenewright.contact_sheet import write_contact_sheet

    done: list[ShardReport] = []
    for shard in plan.shards():
        marker = read_marker(out, shard, plan.digest)
        if marker is None:
            return None
        done.append(marker)
    report = merge(plan, done)
    write_whole(out / NOTES / "report.json", pretty(report))
    write_contact_sheet(out)
    write_whole(out / CHARTS, draw_charts(report))
    write_card(plan, report, out)
    return report


# -- the folder --------------------------------------------------------------------------------------------------------


def _claim(plan: Plan, out: Path) -> None:
    """Make the folder this plan's. `UserError` where it holds anything else."""
    manifest = out / NOTES / MANIFEST
    # Looked at in this order: a manifest is written before all else, so files without one are a stranger's.
    there = out.iterdir() if out.is_dir() else ()
    strangers = sorted(path.name for path in there if path.name != NOTES and not path.name.startswith("."))
    found = read_manifest(out)
    if found is None:
        if strangers:
            raise UserError(f"{out}: holds other files ({strangers[0]}); give an empty or new folder with -o")
        if not is_remote(out):
            manifest.parent.mkdir(parents=True, exist_ok=True)
        mine = Manifest(
            name=plan.recipe.name,
            digest=plan.digest,
            version=scenewright.__version__,
            recipe=msgspec.to_builtins(plan.recipe),
            libraries=_libraries(_LIBRARIES + (_MODEL_LIBRARIES if plan.models else ())),
            models=plan.models,
        )
        write_whole(manifest, pretty(mine))
        found = read_manifest(out) or mine
    if found.version != scenewright.__version__:
        raise UserError(
            f"{out}: was made by scenewright {found.version}, this is {scenewright.__version__}; "
            "give another folder with -o, or delete this one"
        )
    if found.digest != plan.digest:
        other = "this recipe as it was before a change" if found.name == plan.recipe.name else f"recipe '{found.name}'"
        raise UserError(
            f"{out}: holds data of {other} (plan {found.digest[:8]}, not {plan.digest[:8]}); "
            "give another folder with -o, or delete this one"
        )


def _disclaim(out: Path) -> None:
    """Give up a folder in which nothing was finished, so that the corrected recipe may be built there."""
    # A shard that has its name but no marker yet is data too: without the manifest it would be a stranger's.
    if not any((out / NOTES).glob("*-of-*.json")) and not any((out / DATA).glob("*.parquet")):
        (out / NOTES / MANIFEST).unlink(missing_ok=True)
        with suppress(OSError, NotImplementedError):  # not there, or not empty
            (out / "data").rmdir()


def read_manifest(out: Path) -> Manifest | None:
    """The manifest of a folder; None if it has none. `UserError` if it can't be read."""
    path = out / NOTES / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise UserError(f"{path}: damaged ({error}); delete the folder and build again") from None


def _libraries(names: tuple[str, ...]) -> dict[str, str]:
    out = {}
    for name in names:
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            continue
    return out


@contextmanager
def _locked(out: Path, shared: bool) -> Iterator[None]:
    """Hold the folder against a second build; ranks of one build hold it together. Freed when the process ends.

    Object stores have no locks: two builds of one recipe there write the same bytes twice.
    """
    if is_remote(out):
        yield
        return
    folder = os.open(out / NOTES, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(f"{out}: another build writes here; wait for it, or give another folder with -o") from None
        except OSError:
            pass  # some network file systems have no locks
        yield
    finally:
        os.close(folder)
