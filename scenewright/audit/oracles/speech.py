"""Answers about talks from the scene's JSON: a flat list of what is said, and dictionaries of facts by subject."""

from __future__ import annotations

from typing import Any

WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Heard:
    """What is said, as a listener would note it down."""

    def __init__(self, scene: dict[str, Any]) -> None:
        self.hidden = set(scene.get("hidden", ()))
        self.names = {s["id"]: s["name"] for s in scene["speakers"]}
        self.order: list[str] = []
        self.by: dict[str, str] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        self.covered: set[tuple[str, str]] = set()
        self.blanks: set[int] = set()
        self.sentence: dict[str, str] = {}
        self.voices = [self.names[u["speaker"]] for u in scene["utterances"]]
        for utterance in scene["utterances"]:
            spoken = {p["id"]: p["text"] for p in utterance["parts"] if p["kind"] == "subject"}
            for part in utterance["parts"]:
                if part["kind"] == "subject":
                    self.order.append(part["text"])
                    self.by[part["text"]] = self.names[utterance["speaker"]]
                    self.sentence[part["text"]] = " ".join(p["says"] for p in utterance["parts"])
                    if part["id"] in self.hidden:
                        self.blanks.add(len(self.order) - 1)
                elif part.get("about"):
                    value = part["text"]
                    if part["kind"] == "time":
                        hour, minute = value.split(":")
                        value = int(hour) * 60 + int(minute)
                    elif part["kind"] == "number":
                        value = int(value)
                    name = spoken[part["about"]]
                    self.facts.setdefault(name, {})[part["kind"]] = value
                    if part["id"] in self.hidden:
                        self.covered.add((name, part["kind"]))

    def column(self, kind: str) -> dict[str, Any]:
        return {name: found[kind] for name, found in self.facts.items() if kind in found}

    def said_by(self, who: str) -> list[str]:
        return [name for name in self.order if self.by[name] == who]


def expected(scene: dict[str, Any], template: str, slot: Any, facts: dict[str, Any]) -> Any:
    heard = Heard(scene)
    for kind in ("number", "time", "day", "code", "word"):
        if template in (f"{kind}_said", f"hidden_{kind}", f"unsaid_{kind}", f"lacking_{kind}") or (kind, template) == (
            "word",
            "word_spelled",
        ):
            return one_fact(heard, slot, kind)
    return TABLE[template](heard, slot, scene, facts)


def one_fact(heard: Heard, subject: str, kind: str) -> Any:
    if kind not in heard.facts.get(subject, {}) or (subject, kind) in heard.covered:
        return None
    value = heard.facts[subject][kind]
    return (value // 60, value % 60, None) if kind == "time" else value


def which(heard: Heard, kind: str, value: Any) -> str:
    (name,) = [n for n, v in heard.column(kind).items() if v == value]
    return name


def rank(heard: Heard, slot: Any, kind: str) -> str:
    end, k = slot
    return sorted(heard.column(kind).items(), key=lambda item: item[1], reverse=end == "down")[k][0]


def two(heard: Heard, slot: Any, kind: str = "number") -> tuple[int, int]:
    return heard.facts[slot[0]][kind], heard.facts[slot[1]][kind]


def after(heard: Heard, slot: str) -> Any:
    place = heard.order.index(slot) + 1
    return None if place in heard.blanks else heard.order[place]


def extreme_voice(heard: Heard, slot: str) -> str:
    numbers = heard.column("number")
    return heard.by[(max if slot == "down" else min)(numbers, key=lambda name: numbers[name])]


def louder(heard: Heard, slot: str, scene: dict[str, Any], facts: dict[str, Any]) -> str:
    levels = {s["name"]: s.get("level_db", 0.0) for s in scene["speakers"]}
    return (max if slot == "louder" else min)(levels, key=lambda name: levels[name])


TABLE: dict[str, Any] = {
    "digit_at": lambda h, s, *_: int(h.facts[s[0]]["code"][s[1]]),
    "letter_at": lambda h, s, *_: h.facts[s[0]]["word"].upper()[s[1]],
    "which_number": lambda h, s, *_: which(h, "number", int(s)),
    "which_time": lambda h, s, *_: which(h, "time", int(s.split(":")[0]) * 60 + int(s.split(":")[1])),
    "which_day": lambda h, s, *_: which(h, "day", s),
    "who_says": lambda h, s, *_: h.by[s],
    "who_says_unsaid": lambda h, s, *_: h.by.get(s),
    "transcribe_sentence": lambda h, s, *_: h.sentence[s],
    "transcribe_list": lambda h, s, *_: " ".join(h.order),
    "rank_number": lambda h, s, *_: rank(h, s, "number"),
    "rank_time": lambda h, s, *_: rank(h, s, "time"),
    "sum_of_two": lambda h, s, *_: sum(two(h, s)),
    "difference_of_two": lambda h, s, *_: max(two(h, s)) - min(two(h, s)),
    "total_of_all": lambda h, s, *_: sum(h.column("number").values()),
    "total_of_speaker": lambda h, s, *_: sum(h.facts[name]["number"] for name in h.said_by(s)),
    "minutes_between": lambda h, s, *_: abs(two(h, s, "time")[0] - two(h, s, "time")[1]) * 60,
    "wait_for": lambda h, s, *_: (h.facts[s[0]]["time"] - s[1]) * 60,
    "day_after": lambda h, s, *_: WEEK[(WEEK.index(h.facts[s[0]]["day"]) + s[1]) % 7],
    "count_subjects": lambda h, s, *_: len(set(h.order)),
    "count_of_speaker": lambda h, s, *_: len(h.said_by(s)),
    "count_above": lambda h, s, *_: sum(v > s for v in h.column("number").values()),
    "is_more": lambda h, s, *_: two(h, s)[0] > two(h, s)[1],
    "leaves_before": lambda h, s, *_: two(h, s, "time")[0] < two(h, s, "time")[1],
    "who_says_extreme": lambda h, s, *_: extreme_voice(h, s),
    "is_mentioned": lambda h, s, *_: s in h.order,
    "times_said": lambda h, s, *_: h.order.count(s),
    "is_before": lambda h, s, *_: h.order.index(s[0]) < h.order.index(s[1]),
    "same_voice": lambda h, s, *_: h.by[s[0]] == h.by[s[1]],
    "nth_mentioned": lambda h, s, *_: h.order[s],
    "next_mentioned": lambda h, s, *_: after(h, s),
    "hidden_next": lambda h, s, *_: after(h, s),
    "all_in_order": lambda h, s, *_: h.order,
    "first_voice": lambda h, s, *_: h.voices[0 if s == "first" else -1],
    "louder_voice": louder,
    "voices_heard": lambda h, s, *_: len(h.names),
}
