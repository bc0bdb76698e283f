"""Questions about talks: what is said, by whom, in which order, and what follows from it."""

from __future__ import annotations

from scenewright.qa_templates import speech_facts as facts
from scenewright.qa_templates import speech_numbers as numbers
from scenewright.qa_templates import speech_order as order
from scenewright.qa_templates import speech_twins as twins
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.speech_base import OPS
from scenewright.scenes.speech import Talk

TEMPLATES: tuple[Template[Talk], ...] = (
    facts.NumberSaid(),
    facts.TimeSaid(),
    facts.DaySaid(),
    facts.CodeSaid(),
    facts.WordSpelled(),
    facts.DigitAt(),
    facts.LetterAt(),
    facts.WhichNumber(),
    facts.WhichTime(),
    facts.WhichDay(),
    facts.WhoSays(),
    facts.TranscribeSentence(),
    facts.TranscribeList(),
    numbers.RankNumber(),
    numbers.RankTime(),
    numbers.SumOfTwo(),
    numbers.DifferenceOfTwo(),
    numbers.TotalOfAll(),
    numbers.TotalOfSpeaker(),
    numbers.MinutesBetween(),
    numbers.WaitFor(),
    numbers.DayAfter(),
    numbers.CountSubjects(),
    numbers.CountOfSpeaker(),
    numbers.CountAbove(),
    numbers.IsMore(),
    numbers.LeavesBefore(),
    numbers.WhoSaysExtreme(),
    order.IsMentioned(),
    order.TimesSaid(),
    order.IsBefore(),
    order.SameVoice(),
    order.NthMentioned(),
    order.NextMentioned(),
    order.AllInOrder(),
    order.FirstVoice(),
    order.LouderVoice(),
    order.VoicesHeard(),
    twins.UnsaidNumber(),
    twins.UnsaidTime(),
    twins.UnsaidCode(),
    twins.LackingNumber(),
    twins.LackingTime(),
    twins.LackingDay(),
    twins.LackingCode(),
    twins.LackingWord(),
    twins.WhoSaysUnsaid(),
    twins.HiddenNumber(),
    twins.HiddenTime(),
    twins.HiddenDay(),
    twins.HiddenCode(),
    twins.HiddenWord(),
    twins.HiddenNext(),
)

__all__ = ["OPS", "TEMPLATES"]
