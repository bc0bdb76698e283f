"""Which parts of a picture are taken, for placing labels: a coarse bitmap whose rows are Python integers."""

from __future__ import annotations

import numpy as np

from scenewright.renderers.base import Box
from scenewright.renderers.skia_loader import skia

CELL_PX = 4


class Room:
    """Free and taken cells of 4 by 4 pixels. What is drawn on `pen` before `close` is taken, in full picture pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.columns, self.rows = -(-width // CELL_PX), -(-height // CELL_PX)
        self._pixels = np.zeros((self.rows, self.columns, 4), np.uint8)
        self._surface = skia.Surface(self._pixels)
        self.pen = self._surface.getCanvas()
        self.pen.scale(1 / CELL_PX, 1 / CELL_PX)
        self._taken: list[int] = []
        self._bits = -(-self.columns // 8) * 8

    def close(self) -> None:
        """Turn what was drawn into taken cells."""
        packed = np.packbits(self._pixels[:, :, 3] > 0, axis=1)
        stride, data = packed.shape[1], packed.tobytes()
        self._taken = [int.from_bytes(data[i * stride : (i + 1) * stride]) for i in range(self.rows)]

    def _span(self, box: Box) -> tuple[int, int, int] | None:
        left, top, right, bottom = (int(v // CELL_PX) for v in box)
        if left < 0 or top < 0 or right >= self.columns or bottom >= self.rows:
            return None
        return top, bottom + 1, ((1 << (right - left + 1)) - 1) << (self._bits - 1 - right)

    def free(self, box: Box) -> bool:
        """Whether every cell that a box touches is free and inside the picture."""
        span = self._span(box)
        if span is None:
            return False
        top, end, mask = span
        return not any(row & mask for row in self._taken[top:end])

    def take(self, box: Box) -> None:
        """Mark the cells that a box touches as taken; the box lies inside the picture."""
        span = self._span(box)
        if span is None:
            return
        top, end, mask = span
        taken = self._taken
        for row in range(top, end):
            taken[row] |= mask
