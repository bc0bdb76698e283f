"""The command `scenewright repaint`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from scenewright.sample import Sample


def repaint(
    what: Annotated[str, typer.Argument(metavar="FAMILY|DIR", help="A family, or a data set that was built.")],
    model: Annotated[str, typer.Option("--model", "-m", help="Hub id or folder of a diffusers pipeline.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder to write to.")],
    stage: Annotated[str, typer.Option(help="inpaint, image, controlnet, text, reference or sound.")] = "inpaint",
    controlnet: Annotated[str, typer.Option(help="Of stage controlnet: hub id or folder.")] = "",
    control: Annotated[str, typer.Option(help="edges, depth or segments.")] = "edges",
    adapter: Annotated[str, typer.Option(help="Of stage reference: an IP-Adapter, FOLDER//FILE.")] = "",
    reference: Annotated[str, typer.Option(metavar="PICTURE", help="Of stage reference: whose looks to take.")] = "",
    prompt: Annotated[str, typer.Option(help="Words; {scene} stands for what it holds. By default written.")] = "",
    negative: Annotated[str, typer.Option(help="What should not be seen.")] = "",
    steps: Annotated[int, typer.Option(help="Of sampling.")] = 30,
    guidance: Annotated[float, typer.Option(help="How closely the words are followed.")] = 5.0,
    strength: Annotated[float | None, typer.Option(help="Of stages image and inpaint: how far to go, 0 to 1.")] = None,
    n: Annotated[int, typer.Option("-n", help="Pictures made, of which the best is kept.")] = 1,
    accept: Annotated[float, typer.Option(help="Share of claims that must hold.")] = 0.0,
    batch: Annotated[int, typer.Option(help="Pictures made at once.")] = 4,
    side: Annotated[int | None, typer.Option(help="Pixels of the longer side while the model works.")] = None,
    noise: Annotated[int, typer.Option(help="Other noise for the same scene.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")] = "auto",
    dtype: Annotated[str, typer.Option(help="auto, float32, float16 or bfloat16.")] = "auto",
    offload: Annotated[str, typer.Option(help="none, model or sequential.")] = "none",
    variant: Annotated[str, typer.Option(help="Of the weights' files, such as fp16.")] = "",
    revision: Annotated[str, typer.Option(help="Branch, tag or commit of a hub id.")] = "",
    detector: Annotated[str, typer.Option(help="OWLv2 or Grounding DINO, as a further check.")] = "",
    ocr: Annotated[str, typer.Option(help="TrOCR or alike, which checks lettering.")] = "",
    ranker: Annotated[str, typer.Option(help="CLIP, or CLAP for sounds.")] = "",
    level: Annotated[int, typer.Option("--level", "-l", help="Of a family: from 0, the easiest.")] = 0,
    index: Annotated[int, typer.Option("--index", "-i", help="Of a family: which sample.")] = 0,
    seed: Annotated[int, typer.Option("--seed", "-s", help="Of a family: another seed, other samples.")] = 0,
) -> None:
    """Repaint pictures by a diffusion model, check every claim about them, and ask what still holds."""
    from scenewright.cli import write_sample
    from scenewright.renderers.diffusion.pipelines import quiet
    from scenewright.repainting import repaint as make
    from scenewright.sample import Sample

    options: dict[str, Any] = {
        "model": model, "stage": stage, "controlnet": controlnet, "control": control, "adapter": adapter,
        "reference": reference, "prompt": prompt, "negative_prompt": negative, "steps": steps, "guidance": guidance,
        "strength": strength, "n": n, "accept": accept, "batch": batch, "side": side, "noise": noise, "device": device,
        "dtype": dtype, "offload": offload, "variant": variant, "revision": revision, "detector": detector, "ocr": ocr,
        "ranker": ranker,
    }  # fmt: skip
    from scenewright.errors import UserError
    from scenewright.renderers.diffusion.errors import ModelError, need_extra

    try:
        need_extra()
    except ModelError as error:
        raise UserError(str(error)) from None
    with quiet():
        made = make(what, out, level=level, index=index, seed=seed, **options)
    if not isinstance(made, Sample):
        samples = sum(made.samples.values()) if made else 0
        for line in made.skipped if made else ():
            typer.echo(f"skipped {line}", err=True)
        typer.echo(f"{samples:,} samples in {out}")
        return
    for path in write_sample(made, out):
        typer.echo(path)
    _tell(made)


def _tell(made: Sample) -> None:
    from scenewright.cli import _table

    failed = [c for c in made.claims if not c.holds]
    rows = [(c.kind, ", ".join(c.things[:3]), c.expected, c.found, f"{c.score:.2f}", c.checker) for c in failed]
    if rows:
        _table("Claims that fail", ("claim", "of", "expected", "found", "score", "by"), rows)
    held = len(made.claims) - len(failed)
    typer.echo(f"{held} of {len(made.claims)} claims hold in the best of {made.tries}, by {made.model}")
