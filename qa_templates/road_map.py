"""What can be asked about a town map. The templates stand in the `town_*` modules, by subject."""

from __future__ import annotations

from scenewright.qa_templates.town_directions import DIRECTIONS
from scenewright.qa_templates.town_ops import ROAD_MAP_OPS
from scenewright.qa_templates.town_places import PLACES
from scenewright.qa_templates.town_reach import REACH
from scenewright.qa_templates.town_routes import ROUTES
from scenewright.qa_templates.town_streets import STREETS
from scenewright.qa_templates.town_twins import TWINS

TEMPLATES = (*PLACES, *DIRECTIONS, *STREETS, *ROUTES, *REACH, *TWINS)
OPS = ROAD_MAP_OPS
