"""The command line. Commands import what they need when they run, so that `--help` is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenewright.cli_repaint import repaint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scenewright.bench.report import Table
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
        rows = [
            (k.name, ", ".join(k.media), f"0-{len(k.levels) - 1}", str(len(k.templates)),
             f"{k.summary} [{k.missing()}]" if k.missing() else k.summary)
            for k in kinds
        ]  # fmt: skip
        _table("Families", ("family", "media", "levels", "templates", "what it is"), rows)
        typer.echo("\n".join(broken), err=True, nl=bool(broken))
        return
    kind = family(name)
    typer.echo(f"{kind.name}: {kind.summary}\n" + (f"{kind.name} {kind.missing()}\n" if kind.missing() else ""))
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
    from scenewright.sample import sample as make

    made = make(family, level, index, seed, questions)
    if out is None:
        typer.echo(_words(made))
        return
    for path in write_sample(made, out):
        typer.echo(path)


def write_sample(made: Sample, out: Path) -> list[Path]:
    """Write the media of a sample, its truth as JSON and its questions as Markdown; returns the paths."""
    import msgspec

    from scenewright.store import ENDINGS

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
    return written


app.command()(repaint)


@app.command()
def context(
    family: Annotated[str, typer.Argument(metavar="FAMILY", help="One that can tell: tower.")],
    level: Annotated[int, typer.Option("--level", "-l", help="From 0, the easiest.")] = 0,
    index: Annotated[int, typer.Option("--index", "-i", help="Which sample.")] = 0,
    seed: Annotated[int, typer.Option("--seed", "-s", help="Another seed, other samples.")] = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write both to this folder.")] = None,
) -> None:
    """Tell the truth of one sample as text and as JSON: its state, and what becomes of it."""
    from scenewright.context import ENDINGS
    from scenewright.context import context as tell
    from scenewright.sample import sample as make

    made = make(family, level, index, seed)
    told = tell(made)
    if out is None:
        typer.echo("\n\n".join(medium.data.decode().rstrip() for medium in told))
        return
    out.mkdir(parents=True, exist_ok=True)
    for medium in told:
        path = out / f"{made.id}-context.{ENDINGS[medium.kind]}"
        path.write_bytes(medium.data)
        typer.echo(path)


@app.command()
def build(
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE.yaml", help="What to build.")],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="DIR", help="Folder to write to, or a URL such as s3://bucket/set.")
    ],
    workers: Annotated[int | None, typer.Option("--workers", "-w", help="Processes; by default one per CPU.")] = None,
    rank: Annotated[int, typer.Option(help="This rank, where several build into one folder.")] = 0,
    world_size: Annotated[int, typer.Option(help="How many ranks there are.")] = 1,
    engine: Annotated[str, typer.Option(help="local (a pool of processes) or ray.")] = "local",
    ray_address: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A running Ray cluster's; by default one is started here.")
    ] = "",
    focus: Annotated[
        Path | None, typer.Option(metavar="SCORES.json", help="Ask more of what these scores say goes wrong.")
    ] = None,
) -> None:
    """Build a recipe into a data set: Parquet, card, contact sheet, report.

    Run it again to go on with a build that was stopped.
    """
    from scenewright.build import build as make
    from scenewright.plan import Plan
    from scenewright.report import tables

    change = None
    if focus is not None:
        from scenewright.focus import focus as focused
        from scenewright.focus import read_scores

        change = lambda written: focused(written, read_scores(focus))  # noqa: E731
    plan = Plan.of(recipe, change)
    for line in plan.skipped:
        typer.echo(f"skipped {line}", err=True)
    report = make(plan, out, workers, rank, world_size, engine, ray_address)
    if report is None:
        typer.echo(f"Rank {rank} of {world_size} is done; the last one writes the card and the report.")
        return
    for title, headings, rows in tables(report):
        if rows:
            _table(title, headings, rows)
    for line in report.skipped[len(plan.skipped) :]:
        typer.echo(f"skipped {line}", err=True)
    typer.echo(
        f"{sum(report.samples.values()):,} samples, {report.bytes / 1e6:,.1f} MB, in {out} "
        "(README.md, contact_sheet.png, data/, build/report.json)"
    )


@app.command()
def merge(
    folders: Annotated[list[str], typer.Argument(metavar="DIR...", help="Folders that ranks of one build wrote.")],
    out: Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="Folder or URL to write to.")],
) -> None:
    """Make one data set of folders that ranks wrote without a shared disk."""
    from scenewright.merging import merge as join

    report = join(folders, out)
    typer.echo(f"{sum(report.samples.values()):,} samples, {report.bytes / 1e6:,.1f} MB, in {out}")


@app.command()
def verify(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A data set that was built.")],
) -> None:
    """Compare every shard with the hash that its build noted."""
    from scenewright.errors import UserError
    from scenewright.verifying import verify as check

    found = check(folder)
    for fault in found.faults:
        typer.echo(fault, err=True)
    if found.faults:
        raise UserError(f"{folder}: {len(found.faults)} of {found.shards} shards are not as they were built")
    how = f"; {found.by_page} by page checksums alone, as build/ is missing" if found.by_page else ""
    typer.echo(f"{found.samples:,} samples, {found.bytes / 1e6:,.1f} MB in {found.shards} shards are as built{how}")


@app.command()
def diff(
    first: Annotated[Path, typer.Argument(metavar="DIR1", help="A data set that was built.")],
    second: Annotated[Path, typer.Argument(metavar="DIR2", help="Another one, with samples of the same ids.")],
    metric: Annotated[
        str, typer.Option(help="For media: exact, rms, ssim, phash, pixels; for sounds exact, rms, spectral.")
    ] = "exact",
    tolerance: Annotated[float, typer.Option(help="Largest value of the metric that counts as the same.")] = 0.0,
    limit: Annotated[int, typer.Option(help="Changes that are named; all are counted.")] = 20,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write what was found here too.")] = None,
) -> None:
    """Compare two builds sample by sample; exits 1 if they differ."""
    import msgspec

    from scenewright.diffing import STATES
    from scenewright.diffing import diff as compare

    found = compare(first, second, metric, tolerance, limit)
    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    states = [state for state in STATES if found.counts["all"].get(state)]
    rows = [(name, *(f"{n.get(state, 0):,}" for state in states)) for name, n in found.counts.items()]
    told = (state if state.startswith(("same", "only")) else f"{state} differ" for state in states)
    _table("Samples", ("family", *told), rows[1:] + rows[:1])
    for change in found.changes:
        typer.echo(f"{change.split} {change.id}: {change.line or change.state}")
    if not found.same:
        raise typer.Exit(1)


@app.command()
def push(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A data set that was built.")],
    repo_id: Annotated[str, typer.Argument(metavar="REPO_ID", help="Its name on the Hub, such as me/my-data.")],
    private: Annotated[bool, typer.Option("--private", help="Make the repository private.")] = False,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Another Hub; by default huggingface.co, or HF_ENDPOINT.")
    ] = None,
) -> None:
    """Upload a finished data set to the Hugging Face Hub."""
    from scenewright.pushing import push as upload

    typer.echo(upload(folder, repo_id, private, endpoint))


@app.command()
def audit(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="A data set that was built.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder of the report; by default DIR/audit.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Look at N samples only, evenly taken.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Run this check; may be repeated.")] = None,
    workers: Annotated[int | None, typer.Option("--workers", "-w", min=1, help="Processes; else one a core.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 when a limit is passed.")] = False,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the report here too.")] = None,
    card: Annotated[bool, typer.Option("--card", help="Put a summary into the data set's README.md.")] = False,
    flips: Annotated[
        str | None,
        typer.Option("--flips", metavar="FAMILY", help="Instead: do a simulated family's labels hold if run again?"),
    ] = None,
    samples: Annotated[int, typer.Option(help="Scenes of --flips, in turn from each level.")] = 100,
    jitters: Annotated[int, typer.Option(help="Fresh perturbations of each scene of --flips.")] = 20,
    seed: Annotated[int, typer.Option("--seed", "-s", help="Seed of --flips.")] = 0,
) -> None:
    """Prove a data set: contradictions, blind answers, duplicates, legibility. Or rerun a simulated family's labels."""
    from scenewright.errors import UserError

    if flips is not None and folder is None:
        _flips(flips, samples, jitters, seed, json)
        return
    if folder is None or flips is not None:
        raise UserError("give either the folder of a data set, or --flips with the name of a simulated family")
    from scenewright.audit import summary
    from scenewright.audit.checks import CHECKS, check
    from scenewright.audit.rows import parts_of
    from scenewright.audit.run import audit as look
    from scenewright.progress import progress

    for name in only or ():
        check(name)
    report = out or folder / "audit"
    wanted = sum(part.rows for part in parts_of(folder, sample)[0])
    with progress("audit", wanted) as update:
        found = look(folder, sample, workers, tuple(only or CHECKS), None, report / summary.CROPS, update)
    summary.write(found, report)
    if json is not None:
        json.write_bytes(summary.as_json(found))
    for section in found.sections:
        for title, headings, rows in section.tables:
            _table(title, headings, list(rows))
        if section.examples:
            _table(f"Findings of {section.name}", ("what", "sample", "question", ""), summary.example_rows(section))
    _table("Figures", ("check", "figure", "value", "limit", ""), list(summary.figure_rows(found)))
    for section in found.sections:
        for why, count in section.skipped.items():
            typer.echo(f"not looked at by {section.name}: {why} ({count:,} times)", err=True)
    typer.echo("\n".join(found.unread), err=True, nl=bool(found.unread))
    if card:
        from scenewright.card import write_audit

        write_audit(folder, summary.card_lines(found))
    typer.echo(f"{summary.verdict(found)} Report: {report / summary.TEXT}")
    if gate and found.failed:
        raise typer.Exit(1)


def _flips(family: str, samples: int, jitters: int, seed: int, json: Path | None) -> None:
    import msgspec

    from scenewright.audit.flips import audit as run_again
    from scenewright.audit.flips import rows
    from scenewright.progress import progress

    with progress(f"scenes of {family}", samples) as update:
        found = run_again(family, samples, jitters, seed, progress=update)
    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    _table("Labels run again", ("label", "scenes or blocks", "flipped", "too near to call"), rows(found))
    typer.echo("\n".join(found.examples), nl=bool(found.examples))
    rejected = ", ".join(f"{reason} {count}" for reason, count in sorted(found.rejected.items()))
    typer.echo(f"{found.scenes:,} accepted scenes, {found.runs:,} runs. Rejected: {rejected or 'none'}.")


@app.command()
def probe(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A data set that was built.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder of the report; by default DIR/audit.")
    ] = None,
    task: Annotated[
        list[str] | None, typer.Option(help="clock_time, tallest_bar or tower_stands; may be repeated; else all.")
    ] = None,
    sizes: Annotated[
        str | None, typer.Option(metavar="N,N,...", help="Pictures to learn from, before all there are.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Begin nothing that would take longer than this.")] = None,
    seed: Annotated[int, typer.Option("--seed", "-s", help="Of the networks, and of which pictures they see.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Cores that are used.")] = 2,
) -> None:
    """What a small network learns from the pictures, by how many it sees (needs the extra `models`)."""
    from scenewright.audit import probe as probing
    from scenewright.progress import progress

    wanted = probing.SIZES if sizes is None else probing.sizes_of(sizes)
    with progress("per cent of the training", 100) as update:
        found = probing.probe(
            folder, task or (), wanted, minutes, seed, threads, tick=lambda done, total: update(100 * done // total)
        )
    _table(*probing.table(found))
    for line in probing.notes(found):
        typer.echo(line, err=True)
    typer.echo(f"{found.seconds:,.0f} s. " + ", ".join(map(str, probing.write(found, out or folder / "audit"))))


@app.command()
def view(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A data set that was built.")],
    static: Annotated[
        Path | None, typer.Option("--static", metavar="FILE.html", help="Write one self-contained page instead.")
    ] = None,
    samples: Annotated[int, typer.Option(help="Samples on the static page, evenly taken.")] = 60,
    port: Annotated[int, typer.Option("--port", "-p", help="0 takes any that is free.")] = 8765,
) -> None:
    """Look at samples in a browser: serves a page on this machine until Ctrl-C, or writes one."""
    from scenewright.gallery.pages import Pages

    pages = Pages(folder)
    if static is not None:
        from scenewright.gallery.static import write_static

        typer.echo(f"{write_static(pages, static, samples)} samples in {static}")
        return
    from scenewright.gallery.server import DataSource, serve

    serve(DataSource(pages), port, lambda url: typer.echo(f"{url} shows {folder}; Ctrl-C ends it"))


@app.command()
def preview(
    family: Annotated[str, typer.Argument(metavar="FAMILY", help="As `scenewright families` lists them.")],
    level: Annotated[int, typer.Option("--level", "-l", help="From 0, the easiest.")] = 0,
    index: Annotated[int, typer.Option("--index", "-i", help="Which sample.")] = 0,
    seed: Annotated[int, typer.Option("--seed", "-s", help="Another seed, other samples.")] = 0,
    port: Annotated[int, typer.Option("--port", "-p", help="0 takes any that is free.")] = 8766,
) -> None:
    """Make samples while you look: pick level, index, seed and style in a browser, until Ctrl-C."""
    from scenewright.gallery.preview import PreviewSource
    from scenewright.gallery.server import serve

    serve(
        PreviewSource(family, level, index, seed), port, lambda url: typer.echo(f"{url} makes {family}; Ctrl-C ends it")
    )


@app.command()
def score(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A data set that was built.")],
    predictions: Annotated[
        Path, typer.Argument(metavar="PREDICTIONS.jsonl", help='Lines of {"id": ..., "question": 0, "reply": ...}.')
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write scores.json, scores.md and scores.png here."),
    ] = None,
    split: Annotated[str, typer.Option(help="One split alone; by default all.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Refuse faulty lines and missing replies.")] = False,
    metric: Annotated[str, typer.Option(help="typed, or relaxed_chartqa (the 5% rule of ChartQA).")] = "typed",
) -> None:
    """Score a model's replies; report by family, level, template, skill and hops."""
    from scenewright.score_chart import draw_scores
    from scenewright.scoring import markdown, score_predictions, tables

    found = score_predictions(folder, predictions, split, strict, metric)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "scores.json").write_bytes(found.json())
        (out / "scores.md").write_text(markdown(found), "utf-8")
        (out / "scores.png").write_bytes(draw_scores(found))
    for fault in found.faults:
        typer.echo(f"skipped {fault}", err=True)
    for title, headings, rows in tables(found):
        _table(title, headings, rows)


def _formats(wanted: bool) -> None:
    if wanted:
        from scenewright.exports.registry import FORMATS

        _table("Formats", ("format", "what it is"), [(name, summary) for name, (_, _, summary) in FORMATS.items()])
        raise typer.Exit


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A data set that was built.")],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="As `scenewright export --formats` lists them.")],
    out: Out,
    dialogue: Annotated[
        bool | None, typer.Option("--dialogue/--single", help="A row is a whole sample, or one question.")
    ] = None,
    prompts: Annotated[bool, typer.Option("--prompts", help="Questions and answer keys, no replies (RL).")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="Replies begin with the worked steps.")] = False,
    answer: Annotated[str, typer.Option(help="Form of the final answer: plain, letter, answer, boxed.")] = "plain",
    system: Annotated[str, typer.Option(metavar="TEXT", help="System prompt.")] = "",
    shuffle: Annotated[bool, typer.Option("--shuffle", help="Options in a new order, by --seed.")] = False,
    unanswerable: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Share of unanswerable questions; by default as built.")
    ] = None,
    seed: Annotated[int, typer.Option(help="For --shuffle and --unanswerable.")] = 0,
    split: Annotated[str, typer.Option(help="One split alone; by default all.")] = "",
    media_root: Annotated[str, typer.Option(metavar="PATH", help="Put before the paths of media.")] = "",
    formats: Annotated[
        bool, typer.Option("--formats", callback=_formats, is_eager=True, help="List the formats.")
    ] = False,
) -> None:
    """Write a data set in the form that a trainer or an evaluator reads."""
    from scenewright.exports.options import Options
    from scenewright.exports.run import export as write

    options = Options(
        dialogue=dialogue,
        prompts=prompts,
        steps=steps,
        answer=answer,
        system=system,
        shuffle=shuffle,
        unanswerable=unanswerable,
        seed=seed,
        split=split,
        media_root=media_root,
    )
    report = write(folder, to, out, options)
    for line in report.left_out():
        typer.echo(line, err=True)
    typer.echo(report.words())


@app.command()
def bench(
    families: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FAMILY]... | build [RECIPE.yaml] | diffusion", help="By default all families."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write the figures as JSON and Markdown here.")
    ] = None,
    samples: Annotated[int | None, typer.Option(help="Samples per level (by default 100), or of the build.")] = None,
    scaling: Annotated[bool, typer.Option("--scaling", help="Also two workers against one, a few minutes.")] = False,
    memory: Annotated[bool, typer.Option("--memory", help="Also one worker's memory over 20,000 samples.")] = False,
    seconds: Annotated[float, typer.Option(help="Of each build of `bench build`.")] = 60.0,
    ray: Annotated[bool, typer.Option("--ray", help="With `bench build`: also by Ray.")] = False,
    device: Annotated[str, typer.Option(help="Of `bench diffusion`: cpu, cuda, ...")] = "auto",
    batch: Annotated[int | None, typer.Option(help="Of `bench diffusion`: pictures made at once.")] = None,
) -> None:
    """How fast each family is, stage by stage, beside named baselines measured in the same run.

    `bench build`: how fast whole builds are, by one worker and by all, and what larger ones would take.
    `bench diffusion`: how many pictures and sounds a second the embedded models make.
    """
    from scenewright.errors import UserError

    found: Iterable[Table]
    if families and families[0] == "diffusion":
        from scenewright.bench.diffusion import bench_diffusion
        from scenewright.bench.diffusion import tables as speeds

        found = speeds(bench_diffusion(device, batch, min(seconds, 20.0), out))
    elif families and families[0] == "build":
        from scenewright.bench.build import bench_build
        from scenewright.bench.build import tables as parts

        if len(families) > 2 or scaling or memory:
            raise UserError("bench build takes one recipe at most, and neither --scaling nor --memory")
        source = families[1] if len(families) > 1 else None
        found = parts(bench_build(source, seconds, samples, ray=ray, out=out))
    else:
        from scenewright.bench.report import tables
        from scenewright.bench.run import SAMPLES
        from scenewright.bench.run import bench as measure

        if ray:
            raise UserError("--ray is for: scenewright bench build")
        found = tables(measure(families or (), SAMPLES if samples is None else samples, scaling, memory, out))
    for title, headings, rows in found:
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
