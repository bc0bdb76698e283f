"""Questions about clocks: the time, the hands, spans, and which clock is ahead."""

from __future__ import annotations

from scenewright.qa_templates.base import Template
from scenewright.qa_templates.clock_base import OPS
from scenewright.qa_templates.clock_pairs import (
    CountKind,
    HasSecondHand,
    IsAhead,
    MinutesApart,
    RankOfClock,
    WhichAhead,
    WhichShows,
)
from scenewright.qa_templates.clock_reading import (
    BetweenNumerals,
    NearestNumeral,
    NumeralsOn,
    ReadHour,
    ReadMinute,
    ReadSecond,
    ReadTime,
    TimeInWords,
)
from scenewright.qa_templates.clock_spans import Elapsed, HandAngle, HasPassed, SetRight, TimeAfter, UntilHour
from scenewright.qa_templates.clock_twins import HiddenHour, HiddenTime, NumeralPointedAt, SecondsOfClock, TimeOfNamed
from scenewright.scenes.clock import Clocks

TEMPLATES: tuple[Template[Clocks], ...] = (
    ReadTime(),
    ReadHour(),
    ReadMinute(),
    ReadSecond(),
    TimeInWords(),
    HandAngle(),
    TimeAfter(),
    SetRight(),
    UntilHour(),
    NearestNumeral(),
    BetweenNumerals(),
    HasPassed(),
    IsAhead(),
    WhichAhead(),
    MinutesApart(),
    Elapsed(),
    RankOfClock(),
    WhichShows(),
    NumeralsOn(),
    HasSecondHand(),
    CountKind(),
    SecondsOfClock(),
    NumeralPointedAt(),
    TimeOfNamed(),
    HiddenTime(),
    HiddenHour(),
)

__all__ = ["OPS", "TEMPLATES"]
