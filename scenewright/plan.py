"""What is made where: a recipe resolved into cells, splits and shards.

A cell is one family at one level. Each split owns a range of indices, so splits are disjoint by construction and a
count can grow without moving a sample to another split. Nothing here depends on the number of workers.
"""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

import scenewright
from scenewright.errors import UserError
from scenewright.families import Family, family
from scenewright.recipe import Entry, Recipe, convert, nearest_field, plain_type
from scenewright.renderers.base import ModelFacts
from scenewright.renderers.diffusion.errors import ModelError
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.effects import Effects
from scenewright.sample import TWINS, Maker
from scenewright.scenes.base import Spec
from scenewright.splits import FIRST, SPLITS

_PARTED = tuple(first + 1 for first in TWINS)


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One family at one level, as one recipe asks for it."""

    family: str
    level: int
    spec: Spec
    templates: tuple[str, ...]
    weights: dict[str, float]
    counts: dict[str, int]
    """Samples by split."""
    spoken: float = 0.0
    """Share of samples whose first question is spoken."""
    voice: str = ""
    repaint: Repaint | None = None
    """The model that repaints the pictures, and how."""
    effects: Effects | None = None
    """What befalls the pictures."""


class Shard(msgspec.Struct, frozen=True):
    """One Parquet file of a split."""

    split: str
    number: int
    count: int
    """Shards of this split in all."""

    @property
    def name(self) -> str:
        """`train-00000-of-00010`."""
        return f"{self.split}-{self.number:05d}-of-{self.count:05d}"


class Place(msgspec.Struct, frozen=True, order=True):
    """A sample to make, with its twin if `size` is 2. `alone`: its twin lies beyond the end of the split."""

    cell: int
    index: int
    size: int
    alone: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A recipe whose every name was found and every field checked. Small, and can be pickled."""

    recipe: Recipe
    cells: tuple[Cell, ...]
    digest: str
    """Hash of all that decides what is made: recipe, specs, version and the bytes of the tables it names."""
    models: tuple[ModelFacts, ...] = ()
    """Models whose output is among the media."""
    skipped: tuple[str, ...] = ()
    """Entries that are left out because an extra or a model is missing here, each with the cure."""

    @classmethod
    def of(
        cls,
        source: Plan | Recipe | Mapping[str, Any] | str | Path,
        change: Callable[[Recipe], Recipe] | None = None,
    ) -> Plan:
        """Resolve a recipe, a mapping, or the path of a YAML file. `UserError` names what is wrong in it.

        `change` makes another recipe of the one read, before it is resolved from the file's folder.
        """
        if isinstance(source, Plan):
            return source
        if isinstance(source, (str, Path)):
            recipe = Recipe.load(source)
            try:
                return _resolve(change(recipe) if change else recipe, Path(source).resolve().parent)
            except UserError as error:
                raise UserError(f"{source}: {error}") from None
        recipe = source if isinstance(source, Recipe) else Recipe.of(source)
        return _resolve(change(recipe) if change else recipe, Path.cwd())

    def samples(self, split: str) -> int:
        """Samples of a split."""
        return sum(cell.counts[split] for cell in self.cells)

    def splits(self) -> tuple[str, ...]:
        """The splits that have samples."""
        return tuple(split for split in SPLITS if self.samples(split))

    def shards(self) -> list[Shard]:
        """Every shard of every split. Their number comes from the recipe alone."""
        out = []
        for split in self.splits():
            count = -(-self.samples(split) // self.recipe.shard_size)
            out += [Shard(split, number, count) for number in range(count)]
        return out

    def maker(self, cell: Cell) -> Maker:
        """What makes the samples of a cell."""
        recipe = self.recipe
        maker = Maker.of(
            cell.family, cell.level, recipe.seed, cell.spec, recipe.questions, cell.templates, cell.weights
        )
        maker.spoken, maker.voice, maker.repaint = cell.spoken, cell.voice, cell.repaint
        maker.effects = cell.effects
        return maker

    def slice_of(self, number: int, shard: Shard) -> tuple[int, int]:
        """First index and end of a cell's part in a shard. Both twins are in the same part."""
        n = self.cells[number].counts[shard.split]
        phase = sum(cell.counts[shard.split] for cell in self.cells[:number]) % shard.count
        start, end = (_edge(n, phase, edge, shard.count) for edge in (shard.number, shard.number + 1))
        return FIRST[shard.split] + start, FIRST[shard.split] + end

    def size(self, shard: Shard) -> int:
        """Samples of a shard."""
        slices = (self.slice_of(number, shard) for number in range(len(self.cells)))
        return sum(end - start for start, end in slices)

    def places(self, shard: Shard) -> list[Place]:
        """What a shard holds, in order. Cells are interleaved, so that any stretch of rows is like any other."""
        keyed: list[tuple[float, Place]] = []  # share of the cell that lies before
        for number in range(len(self.cells)):
            start, end = self.slice_of(number, shard)
            keyed += [((p.index - start + 0.5) / (end - start), p) for p in _in_twins(number, start, end)]
        return [place for _, place in sorted(keyed)]


def _edge(n: int, phase: int, number: int, count: int) -> int:
    """Samples of a cell of `n` that lie before shard `number` of `count`. The phase spreads small cells over shards."""
    edge = (n * number + phase) // count if number < count else n
    return edge - 1 if edge < n and not _unparted(edge) else edge


def _unparted(n: int) -> bool:
    """Whether no twin is cut off from the other after the first `n` indices."""
    return n % 10 not in _PARTED


def _in_twins(cell: int, start: int, end: int) -> Iterator[Place]:
    index = start
    while index < end:
        twins = index % 10 in TWINS
        size = 2 if twins and index + 1 < end else 1
        yield Place(cell, index, size, alone=twins and size == 1)
        index += size


# -- resolving ---------------------------------------------------------------------------------------------------------


def _resolve(recipe: Recipe, folder: Path) -> Plan:
    drafts: list[tuple[Entry, Family, int, Spec]] = []
    taken: dict[tuple[str, int, str], int] = {}
    digests: dict[str, str] = {}
    models: list[ModelFacts] = []
    skipped: list[str] = []
    for place, entry in enumerate(recipe.families):
        where = f"families[{place}]"
        try:
            kind = family(entry.family)
        except UserError as error:
            raise UserError(f"{where}.family: {error}") from None
        if kind.missing():
            skipped.append(f"{kind.name} ({where}): {kind.name} {kind.missing()}")
            continue
        try:
            entry, facts = _with_models(entry, kind, folder, where)
        except ModelError as error:
            skipped.append(f"{kind.name} ({where}): {error}")
            continue
        models += facts.values()
        digests |= {path: fact.text() for path, fact in facts.items()}
        if entry.effects and "image/png" not in kind.media:
            raise UserError(f"{where}.effects: {kind.name} shows no pictures; leave effects out")
        entry, files = _with_tables(entry, kind, folder, where)
        digests |= files
        entry, files = _with_clips(entry, kind, folder, where)
        digests |= files
        _check_templates(entry, kind, where)
        entry, files = _with_voice(entry, folder, where)
        digests |= files
        levels = tuple(range(len(kind.levels))) if entry.levels is None else entry.levels
        for i, level in enumerate(levels):
            if not 0 <= level < len(kind.levels):
                last = len(kind.levels) - 1
                raise UserError(f"{where}.levels[{i}]: {kind.name} has no level {level}; it has 0 to {last}")
            for split in entry.splits:
                other = taken.setdefault((kind.name, level, split), place)
                if other != place or levels.count(level) > 1:
                    already = f"{kind.name} level {level} is already made by families[{other}]"
                    raise UserError(f"{where}.levels[{i}]: {already}; list it once")
            drafts.append((entry, kind, level, _spec(kind.levels[level], entry.spec, f"{where}.spec")))
    try:
        if skipped and not drafts:
            raise UserError("families: none can be made here")
        cells = _counted(recipe, drafts)
    except UserError as error:
        raise UserError("; ".join([str(error), *(f"skipped {line}" for line in skipped)])) from None
    used = tuple({fact.text(): fact for fact in models}.values())
    digest = _digest(recipe, cells, digests)
    return Plan(recipe=recipe, cells=cells, digest=digest, models=used, skipped=tuple(skipped))


def _check_templates(entry: Entry, kind: Family, where: str) -> None:
    known = {t.name: t for t in kind.templates}
    for i, name in enumerate(entry.templates):
        if name not in known:
            raise UserError(f"{where}.templates[{i}]: unknown template '{name}'{nearest_field(name, tuple(known))}")
        if known[name].unanswerable:
            raise UserError(f"{where}.templates[{i}]: '{name}' is asked in twins only, and always; leave it out")
    for name in entry.weights:
        if name not in known:
            raise UserError(f"{where}.weights: unknown template '{name}'{nearest_field(name, tuple(known))}")


def _with_voice(entry: Entry, folder: Path, where: str) -> tuple[Entry, dict[str, str]]:
    """The entry with its voice's paths, if any, from the recipe's folder on, and a digest of the voice's files. The
    voice of spoken questions must be there before anything is made.
    """
    if not (entry.spoken or entry.voice):
        return entry, {}
    if not entry.spoken:
        raise UserError(f"{where}.voice: nothing is spoken; give spoken a share above 0, or leave voice out")
    from scenewright.spoken import check_voice, located

    try:
        voice, files = located(entry.voice, folder) if entry.voice else ("", ())
        check_voice(voice or "en-us")
    except UserError as error:
        raise UserError(f"{where}.{'voice' if entry.voice else 'spoken'}: {error}") from None
    digest = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()
    return msgspec.structs.replace(entry, voice=voice), {voice: digest} if files else {}


def _with_models(entry: Entry, kind: Family, folder: Path, where: str) -> tuple[Entry, dict[str, ModelFacts]]:
    """The entry with the folders of its models, and what each is; the family's own model too. `ModelError` where one
    can't be had, `UserError` where the entry is wrong in itself.
    """
    facts = {fact.text(): fact for fact in kind.models()} if kind.models else {}
    if entry.repaint is None:
        return entry, facts
    from scenewright.renderers.diffusion.models import resolved

    try:
        check_repaint(entry.repaint, kind.name, kind.media)
    except UserError as error:
        raise UserError(f"{where}.repaint.{error}") from None
    repaint, more = resolved(entry.repaint, folder)
    return msgspec.structs.replace(entry, repaint=repaint), facts | more


def check_repaint(repaint: Repaint, family: str, media: tuple[str, ...]) -> None:
    """`UserError` where the options don't go together, or with this family."""
    if repaint.stage == "sound":
        if family != "soundscape":
            raise UserError(f"stage: 'sound' is for the family soundscape, not {family}; choose another stage")
        if not repaint.ranker:
            raise UserError("ranker: stage 'sound' needs a CLAP, which says what is heard; name it by hub id or folder")
    elif "image/png" not in media:
        raise UserError(f"model: {family} shows no pictures ({', '.join(media)}); leave repaint out")
    if repaint.stage in ("image", "inpaint") and int(repaint.steps * repaint.far()) < 1:
        raise UserError(f"steps: {repaint.steps} times strength {repaint.far()} is less than one step; give more steps")
    needed = {"controlnet": "controlnet", "reference": "adapter"}
    for stage, field in needed.items():
        if repaint.stage == stage and not getattr(repaint, field):
            raise UserError(f"{field}: stage '{stage}' needs one; name it by hub id or folder")
        if repaint.stage != stage and getattr(repaint, field):
            raise UserError(f"{field}: is for stage '{stage}', not '{repaint.stage}'; leave it out or change the stage")


def _spec(base: Spec, changes: Mapping[str, Any], where: str) -> Spec:
    """The level's spec with the recipe's fields over it, as deep as they go."""
    return convert(_merged(base, changes, where), type(base), where) if changes else base


def _merged(base: msgspec.Struct, changes: Any, where: str) -> Any:
    if not isinstance(changes, Mapping):
        return changes
    out = {name: getattr(base, name) for name in base.__struct_fields__}
    for name, value in changes.items():
        old = out.get(name)
        if isinstance(old, msgspec.Struct) and isinstance(value, Mapping):
            value = _merged(old, value, f"{where}.{name}")
        out[name] = value
    return {name: value if name in changes else msgspec.to_builtins(value) for name, value in out.items()}


def _with_tables(entry: Entry, kind: Family, folder: Path, where: str) -> tuple[Entry, dict[str, str]]:
    """The entry with the files that its tables are, sorted within each pattern, and a digest of each."""
    given: Any = entry.tables or entry.spec.get("tables")
    if not given:
        return entry, {}
    place = f"{where}.tables" if entry.tables else f"{where}.spec.tables"
    if entry.tables and "tables" in entry.spec:
        raise UserError(f"{place}: also given as spec.tables; give it once")
    if "tables" not in kind.spec.__struct_fields__:
        raise UserError(f"{place}: {kind.name} draws from no tables; leave it out")
    patterns = (given,) if isinstance(given, str) else tuple(given)
    files: dict[str, str] = {}
    for i, pattern in enumerate(patterns):
        here = place if isinstance(given, str) else f"{place}[{i}]"
        if not isinstance(pattern, str) or not pattern:
            raise UserError(f"{here}: expected a path, not {plain_type(pattern)}")
        for path in _matches(folder / Path(pattern).expanduser(), here):
            with open(path, "rb") as file:
                files[glob.escape(path)] = hashlib.file_digest(file, "sha256").hexdigest()
    return msgspec.structs.replace(entry, tables=(), spec=entry.spec | {"tables": tuple(files)}), files


def _with_clips(entry: Entry, kind: Family, folder: Path, where: str) -> tuple[Entry, dict[str, str]]:
    """The entry with the files of its folder of labelled sounds, in order, each checked; and a digest of each."""
    given = entry.spec.get("clips")
    if not given or "clips" not in kind.spec.__struct_fields__:
        return entry, {}
    from scenewright.scenes.sound_clips import ENDINGS, load_clips

    place = f"{where}.spec.clips"
    if not isinstance(given, str):
        raise UserError(f"{place}: expected the path of a folder, not {plain_type(given)}")
    home = folder / Path(given).expanduser()
    if not home.is_dir():
        raise UserError(f"{place}: there is no folder {home}; paths count from the recipe's folder")
    paths = sorted(path for path in home.rglob("*") if path.suffix.lower() in ENDINGS)
    if not paths:
        raise UserError(f"{place}: {home} holds no sounds; put WAV, FLAC or OGG files into folders named by label")
    for path in paths:
        if path.parent == home:
            raise UserError(f"{path}: has no label; put it into a subfolder named by what is heard")
    files = tuple(map(str, paths))
    load_clips(files)  # refuses what is no good before anything is written
    digests = {path: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in files}
    return msgspec.structs.replace(entry, spec=entry.spec | {"clips": files}), digests


def _matches(pattern: Path, where: str) -> list[str]:
    text = str(pattern)
    if pattern.is_dir():
        raise UserError(f"{where}: {text} is a folder; name its files, for instance {text}/*.csv")
    found = [text]
    if not pattern.is_file():
        found = sorted(path for path in glob.glob(text, recursive=True) if Path(path).is_file())
    if not found:
        missing = next((p for p in reversed(pattern.parents) if not p.exists() and not glob.has_magic(str(p))), None)
        cause = f"there is no folder {missing}" if missing else f"no file matches {text}"
        raise UserError(f"{where}: {cause}; paths count from the recipe's folder")
    return found


def _counted(recipe: Recipe, drafts: list[tuple[Entry, Family, int, Spec]]) -> tuple[Cell, ...]:
    """Cells with their counts: by weight, equal over the levels of an entry, in all exactly what each split asks."""
    counts: list[dict[str, int]] = [{} for _ in drafts]
    levels = {id(entry): sum(other[0] is entry for other in drafts) for entry, *_ in drafts}
    for split in SPLITS:
        total = getattr(recipe.splits, split)
        weights = [entry.weight / levels[id(entry)] if split in entry.splits else 0.0 for entry, *_ in drafts]
        if total and not any(weights):
            raise UserError(f"splits.{split}: {total} samples are asked for, but no family is used in this split")
        for place, count in zip(counts, _shares(total, weights), strict=True):
            place[split] = count
    return tuple(
        Cell(
            family=kind.name,
            level=level,
            spec=spec,
            templates=entry.templates,
            weights=entry.weights,
            counts=count,
            spoken=entry.spoken,
            voice=entry.voice,
            repaint=entry.repaint,
            effects=entry.effects,
        )
        for (entry, kind, level, spec), count in zip(drafts, counts, strict=True)
    )


def _shares(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to the weights (largest remainder), none of which parts two twins if avoidable."""
    whole = sum(weights) or 1.0
    ideal = [total * weight / whole for weight in weights]
    out = [int(x) for x in ideal]
    order = sorted(range(len(out)), key=lambda i: (out[i] - ideal[i], i))
    for i in order[: total - sum(out)]:
        out[i] += 1
    cut = [i for i, n in enumerate(out) if not _unparted(n)]
    while len(cut) >= 2:
        out[cut.pop()] -= 1
        out[cut.pop()] += 1
    if cut:
        moves = ((i, step) for step in (1, -1, 2, -2) for i in range(len(out)) if i != cut[0] and weights[i])
        for i, step in moves:
            if out[i] + step >= 0 and _unparted(out[i] + step) and _unparted(out[cut[0]] - step):
                out[i] += step
                out[cut[0]] -= step
                break
    return out


def _digest(recipe: Recipe, cells: tuple[Cell, ...], tables: dict[str, str]) -> str:
    """Hash of what decides the data: tables, clips and voices by content, so that a folder may move."""

    def named(value: Any) -> Any:
        return [tables.get(path, path) for path in value]

    plain = [msgspec.to_builtins(cell) for cell in cells]
    for cell in plain:
        cell["voice"] = tables.get(cell["voice"], cell["voice"])
        if cell["effects"] is None:
            del cell["effects"]
        if cell["repaint"] is None:
            del cell["repaint"]  # so that plans without models keep their digest
        else:
            cell["repaint"] = {k: tables.get(v, v) if isinstance(v, str) else v for k, v in cell["repaint"].items()}
        for field in ("tables", "clips"):
            if isinstance(cell["spec"].get(field), (list, tuple)):  # elsewhere `tables` is a share of scenes
                cell["spec"][field] = named(cell["spec"][field])
    kept = {name: getattr(recipe, name) for name in ("name", "seed", "questions", "shard_size", "splits", "license")}
    text = msgspec.json.encode([scenewright.__version__, kept, plain], order="deterministic")
    return hashlib.blake2b(text, digest_size=16).hexdigest()
