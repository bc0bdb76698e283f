"""How questions about talks name what was said: subjects, their facts, and frames that any of them fits."""

from __future__ import annotations

from scenewright.qa_templates.answers import Label
from scenewright.scenes.speech import Part, Talk
from scenewright.scenes.speech_words import Kind

THINGS = {
    "trains": ("train", "trains"),
    "shop": ("article", "articles"),
    "list": ("item", "items"),
    "diary": ("appointment", "appointments"),
    "clinic": ("doctor", "doctors"),
    "doors": ("room", "rooms"),
    "words": ("word", "words"),
}
"""What the subjects of a setting are, one and many."""

_SUBJECT = {
    "trains": "the train to {}",
    "shop": "the {}",
    "list": "the {}",
    "diary": "the {}",
    "clinic": "Doctor {}",
    "doors": "the {}",
    "words": "the word {}",
}
_FACT = {
    ("trains", "number"): "the platform number of the train to {}",
    ("trains", "time"): "the departure time of the train to {}",
    ("shop", "number"): "the price of the {} in euros",
    ("list", "number"): "the number of {} on the list",
    ("diary", "day"): "the weekday given for the {}",
    ("diary", "time"): "the time given for the {}",
    ("clinic", "number"): "the room number of Doctor {}",
    ("clinic", "code"): "the extension of Doctor {}",
    ("doors", "code"): "the code for the {}",
    ("doors", "word"): "the password for the {}",
}
MEASURES = {"trains": "platform number", "shop": "price", "list": "quantity", "clinic": "room number"}
"""What the numbers of a setting are."""
_HAS = {
    "trains": "the platform number {}",
    "shop": "a price of {} euros",
    "list": "a quantity of {}",
    "clinic": "the room number {}",
}

WHAT = (
    "What is {what}?",
    "According to the recording, what is {what}?",
    "Listen to the clip. What is {what}?",
    "What does the recording give as {what}?",
    "Give {what} as it is said in the recording.",
    "State {what}, going by what is said.",
    "Tell me {what} from this recording.",
    "From what you hear, what is {what}?",
    "What is said to be {what}?",
    "Write down {what} as you hear it.",
)
"""Frames for one fact."""

WHICH = (
    "Which {thing} has {which}?",
    "According to the recording, which {thing} has {which}?",
    "Name the {thing} that has {which}.",
    "Listen to the clip. Which {thing} has {which}?",
    "From what is said, which {thing} has {which}?",
    "Going by the recording, which is the {thing} with {which}?",
    "The recording mentions several {things}. Which one has {which}?",
    "Find the {thing} with {which} in the recording.",
    "Of the {things} you hear about, which has {which}?",
    "Which of the {things} in the clip has {which}?",
)
"""Frames for the subject that has something."""


def the(scene: Talk, subject: str) -> str:
    """A subject in the middle of a sentence: `the train to Paris`."""
    return _SUBJECT[scene.setting].format(subject)


def fact_of(scene: Talk, subject: str, kind: Kind) -> str:
    """A fact of a subject in the middle of a sentence: `the departure time of the train to Paris`."""
    return _FACT[scene.setting, kind].format(subject)


def has(scene: Talk, number: int) -> str:
    """What a subject with that number has: `a price of 40 euros`."""
    return _HAS[scene.setting].format(number)


def label(scene: Talk, subject: str) -> Label:
    """A subject as an answer, with the other ways to name it."""
    forms = {the(scene, subject), f"{subject} {THINGS[scene.setting][0]}"}
    if scene.setting == "clinic":
        forms |= {f"Dr {subject}", f"Dr. {subject}"}
    return Label(value=subject, accepted=tuple(sorted(forms - {subject})))


def upper(text: str) -> str:
    """With a capital letter."""
    return text[0].upper() + text[1:]


def quoted(part: Part) -> str:
    """What was said, in quotation marks."""
    return f"“{part.says}”"
