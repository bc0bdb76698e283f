"""Questions about shapes: programs after CLEVR, meetings, order, regions, captions."""

from __future__ import annotations

from scenewright.qa_templates.base import Template
from scenewright.qa_templates.shapes_base import OPS as PROGRAM_OPS
from scenewright.qa_templates.shapes_captions import CAPTIONS
from scenewright.qa_templates.shapes_count import COUNTS
from scenewright.qa_templates.shapes_exist import EXISTENCE
from scenewright.qa_templates.shapes_meet import MEETINGS
from scenewright.qa_templates.shapes_numbers import NUMBERS
from scenewright.qa_templates.shapes_order import ORDERS
from scenewright.qa_templates.shapes_pairs import PAIRS
from scenewright.qa_templates.shapes_query import QUERIES
from scenewright.qa_templates.shapes_regions import REGION_OPS, REGIONS
from scenewright.qa_templates.shapes_twins import TWIN_TEMPLATES
from scenewright.scenes.shapes import Shapes

OPS = PROGRAM_OPS | REGION_OPS
TEMPLATES: tuple[Template[Shapes], ...] = (
    *QUERIES, *EXISTENCE, *COUNTS, *NUMBERS, *PAIRS, *MEETINGS, *ORDERS, *REGIONS, *CAPTIONS, *TWIN_TEMPLATES,
)  # fmt: skip

__all__ = ["OPS", "TEMPLATES"]
