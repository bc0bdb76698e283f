"""Where a model lies on this machine, what it is, and whether it fits; all before its weights are read."""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from scenewright.renderers.base import ModelFacts
from scenewright.renderers.diffusion.errors import ModelError, brief, need_extra
from scenewright.renderers.diffusion.options import Repaint

INDEX = "model_index.json"
_HUB_ID = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
_SAMPLED = 1 << 20
"""Bytes hashed of either end of a weights file: all of a large model would take minutes."""


def resolved(repaint: Repaint, folder: Path) -> tuple[Repaint, dict[str, ModelFacts]]:
    """The options with the folder of each model in place of its name, and what each is by that folder.

    Names that are folders count from `folder`. Raises `ModelError` where a model is not to be had, is no pipeline, is
    of another kind than the stage needs, or the ControlNet is another base's.
    """
    need_extra()
    found: dict[str, ModelFacts] = {}
    changes: dict[str, Any] = {}
    for field, name, revision in repaint.models():
        at = located(name, folder, revision, whole=field == "model", variant=repaint.variant)
        rest = getattr(repaint, field).partition("//")[2]
        changes[field] = f"{at}//{rest}" if rest else str(at)
        fact = facts_of(name, at)
        found[changes[field]] = fact
    if repaint.reference:
        picture = folder / Path(repaint.reference).expanduser()
        if not picture.is_file():
            raise ModelError(f"reference {picture}: there is no such picture; correct the path")
        changes["reference"] = str(picture)
        found[str(picture)] = ModelFacts(name=picture.name, revision=_hashed([picture], picture.parent), licence="-")
    repaint = msgspec.structs.replace(repaint, **changes, revision="")
    check_kind(repaint)
    if repaint.controlnet:
        check_controlnet(Path(repaint.model), Path(repaint.controlnet))
    return repaint, found


def is_offline() -> bool:
    """Whether the hub is off limits, by its own variables."""
    import huggingface_hub.constants

    if huggingface_hub.constants.HF_HUB_OFFLINE:
        return True
    return any(
        os.environ.get(v, "").upper() in ("1", "ON", "YES", "TRUE") for v in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    )


def located(name: str, folder: Path, revision: str = "", whole: bool = True, variant: str = "") -> Path:
    """The local folder of a model. One of the hub that is not in its cache is downloaded, unless offline.

    `whole`: a pipeline, of which only the files that are loaded are fetched.
    """
    here = folder / Path(name).expanduser()
    if here.is_dir():
        return here.resolve()
    if here.is_file():
        raise ModelError(f"{name}: is a file; give the folder of a model as diffusers saves it, or a hub id")
    if not _HUB_ID.fullmatch(name):
        raise ModelError(f"{name}: there is no such folder, and it is no hub id (owner/name); correct the path")
    import huggingface_hub
    from huggingface_hub.errors import LocalEntryNotFoundError

    at = revision or None
    try:
        cached = Path(huggingface_hub.snapshot_download(name, revision=at, local_files_only=True))
    except (LocalEntryNotFoundError, OSError):
        cached = None
    if is_offline():
        if cached is None:
            raise ModelError(
                f"{name}: is not in the hub's cache, and the hub is offline (HF_HUB_OFFLINE); where there is a network "
                f"run: hf download {name}{f' --revision {revision}' if revision else ''}; or give a model's folder"
            )
        return cached
    return _fetched(name, at, whole, variant)


def _fetched(name: str, revision: str | None, whole: bool, variant: str) -> Path:
    """Download what is missing of a model, and its card."""
    import huggingface_hub

    patterns = ["*.json", "*.safetensors", "*.bin", "*.txt", "*.model", "README.md"]
    try:
        if whole:
            from diffusers import DiffusionPipeline

            at = Path(DiffusionPipeline.download(name, revision=revision, variant=variant or None))
            huggingface_hub.snapshot_download(name, revision=revision, allow_patterns=["README.md"])
            return at
        return Path(huggingface_hub.snapshot_download(name, revision=revision, allow_patterns=patterns))
    except Exception as error:  # the hub's, the network's and the file system's, of many classes
        raise ModelError(
            f"{name}: can't be fetched from the hub ({brief(error)}); check the name, access and network"
        ) from None


# -- what it is --------------------------------------------------------------------------------------------------------


@lru_cache(64)
def facts_of(name: str, at: Path) -> ModelFacts:
    """Name, revision and licence of a model in a folder."""
    if at.parent.name == "snapshots" and at.parent.parent.name.startswith("models--"):
        return ModelFacts(name=name, revision=at.name, licence=licence_of(at))
    return ModelFacts(name=at.name, revision=_hashed(_files(at), at), licence=licence_of(at))


def _files(at: Path) -> list[Path]:
    return sorted(path for path in at.rglob("*") if path.is_file() and not path.name.startswith("."))


def _hashed(paths: list[Path], root: Path) -> str:
    """Names, sizes and both ends of the files."""
    found = hashlib.blake2b(digest_size=8)
    for path in paths:
        size = path.stat().st_size
        found.update(f"{path.relative_to(root)} {size}\n".encode())
        with open(path, "rb") as file:
            found.update(file.read(_SAMPLED))
            if size > _SAMPLED:
                file.seek(max(_SAMPLED, size - _SAMPLED))
                found.update(file.read())
    return f"blake2b:{found.hexdigest()}"


def licence_of(at: Path) -> str:
    """The licence that the model card's header names; `unknown` where there is none."""
    try:
        text = (at / "README.md").read_text("utf-8")
        head = yaml.safe_load(text.split("---", 2)[1]) if text.startswith("---") else {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, IndexError):
        return "unknown"
    head = head if isinstance(head, dict) else {}
    known = head.get("license_name") or head.get("license")
    return str(known) if known else "unknown"


def read_json(path: Path) -> dict[str, Any]:
    """A model's configuration; empty where it is missing or damaged."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def class_of(at: Path) -> str:
    """The pipeline class that a folder says it is of. `ModelError` where it is no pipeline."""
    found = read_json(at / INDEX).get("_class_name")
    if found:
        return str(found)
    part = read_json(at / "config.json")
    what = part.get("_class_name") or next(iter(part.get("architectures") or ()), "")
    hint = f"it holds a {what} alone" if what else f"it has no {INDEX}"
    raise ModelError(f"{at}: is no diffusers pipeline ({hint}); give the folder that {INDEX} lies in")


TASKS = {
    "inpaint": "AUTO_INPAINT_PIPELINES_MAPPING",
    "image": "AUTO_IMAGE2IMAGE_PIPELINES_MAPPING",
    "controlnet": "AUTO_TEXT2IMAGE_PIPELINES_MAPPING",
    "text": "AUTO_TEXT2IMAGE_PIPELINES_MAPPING",
    "reference": "AUTO_TEXT2IMAGE_PIPELINES_MAPPING",
    "sound": "AUTO_TEXT2AUDIO_PIPELINES_MAPPING",
}
"""Table of `diffusers` that lists the pipelines of a stage."""


def check_kind(repaint: Repaint) -> None:
    """`ModelError` where the pipeline can't do what the stage asks."""
    check_task(Path(repaint.model), repaint.stage, bool(repaint.controlnet))


def check_task(at: Path, stage: str, controlnet: bool = False) -> None:
    """`ModelError` where a pipeline of a folder can't do a stage."""
    name = class_of(at)
    from diffusers.pipelines import auto_pipeline

    table = getattr(auto_pipeline, TASKS[stage])
    task = auto_pipeline._get_task_class(table, name, throw_error_if_not_exist=False)
    if task is None:
        others = [
            s
            for s, t in TASKS.items()
            if s not in ("controlnet", "reference")
            and s != stage
            and auto_pipeline._get_task_class(getattr(auto_pipeline, t), name, throw_error_if_not_exist=False)
        ]
        cure = f"it is for stage {' or '.join(others)}" if others else "choose another model"
        raise ModelError(f"{at.name}: is a {name}, which can't do stage '{stage}'; {cure}")
    if controlnet:
        wanted = name.replace("Pipeline", "ControlNetPipeline")
        if auto_pipeline._get_task_class(table, wanted, throw_error_if_not_exist=False) is None:
            raise ModelError(f"{at.name}: is a {name}, for which there are no ControlNets; choose another model")


_WIDTHS = (
    "cross_attention_dim",
    "joint_attention_dim",
    "pooled_projection_dim",
    "block_out_channels",
    "in_channels",
    "addition_embed_type",
    "projection_class_embeddings_input_dim",
    "num_attention_heads",
    "attention_head_dim",
)


def check_controlnet(base: Path, controlnet: Path) -> None:
    """`ModelError` where a ControlNet's sizes are not those of its base."""
    ours = read_json(controlnet / "config.json")
    name = str(ours.get("_class_name", ""))
    if "ControlNet" not in name:
        raise ModelError(f"{controlnet}: is no ControlNet ({name or 'no config.json'}); give the folder of one")
    core = next((p for p in ("unet", "transformer") if (base / p / "config.json").is_file()), "")
    theirs = read_json(base / core / "config.json")
    if core == "transformer" and name == "ControlNetModel":
        raise ModelError(_unlike(base, controlnet, "it is for a UNet, the base has a transformer"))
    if core == "unet" and name not in ("ControlNetModel", "ControlNetUnionModel"):
        raise ModelError(_unlike(base, controlnet, f"it is a {name}, the base has a UNet"))
    for field in _WIDTHS:
        if field in ours and field in theirs and ours[field] != theirs[field]:
            raise ModelError(_unlike(base, controlnet, f"{field} is {ours[field]}, the base's is {theirs[field]}"))


def _unlike(base: Path, controlnet: Path, why: str) -> str:
    return f"{controlnet.name}: does not match {base.name} ({why}); choose a ControlNet made for {class_of(base)}"


# -- whether it fits ---------------------------------------------------------------------------------------------------

BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "I64": 8, "I32": 4, "I8": 1, "U8": 1}
"""Bytes of a number, by the names that safetensors give them."""


def weights_bytes(at: Path, number_bytes: int, variant: str = "") -> int:
    """Bytes that a model's weights take when its numbers are of so many bytes, from the files' headers."""
    paths = list(at.rglob("*.safetensors"))
    chosen = [p for p in paths if f".{variant}." in p.name] if variant else []
    total = 0
    for path in chosen or [p for p in paths if not re.search(r"\.(fp16|bf16|ema|non_ema)\.", p.name)]:
        with open(path, "rb") as file:
            length = struct.unpack("<Q", file.read(8).ljust(8, b"\0"))[0]
            if length > 100_000_000:
                raise ModelError(f"{path}: is damaged; download the model again")
            head = json.loads(file.read(length) or b"{}")
        for key, entry in head.items():
            if key != "__metadata__":
                begin, end = entry["data_offsets"]
                total += (end - begin) // BYTES.get(entry["dtype"], 4) * number_bytes
    return total


def free_bytes(device: str) -> int | None:
    """Memory that is free on a device; None where that is not known."""
    if device.startswith("cuda"):
        import torch

        return int(torch.cuda.mem_get_info(device)[0])
    if device == "cpu":
        try:
            lines = Path("/proc/meminfo").read_text().splitlines()
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
        except (OSError, StopIteration):
            return None
    return None
