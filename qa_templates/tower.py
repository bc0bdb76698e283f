"""Questions about towers: what is built, whether it stands and why, what would happen if, and what a clip shows."""

from __future__ import annotations

from scenewright.qa_templates.base import Template
from scenewright.qa_templates.tower_base import OPS
from scenewright.qa_templates.tower_context import context
from scenewright.qa_templates.tower_fall import PREDICTED
from scenewright.qa_templates.tower_seen import SEEN
from scenewright.qa_templates.tower_shown import IN_SHOTS
from scenewright.qa_templates.tower_twins import TWINS
from scenewright.qa_templates.tower_what_if import WHAT_IF
from scenewright.scenes.tower import Tower

TEMPLATES: tuple[Template[Tower], ...] = (*SEEN, *PREDICTED, *WHAT_IF, *IN_SHOTS, *TWINS)

__all__ = ["OPS", "TEMPLATES", "context"]
