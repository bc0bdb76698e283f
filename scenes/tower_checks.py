"""Checks of a user's own tower: what overlaps, floats or can't be built is refused by name."""

from __future__ import annotations

from scenewright.scenes.tower_blocks import TOUCH_M, Block, bottom, parts, touching, world


def check_own_blocks(blocks: tuple[Block, ...]) -> None:
    """`ValueError` that names the first block that is wrong and what would be right."""
    for i, block in enumerate(blocks):
        where = f"own_blocks[{i}] ({block.id})"
        if any(block.id == other.id for other in blocks[:i]):
            raise ValueError(f"{where}: id is given twice; each block needs its own")
        if block.shape == "disc" and block.width_m != block.height_m:
            raise ValueError(f"{where}: width_m and height_m of a disc must be equal")
        if bottom(block) < -TOUCH_M:
            raise ValueError(
                f"{where}: it reaches {-bottom(block):.3f} m below the ground; y_m must be >= "
                f"{block.y_m - bottom(block):.4f}"
            )
        for j, other in enumerate(blocks[:i]):
            if (depth := overlap(block, other)) > TOUCH_M:
                raise ValueError(
                    f"{where}: it overlaps own_blocks[{j}] ({other.id}) by {depth:.3f} m; "
                    f"blocks may overlap by 0 to {TOUCH_M} m at the start"
                )
    held = {contact.upper for contact in touching(blocks)}
    for i, block in enumerate(blocks):
        if block.id not in held:
            raise ValueError(
                f"own_blocks[{i}] ({block.id}): it floats; its bottom (now at {bottom(block):.4f} m) must be "
                f"on the ground or on a flat top, to within {TOUCH_M} m"
            )


def overlap(a: Block, b: Block) -> float:
    """How deep two blocks are in each other at the start, in metres; 0 or less where they are apart."""
    return max(_depth(world(p, a.x_m, a.y_m, 0.0), world(q, b.x_m, b.y_m, 0.0)) for p in parts(a) for q in parts(b))


def _depth(p: tuple[tuple[float, float], ...], q: tuple[tuple[float, float], ...]) -> float:
    """Least depth over all edge normals of two convex polygons (separating axes)."""
    least = float("inf")
    for polygon in (p, q):
        for (x0, y0), (x1, y1) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
            nx, ny = y1 - y0, x0 - x1
            length = (nx * nx + ny * ny) ** 0.5
            ps = [(x * nx + y * ny) / length for x, y in p]
            qs = [(x * nx + y * ny) / length for x, y in q]
            least = min(least, max(ps) - min(qs), max(qs) - min(ps))
    return least
