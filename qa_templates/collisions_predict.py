"""Questions about what will happen, asked of the start alone; and what set what moving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import ClassVar

from scenewright.qa_templates import collisions_words as say
from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, LabelSet
from scenewright.qa_templates.answers import Sequence as InOrder
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.collisions_base import (
    STORY,
    CollisionsTemplate,
    answer_of,
    called,
    everything,
    facts,
    known,
    label,
    look_at_line,
    other_pieces,
    sure,
    tell_chain,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.scenes.base import Reject
from scenewright.scenes.collisions import Collisions, Kind

START_ONLY: tuple[Kind, ...] = ("start",)
VIDEO_ONLY: tuple[Kind, ...] = ("video",)


class WillTouch(CollisionsTemplate):
    """Whether two pieces ever touch."""

    phrasings = say.WILL_TOUCH
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = START_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return list(permutations([p.id for p in scene.pieces], 2))

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        a, b = slot
        if scene.shot.kind == "start":
            for one, two in ((a, b), (b, a)):
                if sure(scene, one).arrow:
                    look_at_line(scene, one, two, work)
        names = f"the {called(scene, a)} and the {called(scene, b)}"
        found = work.do(
            "touch", a, b,
            say=lambda v: f"Followed to the end, {names} {'touch' if v else 'never touch'}.",
            evidence=everything(scene),
        )  # fmt: skip
        return Boolean(value=answer_of(found))


class Touched(WillTouch):
    """Whether two pieces touch in the clip; of clips played backwards too."""

    phrasings = say.TOUCHED
    shots = VIDEO_ONLY
    reversible = True


class FirstTouched(CollisionsTemplate):
    """Which piece another touches first; asked of pieces that touch one."""

    phrasings = say.FIRST_TOUCHED
    skill = "multi_step"
    shots = START_ONLY
    choice_share = 0.6

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        found = facts(scene)
        return [p.id for p in scene.pieces if found["first_hit", p.id]]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        first = known(facts(scene)["first_hit", slot])
        if not first:
            raise Reject("not_applicable")
        if scene.shot.kind == "start" and sure(scene, slot).arrow:
            look_at_line(scene, slot, first, work)
        found = work.do(
            "fact", "first_hit", slot,
            say=lambda v: f"The first piece that the {called(scene, slot)} touches is the {called(scene, v)}.",
            evidence=everything(scene),
        )  # fmt: skip
        return label(scene, found.value)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_pieces(scene, [slot], "The {} is not the first that it touches.")


class FirstTouchedSeen(FirstTouched):
    """Which piece another touches first in the clip."""

    phrasings = say.FIRST_TOUCHED_SEEN
    shots = VIDEO_ONLY


class WillTouchWall(CollisionsTemplate):
    """Whether a piece ever touches a wall."""

    phrasings = say.WILL_TOUCH_WALL
    weight = 1.5
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = START_ONLY

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        first = known(facts(scene)["first_wall", slot])
        if sure(scene, slot).arrow:
            work.do("slides", slot, say=lambda v: f"Left alone, the {called(scene, slot)} would slide {v:g} m.")
        end = f"touches the {first} wall first" if first else "touches no wall"
        wall = work.do("fact", "first_wall", slot, say=f"Followed to the end, it {end}.", evidence=everything(scene))
        none = work.do("equal", wall, "", say=f"So {'no wall is touched' if not first else 'a wall is touched'}.")
        return Boolean(value=not none.value)


class WallFirst(CollisionsTemplate):
    """Which of two opposite walls a piece touches first; the first wall it touches is one of the two."""

    phrasings = say.WALL_FIRST
    weight = 2.0
    skill = "multi_step"
    shots = START_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        found, walls = facts(scene), {rim.side for rim in scene.rims if rim.wall}
        sides = (("left", "right"), ("right", "left"), ("top", "bottom"), ("bottom", "top"))
        return [
            (p.id, *two)
            for p in scene.pieces
            for two in sides
            if found["first_wall", p.id] in two and walls >= set(two)
        ]

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot[0]) | {"one": slot[1], "other": slot[2]}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        id = slot[0]
        if found := sure(scene, id).arrow:
            work.read(found.id, "heading_deg", lambda v: f"Its arrow points {v:g}° anticlockwise of the right.")
        first = work.do(
            "fact", "first_wall", id,
            say=lambda v: f"Followed to the end, the {called(scene, id)} touches the {v} wall first.",
            evidence=everything(scene),
        )  # fmt: skip
        return Label(value=answer_of(first), accepted=(f"{first.value} wall", f"{first.value} one"))

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for side in slot[1:]:
            yield Label(value=side), f"The {side} wall is not touched first."


class WillStay(CollisionsTemplate):
    """Whether a piece stays on a table that has an open side."""

    phrasings = say.WILL_STAY
    weight = 3.0
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = START_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [] if all(rim.wall for rim in scene.rims) else [p.id for p in scene.pieces]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        over = known(facts(scene)["over", slot])
        text = f"it slides over the {over} edge" if over else "it comes to rest on the table"
        side = work.do("fact", "over", slot, say=f"Followed to the end, {text}.", evidence=everything(scene))
        stays = work.do(
            "equal", side, "", say=lambda v: f"So the {called(scene, slot)} {'stays' if v else 'does not stay'}."
        )
        return Boolean(value=stays.value)


class WillBeMoved(CollisionsTemplate):
    """Whether a piece that lies still is moved from its place, by 2 cm at least (less than 4 mm is not moved)."""

    phrasings = say.WILL_BE_MOVED
    weight = 2.0
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = START_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [p.id for p in scene.pieces if p.arrow is None]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        found = facts(scene)
        by, moved = known(found["moved_by", slot]), known(found["moved", slot])
        if bool(by) != moved:
            raise Reject("margin")  # touched, and hardly moved
        text = f"the {called(scene, by)} hits the {called(scene, slot)}" if by else "nothing touches it"
        cause = work.do("fact", "moved_by", slot, say=f"Followed to the end, {text}.", evidence=everything(scene))
        none = work.do("equal", cause, "", say=f"So it is {'moved' if by else 'not moved'}.")
        return Boolean(value=not none.value)


class DidMove(WillBeMoved):
    """Whether a piece that lay still at the start was moved."""

    phrasings = say.DID_MOVE
    weight = 2.0
    shots = STORY
    reversible = True

    def fitting(self, scene: Collisions, slot: Slot) -> Sequence[int]:
        """Of clips played backwards, it is asked in words that fit both ways."""
        either_way = [k for k, words in enumerate(self.phrasings) if words in say.DID_MOVE_EITHER_WAY]
        return either_way if scene.shot.backwards else range(len(self.phrasings))


class CountMoved(CollisionsTemplate):
    """How many of the resting pieces are moved."""

    phrasings = say.COUNT_MOVED
    skill = "counting"
    shots = START_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return ["all"] if any(p.arrow is None for p in scene.pieces) else []

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        resting = [p.id for p in scene.pieces if p.arrow is None]
        looks = []
        for id in resting:
            if bool(known(facts(scene)["moved_by", id])) != known(facts(scene)["moved", id]):
                raise Reject("margin")
            text = f"The {called(scene, id)} {'is moved' if facts(scene)['moved', id] else 'stays where it is'}."
            looks.append(work.do("fact", "moved", id, say=text, evidence=everything(scene)))
        total = work.do("count_true", looks, say=lambda v: f"That makes {count_of(v, 'piece')}.")
        return Integer(value=total.value)


class CountHits(CountMoved):
    """How many collisions between pieces there are. Contacts of one pair within a quarter of a second are one; none is
    asked where there are any between a quarter and half a second apart.
    """

    phrasings = say.COUNT_HITS

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return ["all"]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        count = known(facts(scene)["hits",])
        if count > 6:
            raise Reject("too_many")
        first = facts(scene)["order",]
        if first:
            work.do(
                "first_pair",
                say=f"The {called(scene, first[0][0])} and the {called(scene, first[0][1])} collide first.",
                evidence=everything(scene),
            )
        total = work.do("hits", say=lambda v: f"Followed to the end, there are {v} in all.", evidence=everything(scene))
        return Integer(value=total.value)


class CountHitsSeen(CountHits):
    """How many collisions between pieces the clip shows."""

    phrasings = say.COUNT_HITS_SEEN
    shots = VIDEO_ONLY
    reversible = True


class CountLeft(CountMoved):
    """How many pieces are left on a table that has an open side."""

    phrasings = say.COUNT_LEFT
    weight = 2.0

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [] if all(rim.wall for rim in scene.rims) else ["all"]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        looks = []
        for p in scene.pieces:
            over = known(facts(scene)["over", p.id])
            text = f"The {called(scene, p.id)} {f'leaves over the {over} edge' if over else 'stays on the table'}."
            side = work.do("fact", "over", p.id, say=text, evidence=everything(scene))
            looks.append(work.do("equal", side, "", say="It counts." if not over else "It does not count."))
        total = work.do("count_true", looks, say=lambda v: f"That leaves {count_of(v, 'piece')}.")
        return Integer(value=total.value)


class CountLeftSeen(CountLeft):
    """How many pieces are left on the table at the end of what is shown."""

    phrasings = say.COUNT_LEFT_SEEN
    shots = STORY


class FirstPair(CollisionsTemplate):
    """The two pieces that collide first, a tenth of a second before any other two."""

    phrasings = say.FIRST_PAIR
    skill = "multi_step"
    shots = START_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return ["all"] if facts(scene)["order",] and len(scene.pieces) > 2 else []

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        order = facts(scene)["order",]
        if not order:
            raise Reject("margin")
        a, b = order[0]
        if scene.shot.kind == "start":
            one, two = (a, b) if sure(scene, a).arrow else (b, a)
            look_at_line(scene, one, two, work)
        work.do(
            "first_pair",
            say=f"Of all pairs, the {called(scene, a)} and the {called(scene, b)} touch first.",
            evidence=everything(scene),
        )
        return LabelSet(values=(called(scene, a), called(scene, b)))


class FirstPairSeen(FirstPair):
    """The two pieces that collide first in the clip."""

    phrasings = say.FIRST_PAIR_SEEN
    shots = VIDEO_ONLY


CONTACT_WORDS = {
    "piece": ("another piece", ("piece", "a piece")),
    "wall": ("a wall", ("touches a wall",)),
    "edge": ("an edge", ("an open edge", "open edge", "goes over an edge")),
    "nothing": ("nothing", ("none of these", "none", "nothing at all")),
}


class FirstContact(CollisionsTemplate):
    """What a moving piece meets first: a piece, a wall, an edge, or nothing."""

    phrasings = say.FIRST_CONTACT
    weight = 1.5
    skill = "multi_step"
    balance: ClassVar[Balance] = "spread"
    shots = START_ONLY
    choice_share = 0.0

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [p.id for p in scene.pieces if p.arrow]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        kind = known(facts(scene)["first_contact", slot])
        words, more = CONTACT_WORDS[kind]
        work.do("slides", slot, say=lambda v: f"Left alone, the {called(scene, slot)} would slide {v:g} m.")
        work.do("fact", "first_contact", slot, say=f"On its way it first meets {words}.", evidence=everything(scene))
        return Label(value=words, accepted=more)


class MovedBy(CollisionsTemplate):
    """Which piece first sets a resting piece moving."""

    phrasings = say.MOVED_BY
    skill = "multi_step"
    shots = START_ONLY
    choice_share = 0.6

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        found = facts(scene)
        return [p.id for p in scene.pieces if p.arrow is None and found["moved_by", p.id] and found["moved", p.id]]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        by = known(facts(scene)["moved_by", slot])
        if not by:
            raise Reject("not_applicable")
        if scene.shot.kind == "start" and sure(scene, by).arrow:
            look_at_line(scene, by, slot, work)
        cause = work.do(
            "fact", "moved_by", slot,
            say=lambda v: f"The first to touch the {called(scene, slot)} is the {called(scene, v)}.",
            evidence=everything(scene),
        )  # fmt: skip
        return label(scene, cause.value)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_pieces(scene, [slot], "The {} is not the first that touches it.")


class MovedBySeen(MovedBy):
    """Which piece first set a resting piece moving."""

    phrasings = say.MOVED_BY_SEEN
    shots = STORY


class Chain(CollisionsTemplate):
    """The pieces that hand the motion on to a resting one, from one that moves at the start; three pieces at least."""

    phrasings = say.CHAIN
    weight = 4.0
    skill = "multi_step"
    shots = START_ONLY
    links: ClassVar[int] = 3

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [p.id for p in scene.pieces if p.arrow is None and facts(scene)["moved_by", p.id]]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        chain = tell_chain(scene, slot, work)
        if len(chain.value) < self.links:
            raise Reject("too_short")
        return InOrder(values=tuple(called(scene, id) for id in chain.value))


class ChainSeen(Chain):
    """The pieces that handed the motion on to a resting one, in a story that is shown."""

    phrasings = say.CHAIN_SEEN
    shots = STORY
    links = 2


class SentOff(CollisionsTemplate):
    """The last piece that touches another before that one leaves the table; not asked where none does."""

    phrasings = say.SENT_OFF
    weight = 3.0
    skill = "multi_step"
    shots = ("start", "video")
    choice_share = 0.6

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        found = facts(scene)
        return [p.id for p in scene.pieces if found["over", p.id] and found["sent_off", p.id]]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        if not facts(scene)["sent_off", slot]:
            raise Reject("not_applicable")
        work.do(
            "fact", "over", slot,
            say=lambda v: f"Followed to the end, the {called(scene, slot)} slides over the {v} edge.",
            evidence=everything(scene),
        )  # fmt: skip
        last = work.do(
            "fact", "sent_off", slot,
            say=lambda v: f"The last to touch it before that is the {called(scene, v)}.",
            evidence=everything(scene),
        )  # fmt: skip
        return label(scene, last.value)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_pieces(scene, [slot], "The {} is not the last that touches it.")
