"""The command line. Commands import what they need when they run, so that `--help` is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenewright.sample import Sample

app = typer.Typer(
    name="scenewright",
    help="Training and test data for multimodal models, whose every question and answer is derived from the scene.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

INTERRUPTED = 130
"""Exit code after Ctrl-C; Typer gives it for a KeyboardInterrupt inside a command."""

Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder to write to.")]


def _version(wanted: bool) -> None:
    if wanted:
        import scenewright

        typer.echo(f"scenewright {scenewright.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
) -> None:
    pass


@app.command()
def families(
    name: Annotated[str | None, typer.Argument(metavar="[FAMILY]", help="One family, in detail.")] = None,
) -> None:
    """What can be made: families, media, levels, templates."""
    from scenewright.errors import UserError
    from scenewright.families import family, names

    if name is None:
        kinds, broken = [], []
        for known in names():
            try:
                kinds.append(family(known))
            except UserError as error:  # another package's; the rest can still be made
                broken.append(f"error: {error}")
        rows = [(k.name, ", ".join(k.media), f"0-{len(k.levels) - 1}", str(len(k.templates)), k.summary) for k in kinds]
        _table("Families", ("family", "media", "levels", "templates", "what it is"), rows)
        typer.echo("\n".join(broken), err=True, nl=bool(broken))
        return
    kind = family(name)
    typer.echo(f"{kind.name}: {kind.summary}\n")
    templates = [
        (t.name, t.skill, t.unanswerable and "twins", (t.__doc__ or "").strip().split("\n")[0]) for t in kind.templates
    ]
    _table("Templates", ("template", "skill", "", "what it asks"), templates)
    import msgspec

    typer.echo("Fields of the spec, with their values at each level")
    plain = [msgspec.to_builtins(spec) for spec in kind.levels]
    fields = [(field, *(_brief(spec[field]) for spec in plain)) for field in plain[0]]
    _table("", ("field", *(f"level {i}" for i in range(len(plain)))), fields)


@app.command()
def sample(
    family: Annotated[str, typer.Argument(metavar="FAMILY", help="As `scenewright families` lists them.")],
    level: Annotated[int, typer.Option("--level", "-l", help="From 0, the easiest.")] = 0,
    index: Annotated[int, typer.Option("--index", "-i", help="Which sample.")] = 0,
    seed: Annotated[int, typer.Option("--seed", "-s", help="Another seed, other samples.")] = 0,
    questions: Annotated[int, typer.Option(help="Questions to ask.")] = 5,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write picture, JSON and questions here.")
    ] = None,
) -> None:
    """Make one sample; print its questions, or write it to a folder."""
    import msgspec

    from scenewright.sample import sample as make
    from scenewright.store import ENDINGS

    made = make(family, level, index, seed, questions)
    if out is None:
        typer.echo(_words(made))
        return
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for number, medium in enumerate(made.media):
        path = out / f"{made.id}{f'-{number}' if number else ''}.{ENDINGS[medium.kind]}"
        path.write_bytes(medium.data)
        written.append(path)
    bare = msgspec.structs.replace(made, media=tuple(msgspec.structs.replace(m, data=b"") for m in made.media))
    written += [out / f"{made.id}.json", out / f"{made.id}.md"]
    written[-2].write_bytes(msgspec.json.format(msgspec.json.encode(bare), indent=1) + b"\n")
    written[-1].write_text(_words(made, written[0].name) + "\n", "utf-8")
    for path in written:
        typer.echo(path)


@app.command()
def build(
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE.yaml", help="What to build.")],
    out: Out,
    workers: Annotated[int | None, typer.Option("--workers", "-w", help="Processes; by default one per CPU.")] = None,
    rank: Annotated[int, typer.Option(help="This rank, where several build into one folder.")] = 0,
    world_size: Annotated[int, typer.Option(help="How many ranks there are.")] = 1,
) -> None:
    """Build a recipe into a data set: Parquet, card, contact sheet, report.

    Run it again to go on with a build that was stopped.
    """
    from scenewright.build import build as make
    from scenewright.report import tables

    report = make(recipe, out, workers, rank, world_size)
    if report is None:
        typer.echo(f"Rank {rank} of {world_size} is done; the last one writes the card and the report.")
        return
    for title, headings, rows in tables(report):
        if rows:
            _table(title, headings, rows)
    typer.echo(
        f"{sum(report.samples.values()):,} samples, {report.bytes / 1e6:,.1f} MB, in {out} "
        "(README.md, contact_sheet.png, data/, build/report.json)"
    )


@app.command()
def audit(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A data set that was built.")],
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the report here too.")] = None,
) -> None:
    """How well the questions of a data set can be answered without its pictures."""
    import scenewright
    from scenewright.audit import report
    from scenewright.audit.blind import audit as guess
    from scenewright.audit.questions import questions_in

    found = guess(questions_in(scenewright.open(folder)))
    if json is not None:
        json.write_bytes(report.json(found))
    for title, headings, rows in report.tables(found):
        _table(title, headings, rows)
    verdict = f"{len(found.flagged())} rows flagged, {len(found.odd_twins)} odd twins"
    typer.echo(f"{found.questions:,} questions, {verdict}. Rule: {found.rule}.")


@app.command()
def bench(
    families: Annotated[list[str] | None, typer.Argument(metavar="[FAMILY]...", help="By default all.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write bench.json and bench.md here.")
    ] = None,
    samples: Annotated[int, typer.Option(help="Samples per level.")] = 100,
    scaling: Annotated[bool, typer.Option("--scaling", help="Also two workers against one, a few minutes.")] = False,
    memory: Annotated[bool, typer.Option("--memory", help="Also one worker's memory over 20,000 samples.")] = False,
) -> None:
    """How fast each family is, stage by stage, beside named baselines measured in the same run."""
    from scenewright.bench.report import tables
    from scenewright.bench.run import bench as measure

    for title, headings, rows in tables(measure(families or (), samples, scaling, memory, out)):
        _table(title, headings, rows)


# -- output ------------------------------------------------------------------------------------------------------------


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: drawn by Rich on a terminal, plain columns elsewhere."""
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
        for heading in headings:
            table.add_column(heading)
        for row in rows:
            table.add_row(*map(escape, row))
        Console().print(table)
        return
    from scenewright.report import columns

    typer.echo("\n".join(columns(title, headings, rows)))


def _brief(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 24 else text[:21] + "..."


def _words(sample: Sample, picture: str = "") -> str:
    """A sample's questions for people, in Markdown."""
    lines = [f"# {sample.id}", ""]
    if picture:
        lines += [f"![{sample.id}]({picture})", ""]
    for number, q in enumerate(sample.questions, 1):
        lines += [f"## {number}. {q.text}", ""]
        lines += [f"- {'ABCDEFGH'[i]}. {c.text} ({c.why})" for i, c in enumerate(q.choices)]
        lines += [""] if q.choices else []
        lines += [f"{i}. {step.text}" for i, step in enumerate(q.steps, 1)]
        lines += ["", f"**{q.answer_text()}** ({q.template}, {q.skill})", ""]
    return "\n".join(lines).rstrip()


def run(args: Sequence[str]) -> int:
    """Run one command; the exit code: 0, 2 for a mistake of the user's, 130 for Ctrl-C."""
    try:
        code = typer.main.get_command(app).main(list(args), "scenewright", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:
        from scenewright.explain import explain

        line = explain(error)
        if line is None:
            raise
        print(f"error: {line}", file=sys.stderr)
        return 2
    if code == INTERRUPTED:
        print("interrupted; the same command goes on where this one stopped", file=sys.stderr)
    return code if isinstance(code, int) else 0


def main() -> None:
    """Entry point of the `scenewright` command."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
