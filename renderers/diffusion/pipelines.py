"""Models of `diffusers`, loaded once per process: by hub id or folder, on a device, in a number format."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from scenewright.renderers.base import ModelFacts
from scenewright.renderers.diffusion.errors import ModelError, brief, need_extra
from scenewright.renderers.diffusion.models import facts_of, free_bytes, resolved, weights_bytes
from scenewright.renderers.diffusion.options import Repaint

ROOM = 1.2
"""Memory a model takes beside its weights, as a factor."""
HELD = 2
"""Models held by a process. More would fill its memory."""
_LOADING = ("model", "variant", "stage", "controlnet", "adapter", "device", "dtype", "offload")
"""Options that make another loaded pipeline; the others are for each picture."""


class Loaded:
    """A pipeline that is ready, with the options to use it by."""

    def __init__(self, pipe: Any, options: Repaint, device: str, facts: ModelFacts) -> None:
        self.pipe, self.options, self.device, self.facts = pipe, options, device, facts
        self.black = [0]
        """Scenes in a row of which a safety checker blacked out all pictures."""

    def by(self, options: Repaint) -> Loaded:
        """The same pipeline, used by other options."""
        other = Loaded(self.pipe, options, self.device, self.facts)
        other.black = self.black
        return other


_held: dict[tuple[Any, ...], Loaded | str] = {}
"""Pipelines by what they were loaded by; or why that failed."""
_folders: dict[tuple[Repaint, Path], Repaint] = {}


def load(repaint: Repaint) -> Loaded:
    """The pipeline of these options. `ModelError` where it can't be loaded, each time at once."""
    here = Path.cwd()
    options = _folders.get((repaint, here))
    if options is None:
        options = _folders[repaint, here] = resolved(repaint, here)[0]
    key = tuple(getattr(options, field) for field in _LOADING)
    if key not in _held:
        start_torch()
        device = device_of(options.device)
        dtype = dtype_of(options.dtype, device)
        check_memory(options, device, dtype.itemsize)  # memory may be free at the next call
        while len(_held) >= HELD:
            del _held[next(iter(_held))]
        try:
            _held[key] = _loaded(options, device, dtype)
        except ModelError as error:
            _held[key] = str(error)
    found = _held[key]
    if isinstance(found, str):
        raise ModelError(found)
    return found.by(options)


def forget() -> None:
    """Let go of all models."""
    _held.clear()
    _folders.clear()


def device_of(wish: str) -> str:
    """The device to use. `ModelError` where there is no such one."""
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(),
             "xpu": hasattr(torch, "xpu") and torch.xpu.is_available()}  # fmt: skip
    if wish == "auto":
        return next((name for name, found in there.items() if found), "cpu")
    kind = wish.partition(":")[0]
    if kind != "cpu" and not there[kind]:
        raise ModelError(f"device {wish}: this machine has none that torch can use; set device: auto or cpu")
    if kind == "cuda" and ":" in wish and int(wish.partition(":")[2]) >= torch.cuda.device_count():
        raise ModelError(f"device {wish}: this machine has {torch.cuda.device_count()} of them, counted from 0")
    return wish


def dtype_of(wish: str, device: str) -> Any:
    """The number format: what was wished, else bfloat16 on a GPU and float32 elsewhere."""
    import torch

    if wish == "auto":
        wish = "float32" if device in ("cpu", "mps") else "bfloat16"
    return getattr(torch, wish)


@contextmanager
def quiet() -> Iterator[None]:
    """Libraries' progress bars and notes kept off the terminal; what goes wrong is raised."""
    import diffusers
    import transformers

    loggers = [logging.getLogger(name) for name in ("diffusers", "transformers", "huggingface_hub", "accelerate")]
    levels = [logger.level for logger in loggers]
    for library in (diffusers, transformers):
        library.utils.logging.disable_progress_bar()
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            warnings.simplefilter("ignore", UserWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def explained(name: str, device: str, dtype: str) -> Iterator[None]:
    """Turns what torch raises for lack of memory into a `ModelError` with the cure."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, MemoryError) or "out of memory" in str(error).lower() or "can't allocate" in str(error):
            raise ModelError(f"{name}: too little memory on {device} in {dtype}; {_CURE}") from None
        raise


_CURE = "try dtype: bfloat16, offload: model, a smaller batch or side, or a smaller model"


def check_memory(options: Repaint, device: str, number_bytes: int) -> None:
    """`ModelError` where the weights alone are more than is free: else the system would kill the process."""
    if options.offload != "none" and device != "cpu":
        return
    free = free_bytes(device)
    parts = [Path(p) for p in (options.model, options.controlnet) if p]
    need = int(ROOM * sum(weights_bytes(part, number_bytes, options.variant) for part in parts))
    if free is not None and need > free:
        raise ModelError(
            f"{Path(options.model).name}: too little memory on {device}: needs some {need / 1e9:.2g} GB, "
            f"{free / 1e9:.2g} GB are free; {_CURE}"
        )


def start_torch() -> None:
    """Import torch and diffusers as workers of a build need them: one thread, no notes."""
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    need_extra()
    import multiprocessing

    import torch

    if multiprocessing.parent_process() is not None:
        torch.set_num_threads(1)


def _loaded(options: Repaint, device: str, dtype: Any) -> Loaded:
    name = Path(options.model).name
    with quiet(), explained(name, device, str(dtype).removeprefix("torch.")):
        try:
            pipe = _pipeline(options, dtype)
            if options.offload == "none" or device == "cpu":
                pipe.to(device)
            elif options.offload == "model":
                pipe.enable_model_cpu_offload(device=device)
            else:
                pipe.enable_sequential_cpu_offload(device=device)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError) as error:
            raise ModelError(
                f"{options.model}: can't be loaded ({brief(error)}); download it again, or choose another"
            ) from None
    pipe.set_progress_bar_config(disable=True)
    return Loaded(pipe, options, device, facts_of(name, Path(options.model)))


def _pipeline(options: Repaint, dtype: Any) -> Any:
    import diffusers

    kinds = {"inpaint": diffusers.AutoPipelineForInpainting, "image": diffusers.AutoPipelineForImage2Image,
             "sound": diffusers.AutoPipelineForText2Audio}  # fmt: skip
    kind = kinds.get(options.stage, diffusers.AutoPipelineForText2Image)
    more: dict[str, Any] = {"dtype": dtype, "local_files_only": True}
    if options.controlnet:
        more["controlnet"] = controlnet(Path(options.controlnet), dtype)
    if options.variant:
        more["variant"] = options.variant
    pipe = kind.from_pretrained(options.model, **more)
    if options.adapter:
        _adapt(pipe, options.adapter)
    return pipe


def controlnet(at: Path, dtype: Any) -> Any:
    """A ControlNet of whatever class its folder says."""
    import diffusers

    name = msgspec.json.decode((at / "config.json").read_bytes())["_class_name"]
    return getattr(diffusers, name).from_pretrained(at, dtype=dtype, local_files_only=True)


def _adapt(pipe: Any, adapter: str) -> None:
    """Add an IP-Adapter, whose picture encoder lies beside it in `image_encoder`."""
    folder, _, inner = adapter.partition("//")
    if not hasattr(pipe, "load_ip_adapter"):
        raise ModelError(
            f"{type(pipe).__name__}: takes no IP-Adapter; choose a model of the SD 1.5, SDXL, SD 3 or FLUX class"
        )
    inner = inner or "ip_adapter.safetensors"
    path = Path(folder) / inner
    if not path.is_file():
        raise ModelError(
            f"adapter {adapter}: {path} is missing; name the file after '//', as in FOLDER//models/x.safetensors"
        )
    sub = str(Path(inner).parent) if "/" in inner else ""
    pipe.load_ip_adapter(folder, subfolder=sub, weight_name=path.name, local_files_only=True)
