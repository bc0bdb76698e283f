"""Recipes: what to build, as a person writes it in YAML.

    name: clocks and charts
    seed: 7
    splits: {train: 1000, validation: 50, test: 50}
    families:
      - family: clock
        levels: [0, 1, 2]
        weight: 2
      - family: bar_chart
        tables: data/*.csv

With `spoken: 0.25` in an entry, that share of its samples has the first question by voice too, as a further sound of
role `question` (the extra `speech`); `voice: en-gb+f2`, or the path of a Piper or a Kokoro voice, fixes whose.
With `effects: {level: 2, share: 0.5, kinds: [perspective, low_light]}` pictures are photographed, scanned, compressed.
With `audit: {"readers: share read": 0.95}` beside `splits`, `scenewright audit --gate` holds the set to that limit.
With `repaint: {model: ..., stage: inpaint}` a diffusion model repaints its pictures (the extra `models`).

`plan.py` turns a recipe into what is made where.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import msgspec
import yaml
from msgspec import Meta

from scenewright.errors import UserError
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.effects import Effects
from scenewright.splits import SPLIT_MAX, SPLITS, Split

FILE_MAX = 1 << 20
"""Bytes of a recipe file at most; a larger one is some other file."""


class Splits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many samples each split has."""

    train: Annotated[int, Meta(ge=0, le=SPLIT_MAX)] = 0
    validation: Annotated[int, Meta(ge=0, le=SPLIT_MAX)] = 0
    test: Annotated[int, Meta(ge=0, le=SPLIT_MAX)] = 0


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One family in a recipe."""

    family: str
    levels: Annotated[tuple[int, ...], Meta(min_length=1)] | None = None
    """Which rungs of the family's ladder, in equal shares; all of them if left out."""
    weight: Annotated[float, Meta(gt=0, le=1e9)] = 1.0
    """Share of the samples, relative to the other entries."""
    splits: Annotated[tuple[Split, ...], Meta(min_length=1)] = SPLITS
    """Where the entry is used: `[test]` keeps a hard level for extrapolation."""
    spec: dict[str, Any] = {}
    """Fields of the family's spec that replace those of each level."""
    templates: tuple[str, ...] = ()
    """The only templates to ask; all if left out. Twins keep their own."""
    weights: dict[str, Annotated[float, Meta(ge=0.01, le=100)]] = {}
    """How eagerly templates are asked, by name, beside 1 for those not named: at 2, about twice as often."""
    tables: str | tuple[str, ...] = ()
    """Tables to draw from: paths or patterns such as `data/*.csv`, relative to the recipe's folder."""
    spoken: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """Share of samples whose first question is spoken as well (both twins or neither)."""
    voice: str = ""
    """Who speaks: a voice of espeak-ng (`en-us+m3`), the path of a Piper voice (`NAME.onnx`), or of Kokoro as
    `MODEL.onnx,VOICES.bin,NAME`; paths count from the recipe's folder. If left out, espeak-ng's are drawn from."""
    repaint: Repaint | None = None
    """A diffusion model that repaints the pictures; see `scenewright.renderers.diffusion.options`."""
    effects: Effects | None = None
    """What befalls the pictures on their way to the viewer; see `scenewright.renderers.effects`."""


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to build. Same recipe and version: the same data set, byte for byte."""

    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\r\n]*$")]
    """Title of the data set."""
    seed: Annotated[int, Meta(ge=0, le=(1 << 63) - 1)] = 0
    questions: Annotated[int, Meta(ge=1, le=50)] = 5
    """Questions per sample."""
    shard_size: Annotated[int, Meta(ge=1, le=100_000)] = 1000
    """Samples per Parquet file, about. Also the unit of work: use several files per worker."""
    splits: Splits
    families: Annotated[tuple[Entry, ...], Meta(min_length=1)]
    license: Annotated[str, Meta(min_length=1, max_length=100)] = "cc-by-4.0"
    """Licence of the data set, as Hugging Face spells it. Real tables may ask for another."""
    audit: dict[str, float] = {}
    """Limits of `scenewright audit` in place of its own, by check and figure: `{"readers: share read": 0.95}`."""

    @classmethod
    def load(cls, path: str | Path) -> Recipe:
        """Read a YAML file. `UserError` with file, place, cause and cure, in one line."""
        path = Path(path)
        data = read_yaml(path)
        try:
            return cls.of(data)
        except UserError as error:
            raise UserError(f"{path}: {error}") from None

    @classmethod
    def of(cls, data: Any) -> Recipe:
        """A recipe from decoded YAML or JSON. `UserError` names the field that is wrong."""
        if not isinstance(data, dict):
            raise UserError(f"a recipe is a mapping of fields (name, splits, families, ...), not {plain_type(data)}")
        recipe = convert(data, cls)
        if not (recipe.splits.train or recipe.splits.validation or recipe.splits.test):
            raise UserError("splits: no samples are asked for; give train, validation or test a count above 0")
        if recipe.audit:
            from scenewright.audit.run import check_limits

            check_limits(recipe.audit)
        return recipe


# -- reading YAML ------------------------------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """Safe YAML that refuses a key given twice, where plain YAML lets the last one win unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"key '{key.value}' is given twice", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """Decoded YAML of a file. `UserError` where there is no such file, or it is no YAML."""
    if not path.exists():
        raise UserError(f"{path}: no such file; give the path of a recipe (*.yaml)")
    if not path.is_file():
        raise UserError(f"{path}: not a file; give the path of a recipe (*.yaml)")
    if path.stat().st_size > FILE_MAX:
        raise UserError(f"{path}: too large for a recipe ({path.stat().st_size:,} bytes)")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = yaml.load(text, _Loader)
    except (UnicodeDecodeError, yaml.reader.ReaderError):
        raise UserError(f"{path}: not a text file in UTF-8; give the path of a recipe (*.yaml)") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}" if mark else ""
        raise UserError(f"{path}{where}: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UserError(f"{path}: not valid YAML: {str(error).splitlines()[0]}") from None
    if data is None:
        raise UserError(f"{path}: the file is empty; a recipe needs name, splits and families")
    return data


# -- errors with a path ------------------------------------------------------------------------------------------------


def convert(data: Any, kind: Any, prefix: str = "") -> Any:
    """`msgspec.convert`, whose errors become a `UserError` with path, cause and nearest name.

    `prefix` is the path of `data` itself (`families[1].spec`).
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        path = path.rstrip("`")
        raise UserError(_explain(what, path, data, kind, prefix)) from None


def _explain(what: str, path: str, data: Any, kind: Any, prefix: str) -> str:
    place = (prefix + path).lstrip(".")
    where = f"{place}: " if place else ""
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what):
        name, known = found[1], _fields(_at(kind, path))
        return f"{where}unknown field '{name}'{nearest_field(name, known)}"
    if found := re.fullmatch(r"Object missing required field `(.*)`", what):
        return f"{where}field '{found[1]}' is missing"
    if not what.startswith(("Expected", "Invalid")):
        return where + what  # a check of the struct's own, in its own words
    what = what.replace("`", "").replace("Expected", "expected", 1).replace("Invalid", "invalid", 1)
    what = what.replace("object", "a mapping").replace("array", "a list").partition(", got ")[0]
    try:
        value = _value_at(data, path)
    except (KeyError, IndexError, TypeError):
        return where + what
    shown = repr(value) if not isinstance(value, (dict, list)) else plain_type(value)
    if isinstance(value, list) and "of length" in what and value:
        shown = f"{len(value):,}"
    return f"{where}{what}, not {shown if len(shown) <= 60 else shown[:57] + '...'}"


def nearest_field(name: str, known: tuple[str, ...]) -> str:
    """`; did you mean 'levels'?`, or what there is."""
    close = difflib.get_close_matches(name, known, 1)
    return f"; did you mean '{close[0]}'?" if close else f"; there are: {', '.join(known)}" if known else ""


def plain_type(value: Any) -> str:
    """The type of a decoded value in a reader's words."""
    if value == []:
        return "an empty list"
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), type(value).__name__)


_PART = re.compile(r"\.(\w+)|\[(\d+)\]")


def _value_at(data: Any, path: str) -> Any:
    if _PART.sub("", path):
        raise KeyError(path)
    for name, index in _PART.findall(path):
        data = data[name] if name else data[int(index)]
    return data


def _at(kind: Any, path: str) -> Any:
    """The struct type that a path leads to; None where it leads elsewhere."""
    kind = _struct_in(kind)
    for name, _ in _PART.findall(path):
        if name:
            kind = next((f.type for f in msgspec.structs.fields(kind) if f.encode_name == name), None)
        kind = _struct_in(kind)
        if kind is None:
            return None
    return kind


def _struct_in(kind: Any) -> Any:
    """The struct inside `Annotated`, unions and tuples."""
    if get_origin(kind) is None:
        return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None
    return next((found for part in get_args(kind) if (found := _struct_in(part))), None)


def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(f.encode_name for f in msgspec.structs.fields(kind)) if kind else ()
