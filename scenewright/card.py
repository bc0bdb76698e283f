"""The data set card: README.md with the header that Hugging Face reads, and a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

import scenewright
from scenewright.errors import UserError
from scenewright.families import family
from scenewright.plan import Plan
from scenewright.report import Report, tables
from scenewright.shards import DATA, write_whole

_SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"), (10_000_000_000, "1B<n<10B"),
)  # fmt: skip

_TASKS = {
    "image": ("visual-question-answering", "image-text-to-text"),
    "video": ("video-text-to-text",),
    "audio": ("audio-text-to-text",),
}
"""As the Hub names them, by kind of medium."""

_COLUMNS = """\
| Column | What it holds |
| --- | --- |
| `id`, `family`, `level`, `index`, `seed`, `version` | which sample it is: these alone determine the rest |
| `images`, `videos`, `audios` | the media, decoded by `datasets` |
| `masks`, `media` | segmentation masks, where asked for (not for the model); order, sizes and rates of media (JSON) |
| `questions` | text, canonical answer, answer type, options with reasons, worked steps, ids of the evidence |
| `scene`, `outcome` | the whole truth, as JSON; what happens to it, where it was simulated |
| `style`, `marks`, `tracks`, `resolution` | how it was made; where each thing is; what can be read off (JSON) |
| `readings` | what was measured on the finished medium, where labels are measured (JSON) |
| `table_csv`, `table_markdown` | the numbers behind a chart |
| `claims` | media that a model made: which, the best of how many, what was checked on them (JSON) |
| `measures` | difficulty and its parts, measured (JSON) |
"""


CHARTS = "charts.png"
AUDIT_BEGIN, AUDIT_END = "<!-- audit -->", "<!-- end of audit -->"


def write_audit(out: Path, lines: Iterable[str]) -> None:
    """Put an audit's summary into the card, in place of an earlier one. `UserError` where the card has no room for it.

    Nothing else of the data set is changed.
    """
    path = out / "README.md"
    text = path.read_text("utf-8") if path.is_file() else ""
    begin, end = text.find(AUDIT_BEGIN), text.find(AUDIT_END)
    if begin < 0 or end < begin:
        raise UserError(f"{path}: has no place for an audit ({AUDIT_BEGIN}); build the card again, or leave --card out")
    body = "\n".join(("", "", *lines, ""))
    write_whole(path, (text[: begin + len(AUDIT_BEGIN)] + body + text[end:]).encode())


def write_card(plan: Plan, report: Report, out: Path) -> None:
    """Write `README.md`."""
    write_whole(out / "README.md", card(plan, report).encode())


def card(plan: Plan, report: Report) -> str:
    """The text of the card."""
    head = yaml.safe_dump(_header(plan, report), sort_keys=False, allow_unicode=True)
    return f"---\n{head}---\n\n" + "\n".join(_body(plan, report))


def _header(plan: Plan, report: Report) -> dict[str, Any]:
    families = [family(name) for name in dict.fromkeys(cell.family for cell in plan.cells)]
    media = sorted({kind.partition("/")[0] for kind_of in families for kind in kind_of.media})
    total = sum(report.samples.values())
    size = next((name for limit, name in _SIZES if total < limit), "n>1T")
    return {
        "pretty_name": plan.recipe.name,
        "license": plan.recipe.license,
        "language": ["en"],
        "task_categories": [task for kind in media for task in _TASKS[kind]],
        "size_categories": [size],
        "tags": ["synthetic", "scenewright", *media, *(kind.name for kind in families)],
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": split, "path": f"{DATA}/{split}-*"} for split in report.samples],
            }
        ],
    }


def _body(plan: Plan, report: Report) -> Iterator[str]:
    samples, questions = sum(report.samples.values()), sum(report.total("template").values())
    yield f"# {plan.recipe.name}\n"
    yield (
        f"{samples:,} samples with {questions:,} questions, made by Scenewright {report.version}. Everything shown was "
        "drawn, simulated or voiced, and every question, answer, worked solution and box derived, by program from a "
        "scene that is known in full; nothing was labelled by hand or written by a language model.\n"
    )
    yield "![Samples of every family and level](contact_sheet.png)\n"
    yield "![Counts of samples, questions and answers](charts.png)\n"
    yield "## Load it\n"
    yield "```python\nfrom datasets import load_dataset\n"
    yield 'data = load_dataset("path/to/this/folder")'
    yield f'print(data["{next(iter(report.samples))}"][0]["questions"][0])\n```\n'
    yield (
        'Or with the types it was made from: `import scenewright as sw; sw.open("path/to/this/folder")[0]`. '
        "A model's reply is scored by `sw.score(reply, question)`.\n"
    )
    yield "## What a row holds\n"
    yield _COLUMNS
    yield "## Counts\n"
    for title, headings, rows in tables(report):
        if rows:
            yield from _table(title, headings, rows)
    yield "## Audit\n"
    yield AUDIT_BEGIN
    yield "\nNot audited yet: `scenewright audit path/to/this/folder --card` writes its findings here.\n"
    yield AUDIT_END + "\n"
    yield "## How it was made\n"
    yield (
        "The same recipe and version give the same bytes, on any number of workers. Indices of train count from 0, of "
        "validation from 1,000,000,000 and of test from 2,000,000,000, so no sample is in two splits. Of every ten "
        "samples four are twins, in pairs: the same question can be answered in one and not in the other.\n"
    )
    recipe = yaml.safe_dump(_brief(plan), sort_keys=False, allow_unicode=True)
    yield f"```yaml\n{recipe}```\n"
    yield f"Scenewright {scenewright.__version__}, plan `{report.digest}`.\n"
    yield from _models(report)
    sources = list(_sources(plan))
    if sources:
        yield "## Sources of real data\n"
        yield from sources


def _table(title: str, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"### {title}\n"
    yield "| " + " | ".join(headings) + " |"
    yield "|" + " --- |" * len(headings)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _brief(plan: Plan) -> dict[str, Any]:
    """The recipe without what it leaves at its default."""

    def changed(value: msgspec.Struct) -> dict[str, Any]:
        out = {}
        for field in msgspec.structs.fields(value):
            this = getattr(value, field.name)
            default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
            if this != default:
                out[field.name] = this
        return out

    out = changed(plan.recipe)
    out["splits"] = changed(plan.recipe.splits)
    out["families"] = [changed(entry) for entry in plan.recipe.families]
    brief: dict[str, Any] = msgspec.to_builtins(out)
    return brief


def _models(report: Report) -> Iterator[str]:
    """Models behind the media, and what was left out."""
    if report.models:
        yield "## Models\n"
        yield from (f"- {fact.name}, revision `{fact.revision}`, licence: {fact.licence}" for fact in report.models)
        yield ""
    if report.skipped:
        yield "## Left out\n"
        yield from (f"- {line}" for line in report.skipped)
        yield ""


def _sources(plan: Plan) -> Iterator[str]:
    """The tables behind the scenes: the user's by name, or the bundled ones with source and licence."""
    given: set[str] = set()
    bundled = False
    for cell in plan.cells:
        tables_of = getattr(cell.spec, "tables", None)
        if tables_of is not None:
            given |= {Path(path).name for path in tables_of}
            bundled |= not tables_of
    for name in sorted(given):
        yield f"- `{name}`"
    if bundled:
        folder = Path(scenewright.__file__).parent / "scenes" / "tables"
        for path in sorted(folder.glob("*.json")):
            table = json.loads(path.read_text("utf-8"))
            yield f"- {table['title']}: {table['source']}"
    if given or bundled:
        yield ""
