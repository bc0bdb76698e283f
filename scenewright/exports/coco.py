"""COCO: pictures, and where each thing in them is, from the marks that were recorded as it was drawn.

A category is what of a thing is marked (`bar`, `label`, `hand`), under its family as supercategory; every split has the
same ones. `bbox` is `[x, y, width, height]` in pixels. `segmentation` is the mark's outline, which is its box where the
mark has none. Times (marks of sounds) and tracks of videos have no place in it. Source: "Data format" of COCO.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

import msgspec
from PIL import Image

from scenewright.exports.files import JsonList
from scenewright.exports.records import Medium, Record
from scenewright.exports.target import Target
from scenewright.exports.text import clean
from scenewright.renderers.base import Mark

_marks = msgspec.json.Decoder(tuple[Mark, ...])


class Coco(Target):
    """`annotations/instances_train.json`, `train/00000/clock-0-0000003.png`, ..."""

    carries: ClassVar[frozenset[str]] = frozenset({"image"})
    needs: ClassVar[str] = "image"
    dialogue: ClassVar[bool] = True
    columns: ClassVar[tuple[str, ...]] = ("marks",)
    unused: ClassVar[tuple[str, ...]] = (
        "dialogue", "prompts", "steps", "answer", "system", "shuffle", "unanswerable", "seed", "media_root",
    )  # fmt: skip

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._categories: dict[tuple[str, str], int] = {}
        self._files: dict[str, _Instances] = {}

    def survey(self, rows: Iterator[dict[str, Any]]) -> None:
        found = {(row["family"], mark.part) for row in rows for mark in _marks.decode(row["marks"])}
        self._categories = {name: number for number, name in enumerate(sorted(found), 1)}

    def add(self, record: Record) -> None:
        if record.split not in self._files:
            names = [
                {"id": number, "name": f"{family}.{part}", "supercategory": family}
                for (family, part), number in self._categories.items()
            ]
            path = self.out / "annotations" / f"instances_{record.split}.json"
            self._files[record.split] = self.stack.enter_context(_Instances(path, self.name, record.version, names))
        file = self._files[record.split]
        marks = _marks.decode(record.row["marks"])
        for medium in record.media:
            name = self.media.put(record, medium, record.split).removeprefix(f"{record.split}/")
            width, height = _size(medium)
            image = file.add_image({"file_name": name, "width": width, "height": height, "sample": record.sample})
            for mark in marks:
                if mark.medium == medium.number and (where := place(mark, width, height)):
                    category = self._categories[record.family, mark.part]
                    about = {"image_id": image, "category_id": category, **where, "iscrowd": 0, "thing": mark.id}
                    file.add(about | ({"text": clean(mark.text)} if mark.text else {}))

    def usage(self) -> str:
        split = next(iter(self._files), "train")
        return (
            "```python\nfrom pycocotools.coco import COCO\n\n"
            f'data = COCO("path/to/this/folder/annotations/instances_{split}.json")  # pictures are in {split}/\n```\n'
        )


def place(mark: Mark, width: int, height: int) -> dict[str, Any] | None:
    """Box, outline and area of a mark within a picture of that size; None where nothing of it is inside."""
    left, top = max(mark.box[0], 0.0), max(mark.box[1], 0.0)
    right, bottom = min(mark.box[2], float(width)), min(mark.box[3], float(height))
    if right <= left or bottom <= top:
        return None
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    outline = mark.polygon if len(mark.polygon) > 2 else corners
    outline = tuple((min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))) for x, y in outline)
    area = abs(sum(a * d - c * b for (a, b), (c, d) in zip(outline, outline[1:] + outline[:1], strict=True))) / 2
    return {
        "bbox": [round(v, 2) for v in (left, top, right - left, bottom - top)],
        "segmentation": [[round(v, 2) for point in outline for v in point]],
        "area": round(area, 2),
    }


def _size(medium: Medium) -> tuple[int, int]:
    if medium.width_px and medium.height_px:
        return medium.width_px, medium.height_px
    with Image.open(io.BytesIO(medium.data)) as picture:
        return picture.size


class _Instances:
    """One file of instances: annotations are written as they come, pictures are kept in a second file until the end."""

    def __init__(self, path: Path, name: str, version: str, categories: list[dict[str, Any]]) -> None:
        self._path, self._head = path, {"info": {"description": name, "version": version}, "licenses": []}
        self._categories = categories
        self._parts = {part: path.with_name(f".{path.name}.{part}") for part in ("images", "annotations")}
        self._images, self._annotations = (JsonList(part) for part in self._parts.values())

    def __enter__(self) -> _Instances:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for items in (self._images, self._annotations):
            items.__exit__(kind, error, at)
        if error is None:
            self._join()

    def add_image(self, image: dict[str, Any]) -> int:
        """Append a picture; its id."""
        number = self._images.rows + 1
        self._images.add({"id": number, **image})
        return number

    def add(self, annotation: dict[str, Any]) -> None:
        """Append an annotation."""
        self._annotations.add({"id": self._annotations.rows + 1, **annotation})

    def _join(self) -> None:
        head = msgspec.json.encode(self._head | {"categories": self._categories})
        with self._path.open("wb") as out:
            out.write(head[:-1])
            for name, half in self._parts.items():
                out.write(f',\n"{name}": '.encode())
                with half.open("rb") as part:
                    while chunk := part.read(1 << 20):
                        out.write(chunk)
                half.unlink()
            out.write(b"}\n")
