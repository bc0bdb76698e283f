"""Questions about soundscapes: what is heard, when, how often, how loud, how high, and from where."""

from __future__ import annotations

from scenewright.qa_templates import soundscape_clips as clips
from scenewright.qa_templates import soundscape_compare as compare
from scenewright.qa_templates import soundscape_order as order
from scenewright.qa_templates import soundscape_place as place
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
    times.RankLength(),
    times.Overlaps(),
    times.TogetherFor(),
    times.WhileSounding(),
    compare.LouderThan(),
    compare.WhichLouder(),
    compare.RankLoudness(),
    twice.TwiceLouder(),
    twice.TwiceHigher(),
    twice.TwiceLonger(),
    twice.TwiceFaster(),
    twice.TwiceMore(),
    twice.TwiceDuller(),
    twice.TwiceLouderYes(),
    twice.TwiceHigherYes(),
    compare.PaceOf(),
    compare.SideOf(),
    compare.SameSide(),
    compare.CountSide(),
    place.CountSounds(),
    place.StartOfNth(),
    place.LengthOfNth(),
    place.PauseAfter(),
    place.StartToStart(),
    place.NthLonger(),
    place.NthHigher(),
    place.LongestNth(),
    place.CountLonger(),
    clips.SameInBoth(),
    clips.WhatChanged(),
    clips.ChangedSound(),
    clips.ClipHas(),
    clips.ClipLouder(),
    clips.ClipEarlier(),
    clips.NthInClip(),
    clips.OnsetInClip(),
    clips.CommonKinds(),
    clips.KindsInBoth(),
    twins.OnsetOfNamed(),
    twins.MissingNth(),
    twins.LouderOfTwo(),
    twins.LengthOfMissingNth(),
    twins.HiddenBetween(),
    twins.HiddenLength(),
    twins.HiddenStrokes(),
    twins.HiddenLengthOfNth(),
)

__all__ = ["OPS", "TEMPLATES"]
