"""Answers about dice from the scene's JSON alone: it has never seen the templates."""

from __future__ import annotations

from typing import Any


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    """What the right answer is; None where there is none."""
    shown = {die["colour"]: die["pips"] for die in scene["dice"] if die["id"] not in scene.get("hidden", ())}
    if template in ("pips", "absent", "covered"):
        return shown.get(slot)
    if template == "total":
        return sum(shown.values())
    if template == "higher":
        return max(slot, key=lambda colour: shown[colour])
    if template == "is_even":
        return shown[slot] in (2, 4, 6)
    if template == "above_count":
        return len([pips for pips in shown.values() if pips > slot])
    raise AssertionError(template)
