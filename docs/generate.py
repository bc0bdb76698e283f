"""Writes the pages that come from the code: the gallery of families and levels, and the reference of recipes.

python docs/generate.py [FOLDER]        by default docs/reference; `make docs` runs it before MkDocs
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
import numpy as np
import yaml
from PIL import Image

from scenewright.families import Family, family, names
from scenewright.recipe import Entry, Recipe, Splits
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.effects import Effects
from scenewright.renderers.skia_loader import skia
from scenewright.sample import Maker, Sample
from scenewright.store import column_of
from scenewright.tiles import picture_of

HERE = Path(__file__).parent
CHARTS = ("box_plot", "histogram", "scatter_plot", "treemap")
DICE = HERE / "examples" / "dice_family"
WIDTH_PX = 420
"""Of the pictures of levels."""


def main(folder: Path) -> None:
    """Write all pages and pictures into a folder."""
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    (folder / "families.md").write_text("\n".join(families(folder)) + "\n", "utf-8")
    (folder / "recipe.md").write_text("\n".join(recipe()) + "\n", "utf-8")
    (folder / "add_a_family.md").write_text(with_files(HERE / "add_a_family.md", DICE), "utf-8")
    (folder / "charts.md").write_text(with_kinds(HERE / "charts.md", HERE / "plotqa.yaml"), "utf-8")


def with_kinds(page: Path, kinds: Path) -> str:
    """The page on charts with the table of kinds of question. `KeyError` for a template that no family has."""
    found = owners()
    lines = []
    for part, rows in yaml.safe_load(kinds.read_text("utf-8")).items():
        lines += [f"### {part.capitalize()}\n", "| Kind | Templates | Families |", "| --- | --- | --- |"]
        for kind, templates in rows:
            of = sorted({name for template in templates for name in found[template]})
            lines.append(f"| {kind} | {', '.join(f'`{t}`' for t in templates)} | {', '.join(of)} |")
        lines.append("")
    return page.read_text("utf-8").replace("<!-- plotqa -->", "\n".join(lines))


def owners() -> dict[str, list[str]]:
    """Families of charts by the names of their templates."""
    found: dict[str, list[str]] = {}
    for name in names():
        if family(name).table is not None or name in CHARTS:
            for template in family(name).templates:
                found.setdefault(template.name, []).append(name)
    return found


def with_files(page: Path, folder: Path) -> str:
    """A page with the files that it names put in, so that what is read is what the tests run."""

    def whole(line: str) -> str:
        found = re.fullmatch(r"<!-- file: (\S+) -->", line)
        if found is None:
            return line
        path = next(folder.rglob(found[1]))
        return f"```{'toml' if path.suffix == '.toml' else 'python'}\n{path.read_text('utf-8').rstrip()}\n```"

    return "\n".join(whole(line) for line in page.read_text("utf-8").splitlines()) + "\n"


# -- families --------------------------------------------------------------------------------------------------------


def families(folder: Path) -> Iterator[str]:
    """The page of families: what each is, a picture of every level, its questions."""
    yield "# Families\n"
    yield "Every family and level, made by the code as it is: one sample of each level, from easy to hard.\n"
    yield "| Family | Media | Levels | Templates |"
    yield "| --- | --- | --- | --- |"
    for name in names():
        kind = family(name)
        yield f"| [{name}](#{name}) | {', '.join(kind.media)} | 0 to {len(kind.levels) - 1} | {len(kind.templates)} |"
    yield ""
    for name in names():
        yield from _family(family(name), folder)


def _family(kind: Family, folder: Path) -> Iterator[str]:
    yield f"## {kind.name}\n"
    yield f"{kind.summary}\n"
    if missing := kind.missing():
        yield f"It {missing}.\n"
    else:
        for level in range(len(kind.levels)):
            path = folder / "pictures" / f"{kind.name}-{level}.jpg"
            sample = Maker.of(kind.name, level, 0).make(0)
            _picture(sample).save(path, quality=82)
            asked = sample.questions[0]
            yield f"![{kind.name}, level {level}](pictures/{path.name})\n"
            yield f"Level {level}: “{_plain(asked.text)}” {_plain(asked.answer_text())}\n"
    yield "**Templates**\n"
    yield "| Template | Skill | What is asked |"
    yield "| --- | --- | --- |"
    for template in sorted(kind.templates, key=lambda t: (t.skill, t.name)):
        twin = {"": "", "hidden": " (twin: hidden)", "false_premise": " (twin: false premise)"}[template.unanswerable]
        yield f"| `{template.name}` | {template.skill}{twin} | {_cell(inspect.cleandoc(template.__doc__ or ''))} |"
    yield ""


def _plain(text: str) -> str:
    """One line, short enough for a caption."""
    line = " ".join(text.split()).replace("<", "&lt;")
    return line if len(line) <= 160 else line[:157] + "..."


def _picture(sample: Sample) -> Image.Image:
    row: dict[str, list[dict[str, bytes]]] = {"images": [], "videos": [], "audios": []}
    for medium in sample.media:
        if not medium.role:
            row[column_of(medium)].append({"bytes": medium.data})
    pixels = np.asarray(picture_of(row).toarray(colorType=skia.ColorType.kRGBA_8888_ColorType))
    image = Image.fromarray(pixels[..., :3])
    image.thumbnail((WIDTH_PX, WIDTH_PX), Image.Resampling.LANCZOS)
    return image


# -- recipes ---------------------------------------------------------------------------------------------------------


def recipe() -> Iterator[str]:
    """The reference of recipes, from the types that decode them."""
    yield "# Recipes\n"
    yield "A recipe is YAML. Unknown fields and values out of range are refused with place and nearest name.\n"
    for title, kind in (("Recipe", Recipe), ("Splits", Splits), ("Entry of `families`", Entry),
                        ("`effects` of an entry", Effects), ("`repaint` of an entry", Repaint)):  # fmt: skip
        yield f"## {title}\n"
        yield from fields(kind)
    yield "## `spec` of an entry\n"
    yield "What a family's scenes are drawn from. Each level sets these; a recipe's `spec` replaces single fields.\n"
    for name in names():
        yield f"### {name}\n"
        yield from fields(family(name).spec)


def fields(kind: type[msgspec.Struct]) -> Iterator[str]:
    """A table of a struct's fields: type, range, default, what it means."""
    told = docstrings(kind)
    hints = typing.get_type_hints(kind, include_extras=True)
    yield "| Field | Type | Default | Meaning |"
    yield "| --- | --- | --- | --- |"
    for field in msgspec.structs.fields(kind):
        default = "" if field.required else _default(field)
        meaning = _cell(told.get(field.name, ""))
        yield f"| `{field.encode_name}` | {_cell(type_text(hints[field.name]))} | {default} | {meaning} |"
    yield ""


def _default(field: Any) -> str:
    value = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
    text = msgspec.json.encode(value).decode()
    return f"`{text}`" if len(text) <= 80 else "see below"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def docstrings(kind: type) -> dict[str, str]:
    """What stands below each field in the source, of the class and those it comes from."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.partition(".")[0] != "scenewright":
            continue
        source = inspect.getsource(importlib.import_module(base.__module__))
        tree = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ClassDef) and n.name == base.__name__)
        for before, after in zip(tree.body, tree.body[1:], strict=False):
            if isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name) and _is_text(after):
                found[before.target.id] = inspect.cleandoc(after.value.value)  # type: ignore[attr-defined]
    return found


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def type_text(hint: Any) -> str:
    """A type as a reader of YAML would say it: `2 to 12`, `one of ...`, `list of text`."""
    if get_origin(hint) is Annotated:
        inner, *extra = get_args(hint)
        limits = next((m for m in extra if isinstance(m, msgspec.Meta)), None)
        return type_text(inner) + (_range(limits) if limits else "")
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(f"`{value or '(empty)'}`" for value in get_args(hint))
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join("nothing" if part is type(None) else type_text(part) for part in get_args(hint))
    if get_origin(hint) in (tuple, list):
        part = get_args(hint)[0]
        return f"list of {type_text(part)}"
    if get_origin(hint) is dict:
        return f"map to {type_text(get_args(hint)[1])}"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return f"map ({hint.__name__})"
    return {int: "whole number", float: "number", str: "text", bool: "yes or no"}.get(
        hint, getattr(hint, "__name__", "any")
    )


def _range(limits: msgspec.Meta) -> str:
    low = limits.ge if limits.ge is not None else limits.gt
    high = limits.le if limits.le is not None else limits.lt
    if low is not None and high is not None:
        return f", {low} to {high}"
    if low is not None:
        return f", from {low}" if limits.ge is not None else f", above {low}"
    if high is not None:
        return f", up to {high}"
    return f", at least {limits.min_length}" if limits.min_length else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else HERE / "reference")
