"""Questions about diffused shapes: those of `shapes` that plain, matte things on a square picture give.

Nothing here knows of diffusion: what could not be verified is no evidence, so no question rests on it.
"""

from __future__ import annotations

from scenewright.qa_templates.base import Template
from scenewright.qa_templates.shapes import OPS
from scenewright.qa_templates.shapes import TEMPLATES as ALL
from scenewright.scenes.shapes import Shapes

LEFT_OUT = ("query_texture", "query_material", "chain_texture", "hidden_texture", "is_inside")
"""Templates about textures and materials, which these scenes don't have, and one that is hardly ever asked of them."""
TEMPLATES: tuple[Template[Shapes], ...] = tuple(t for t in ALL if t.name not in LEFT_OUT)

__all__ = ["OPS", "TEMPLATES"]
