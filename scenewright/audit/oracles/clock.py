"""Answers about clocks from the scene's JSON: times as points on a circle of fractions of a turn."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SPOKEN = {5: "five", 10: "ten", 15: "quarter", 20: "twenty", 25: "twenty-five", 30: "half"}


def shown(face: dict[str, Any]) -> tuple[int, int, int | None]:
    second = face["second"]["value"] if face["second"] else None
    hour = face["hour"]["value"]
    return (hour if face["kind"] == "digital_24" else hour % 12), face["minute"]["value"], second


def turn(face: dict[str, Any]) -> Fraction:
    """Share of a twelve-hour turn that the time is past twelve."""
    hour, minute, second = shown(face)
    return (Fraction(hour) + Fraction(minute, 60) + Fraction(second or 0, 3600)) / 12 % 1


def lead_min(a: dict[str, Any], b: dict[str, Any]) -> Fraction:
    """Minutes by which a is ahead of b, between minus and plus six hours."""
    gap = (turn(a) - turn(b)) % 1
    return (gap - 1 if gap >= Fraction(1, 2) else gap) * 720


def moved(face: dict[str, Any], minutes: int) -> tuple[int, int, None]:
    hour, minute, _ = shown(face)
    total = hour * 60 + minute + minutes
    return total // 60 % (24 if face["kind"] == "digital_24" else 12), total % 60, None


def words(face: dict[str, Any]) -> str:
    hour, minute, _ = shown(face)
    names = [HOURS[-1], *HOURS[:-1]]
    this, following = names[hour % 12], names[(hour + 1) % 12]
    if minute == 0:
        return f"{this} o'clock"
    return f"{SPOKEN[minute]} past {this}" if minute <= 30 else f"{SPOKEN[60 - minute]} to {following}"


def angle(face: dict[str, Any]) -> float:
    hour, minute, _ = shown(face)
    gap = abs(Fraction(11 * minute, 2) - 30 * (hour % 12))
    return float(min(gap, 360 - gap))


def pointed(face: dict[str, Any]) -> int | None:
    return [12, *range(1, 12)][face["minute"]["value"] // 5] if face["numerals"] in ("arabic", "roman") else None


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    """The right answer; None where there is none."""
    faces = {face["id"]: face for face in scene["faces"]}
    named = {face["name"]: face for face in scene["faces"]}
    first = slot[0] if isinstance(slot, list) and slot else slot
    face = faces.get(first) if isinstance(first, str) else None
    hidden = set(scene.get("hidden", ()))
    if template == "time_of_named":
        return shown(named[slot]) if slot in named else None
    if template in ("which_ahead", "is_ahead"):
        lead = lead_min(faces[slot[0]], faces[slot[1]]) * (1 if slot[2] == "ahead" else -1)
        return lead > 0 if template == "is_ahead" else faces[slot[0 if lead > 0 else 1]]["name"]
    if template == "minutes_apart":
        return float(abs(lead_min(faces[slot[0]], faces[slot[1]])))
    if template == "elapsed":
        return int((turn(faces[slot[1]]) - turn(faces[slot[0]])) % 1 * 43_200)
    if template == "rank_of_clock":
        # The clock of place k has exactly k clocks ahead of it.
        return next(
            f["name"] for f in faces.values() if sum(lead_min(other, f) > 0 for other in faces.values()) == slot
        )
    if template == "count_kind":
        tests = {
            "analogue": lambda f: f["kind"] == "analogue",
            "digital": lambda f: f["kind"] != "analogue",
            "first_half": lambda f: f["minute"]["value"] < 30,
            "second_half": lambda f: f["minute"]["value"] > 30,
        }
        return len([f for f in faces.values() if tests[slot](f)])
    assert face is not None
    if template in ("hidden_time", "hidden_hour") and face["hour"]["id"] in hidden:
        return None
    answers: dict[str, Any] = {
        "read_time": lambda: shown(face),
        "hidden_time": lambda: shown(face),
        "read_hour": lambda: face["hour"]["value"],
        "hidden_hour": lambda: face["hour"]["value"],
        "read_minute": lambda: face["minute"]["value"],
        "read_second": lambda: face["second"]["value"],
        "seconds_of_clock": lambda: face["second"] and face["second"]["value"],
        "time_in_words": lambda: words(face),
        "hand_angle": lambda: angle(face),
        "time_after": lambda: moved(face, slot[1]),
        "set_right": lambda: moved(face, -slot[1]),
        "until_hour": lambda: -face["minute"]["value"] % 60,
        "nearest_numeral": lambda: pointed(face),
        "numeral_pointed_at": lambda: pointed(face),
        "between_numerals": lambda: {str(face["hour"]["value"]), str(face["hour"]["value"] % 12 + 1)},
        "has_passed": lambda: 0 < (turn(face) - Fraction(slot[1], 720)) % 1 < Fraction(1, 2),
        "which_shows": lambda: face["name"],
        "numerals_on": lambda: {"arabic": "Arabic numerals", "roman": "Roman numerals"}.get(face["numerals"], "none"),
        "has_second_hand": lambda: face["second"] is not None,
    }
    return answers[template]()
