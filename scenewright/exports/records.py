"""From stored rows to records: a question with its media, or a whole sample as a dialogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from scenewright.errors import UserError
from scenewright.exports.key import encode
from scenewright.exports.options import Options
from scenewright.exports.text import clean, reply
from scenewright.prompts import prompt_text
from scenewright.qa_templates.answers import AnyAnswer
from scenewright.qa_templates.base import LETTERS, Choice, Question
from scenewright.scenes.base import key_hash, rng_for, shuffled
from scenewright.store import ENDINGS, KINDS

COLUMNS = (
    "id", "family", "level", "index", "seed", "version", "media", "scene",
    *(f"questions.list.element.{name}" for name in (
        "text", "answer", "answer_type", "answer_json", "choices.list.element.text", "choices.list.element.correct",
        "solution", "skill", "template", "hops", "answerable",
    )),
)  # fmt: skip
"""What every form reads, besides the media that it carries."""


class Medium(msgspec.Struct, frozen=True, kw_only=True):
    """One file that is shown, or a question that is spoken."""

    kind: str
    """`image`, `video` or `audio`."""
    number: int
    """Its place among the sample's media, which marks refer to."""
    name: str
    """File name, unique in the data set."""
    data: bytes
    spoken: bool
    width_px: int | None
    height_px: int | None
    duration_s: float | None


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it is put, and what is to be said."""

    number: int
    """Its place in the stored sample, from 0: `<sample id>/<number>` is its id."""
    media: tuple[Medium, ...]
    """What is first shown with this turn."""
    question: str
    options: tuple[str, ...]
    right: int | None
    """Which option is right."""
    prompt: str
    """Question, lettered options, form of the answer. Empty where the question is spoken and open."""
    answer: str
    """What the reply commits to."""
    solution: str
    """The worked steps."""
    reply: str
    key: str
    """By which `exports.key.score` scores a reply."""
    answer_type: str
    template: str
    skill: str
    hops: int
    answerable: bool


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes one row."""

    id: str
    """Of the question where it is one, else of the sample."""
    sample: str
    split: str
    shard: str
    """Number of the shard it was read from: media files lie in folders named so."""
    family: str
    level: int
    index: int
    seed: int
    version: str
    turns: tuple[Turn, ...]
    row: dict[str, Any]
    """The stored row, for what only one form needs."""

    @property
    def media(self) -> tuple[Medium, ...]:
        return tuple(medium for turn in self.turns for medium in turn.media)

    @property
    def kinds(self) -> str:
        """Its kinds of media: `image`, `audio-image`, `text` if none. Files are named so where their columns differ."""
        return "-".join(sorted({medium.kind for medium in self.media})) or "text"


# -- media -------------------------------------------------------------------------------------------------------------


def shown(facts: list[dict[str, Any]]) -> Counter[str]:
    """How many media of each kind a sample shows. Masks are truth; a spoken question is there as text too."""
    return Counter(fact["kind"].partition("/")[0] for fact in facts if not fact.get("role"))


def media(row: dict[str, Any], facts: list[dict[str, Any]], carried: frozenset[str]) -> tuple[Medium, ...]:
    """A row's media of the kinds carried, masks left out, in their order."""
    out = []
    taken: Counter[str] = Counter()
    for number, fact in enumerate(facts):
        column, kind, role = fact["column"], fact["kind"].partition("/")[0], fact.get("role", "")
        place = taken[column]
        taken[column] += 1
        if role == "mask" or kind not in carried:
            continue
        files = row.get(KINDS[kind]) or []
        data = files[place]["bytes"] if place < len(files) else None
        if not data:
            raise UserError(f"{row['id']}: the bytes of medium {number} are missing; build the data set again")
        out.append(
            Medium(
                kind=kind,
                number=number,
                name=f"{row['id']}{f'-{number}' if number else ''}.{ENDINGS[fact['kind']]}",
                data=data,
                spoken=role == "question",
                width_px=fact.get("width_px"),
                height_px=fact.get("height_px"),
                duration_s=fact.get("duration_s"),
            )
        )
    return tuple(out)


# -- questions ---------------------------------------------------------------------------------------------------------


class Share:
    """Which questions stay, so that the wanted share can't be answered. By the question's id: order plays no part."""

    def __init__(self, wanted: float, answerable: int, unanswerable: int, seed: int) -> None:
        self._seed = seed
        most = wanted * answerable
        few = (1 - wanted) * unanswerable
        self._keep = {
            False: 1.0 if most >= few else most / few,  # of the unanswerable
            True: 1.0 if few >= most else few / most,
        }

    def keeps(self, id: str, answerable: bool) -> bool:
        mark = int.from_bytes(key_hash(self._seed, "unanswerable", id)[:8], "big") / 2**64
        return mark < self._keep[answerable]


def records(
    row: dict[str, Any],
    split: str,
    shard: str,
    options: Options,
    carried: frozenset[str],
    dialogue: bool,
    share: Share | None,
) -> Iterator[Record]:
    """The records of a stored row: one, or one for each of its questions."""
    files = media(row, msgspec.json.decode(row["media"]), carried)
    seen = tuple(medium for medium in files if not medium.spoken)
    voices = tuple(medium for medium in files if medium.spoken)
    wanted = [
        number
        for number, question in enumerate(row["questions"])
        if share is None or share.keeps(f"{row['id']}/{number}", question["answerable"])
    ]
    for group in [wanted] if dialogue else [[number] for number in wanted]:
        turns = tuple(
            _turn(row, number, (*(() if i else seen), *voices[number : number + 1]), options)
            for i, number in enumerate(group)
        )
        if turns:
            yield Record(
                id=row["id"] if dialogue else f"{row['id']}/{group[0]}",
                sample=row["id"],
                split=split,
                shard=shard,
                family=row["family"],
                level=row["level"],
                index=row["index"],
                seed=row["seed"],
                version=row["version"],
                turns=turns,
                row=row,
            )


def _turn(row: dict[str, Any], number: int, files: tuple[Medium, ...], options: Options) -> Turn:
    stored = row["questions"][number]
    choices = stored["choices"] or []
    if options.shuffle:
        choices = shuffled(rng_for(options.seed, "choices", row["id"], number), choices)
    texts = tuple(clean(choice["text"]) for choice in choices)
    right = next((i for i, choice in enumerate(choices) if choice["correct"]), None)
    text, solution = clean(stored["text"]), clean(stored["solution"])
    spoken = any(medium.spoken for medium in files)
    asked = Question(
        template=stored["template"],
        skill=stored["skill"],
        phrasing=0,
        slot=None,
        text="" if spoken else text,
        answer=_answers.decode(stored["answer_json"]),
        choices=tuple(Choice(text=option, correct=i == right, why="") for i, option in enumerate(texts)),
        steps=(),
        evidence=(),
        hops=stored["hops"],
        answerable=stored["answerable"],
    )
    committed = clean(stored["answer"]) if right is None else LETTERS[right]
    walked = row["scene"] if stored["answer_type"] == "route" else None
    return Turn(
        number=number,
        media=files,
        question=text,
        options=texts,
        right=right,
        prompt=prompt_text(asked, options.answer),
        answer=committed,
        solution=solution,
        reply=reply(committed, solution if options.steps else "", options.answer),
        key=encode(stored["answer_json"], texts, right, row["family"], walked),
        answer_type=stored["answer_type"],
        template=stored["template"],
        skill=stored["skill"],
        hops=stored["hops"],
        answerable=stored["answerable"],
    )


_answers = msgspec.json.Decoder(AnyAnswer)
