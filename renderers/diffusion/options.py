"""How a family's pictures are repainted, as a recipe or a command gives it.

families:
- family: shapes
repaint: {model: stabilityai/stable-diffusion-xl-base-1.0, stage: controlnet,
controlnet: diffusers/controlnet-canny-sdxl-1.0, steps: 30, guidance: 5, n: 4}
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Stage = Literal["inpaint", "image", "controlnet", "text", "reference", "sound"]
Control = Literal["edges", "depth", "segments"]
Dtype = Literal["auto", "float32", "float16", "bfloat16"]
Offload = Literal["none", "model", "sequential"]


class Repaint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Model, stage and sampling. Models are named by hub id or by a folder; a recipe's paths count from its folder."""

    model: Annotated[str, Meta(min_length=1)]
    revision: str = ""
    """Branch, tag or commit of a hub id; the main branch if left out."""
    variant: str = ""
    """Of the weights' files, such as `fp16`."""
    stage: Stage = "inpaint"
    """`inpaint`: the background alone, the label pixels pasted back. `image`: the whole picture, changed by `strength`.
    `controlnet`: a new picture held to the scene by `control`. `text`: a new picture from words alone. `reference`: a
    new picture from words and the looks of `reference`, by `adapter`. `sound`: the sounds of a soundscape, each made
    by a text-to-audio model and placed by the scene."""
    controlnet: str = ""
    """The ControlNet of stage `controlnet`."""
    control: Control = "edges"
    """What the ControlNet was trained on; computed from the scene's marks, or the drawn picture's edges."""
    control_scale: Annotated[float, Meta(ge=0, le=5)] = 1.0
    adapter: str = ""
    """The IP-Adapter of stage `reference`: hub id or folder, `//`, and the file (`h94/IP-Adapter//models/x.bin`)."""
    reference: str = ""
    """Picture whose looks stage `reference` takes; the drawn picture if left out."""
    prompt: str = ""
    """Words for the model; `{scene}` stands for what the scene holds. Written from the scene if left out."""
    negative_prompt: str = ""
    steps: Annotated[int, Meta(ge=1, le=1000)] = 30
    guidance: Annotated[float, Meta(ge=0, le=50)] = 5.0
    strength: Annotated[float, Meta(gt=0, le=1)] | None = None
    """How far `image` and `inpaint` go from the drawn picture: near 0 it stays, at 1 nothing of it is left. By default
    0.6 and 0.99."""
    n: Annotated[int, Meta(ge=1, le=64)] = 1
    """Pictures made, of which the one with the most claims that hold is kept."""
    accept: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """Share of claims that must hold, or the scene is drawn again."""
    batch: Annotated[int, Meta(ge=1, le=64)] = 4
    """Pictures made at once."""
    seed: Annotated[int, Meta(ge=0, le=(1 << 53))] = 0
    """Other noise for the same scenes."""
    side: Annotated[int, Meta(ge=16, le=4096)] | None = None
    """Pixels of the longer side while the model works; by default the drawn picture's own. The result has its size."""
    device: Annotated[str, Meta(pattern=r"^(auto|cpu|mps|cuda|xpu)(:\d+)?$")] = "auto"
    """`auto`: a GPU if there is one."""
    dtype: Dtype = "auto"
    """`auto`: bfloat16 on a GPU, else float32."""
    offload: Offload = "none"
    """Keeps what is idle in main memory, for a GPU with little: `model` by parts, `sequential` by layers (slow)."""
    detector: str = ""
    """An open-vocabulary detector (OWLv2 or Grounding DINO) that checks what the built-in one can't."""
    ocr: str = ""
    """A reader of text (TrOCR or alike) that checks claims about lettering."""
    ranker: str = ""
    """A CLIP (for sounds: a CLAP) that ranks pictures of which as many claims hold."""

    def far(self) -> float:
        """The strength, given or by stage."""
        return self.strength or (0.99 if self.stage == "inpaint" else 0.6)

    def models(self) -> tuple[tuple[str, str, str], ...]:
        """What is loaded: field, name and revision."""
        out = [("model", self.model, self.revision)]
        fields = ("controlnet", "adapter", "detector", "ocr", "ranker")
        out += [(f, getattr(self, f).partition("//")[0], "") for f in fields if getattr(self, f)]
        return tuple(out)
