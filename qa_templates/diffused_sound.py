"""Questions about soundscapes of diffused sounds: those of `soundscape` that one clip of separate sounds gives.

Nothing here knows of diffusion: what could not be verified is no evidence, so no question rests on it.
"""

from __future__ import annotations

from scenewright.qa_templates import soundscape_compare as compare
from scenewright.qa_templates import soundscape_order as order
from scenewright.qa_templates import soundscape_presence as presence
from scenewright.qa_templates import soundscape_times as times
from scenewright.qa_templates import soundscape_twice as twice
from scenewright.qa_templates import soundscape_twins as twins
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.soundscape_base import OPS
from scenewright.scenes.soundscape import Soundscape

TEMPLATES: tuple[Template[Soundscape], ...] = (
    presence.IsHeard(),
    presence.WhichHeard(),
    presence.WhichNotHeard(),
    presence.CountStrokes(),
    presence.CountKinds(),
    presence.CountGroup(),
    presence.HeardTimes(),
    presence.GroupOfNth(),
    presence.Entailment(),
    order.ComesBefore(),
    order.FirstOf(),
    order.NthSound(),
    order.Neighbour(),
    order.Between(),
    order.CountBetween(),
    order.OrderOf(),
    times.OnsetOf(),
    times.LengthOf(),
    times.FromTo(),
    times.LongerThan(),
    times.WhichLonger(),
    compare.LouderThan(),
    compare.WhichLouder(),
    compare.RankLoudness(),
    twice.TwiceLouder(),
    twice.TwiceHigher(),
    twice.TwiceLonger(),
    twice.TwiceLouderYes(),
    compare.PaceOf(),
    twins.OnsetOfNamed(),
    twins.MissingNth(),
    twins.LouderOfTwo(),
    twins.HiddenBetween(),
    twins.HiddenLength(),
    twins.HiddenStrokes(),
)

__all__ = ["OPS", "TEMPLATES"]
