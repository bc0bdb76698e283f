"""The forms there are. Their modules are imported when used, so that the command line stays quick."""

from __future__ import annotations

import difflib
import importlib
from typing import TYPE_CHECKING

from scenewright.errors import UserError

if TYPE_CHECKING:
    from scenewright.exports.target import Target

FORMATS = {
    "messages": ("messages", "Messages", "TRL: `messages` (or, with --prompts, `prompt`) and `images`, in Parquet"),
    "sharegpt": ("sharegpt", "ShareGpt", "LLaMA-Factory: JSON lines and dataset_info.json"),
    "swift": ("swift", "Swift", "ms-swift: JSON lines"),
    "llava": ("llava", "Llava", "LLaVA and its kin: one JSON list"),
    "qwen": ("qwen", "Qwen", "Qwen: messages of content parts, in JSON lines"),
    "verl": ("verl", "Verl", "verl: Parquet with the answer key, and compute_score.py"),
    "webdataset": ("tars", "WebDataset", "WebDataset: tar shards"),
    "imagefolder": ("folders", "ImageFolder", "Hugging Face imagefolder: pictures and metadata.jsonl"),
    "audiofolder": ("folders", "AudioFolder", "Hugging Face audiofolder: clips and metadata.jsonl"),
    "videofolder": ("folders", "VideoFolder", "Hugging Face videofolder: clips and metadata.jsonl"),
    "coco": ("coco", "Coco", "COCO: pictures with the boxes and outlines of what is in them"),
    "vlmevalkit": ("vlmevalkit", "VlmEvalKit", "VLMEvalKit: TSV with pictures in base64"),
    "lmms-eval": ("lmms_eval", "LmmsEval", "lmms-eval: a task (YAML and utils.py) and its Parquet"),
    "jsonl": ("jsonl", "Jsonl", "plain JSON lines beside the files"),
}
"""Module, class and summary by name."""


def target_of(name: str) -> type[Target]:
    """The class that writes a form. `UserError` with the nearest name where there is none."""
    if name not in FORMATS:
        close = difflib.get_close_matches(name.lower(), FORMATS, 1, 0.5)
        hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(FORMATS)}"
        raise UserError(f"unknown format '{name}'; {hint}")
    module, kind, _ = FORMATS[name]
    found: type[Target] = getattr(importlib.import_module(f"scenewright.exports.{module}"), kind)
    return found
