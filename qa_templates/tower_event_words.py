"""Phrasings of the questions about towers that ask why, what if, and what a clip or a pair of pictures shows.

`{x}` and `{y}` are blocks with their article ("the red box").
"""

from __future__ import annotations

Texts = tuple[str, ...]

# -- why ---------------------------------------------------------------------------------------------------------------

BALANCED_ON = {
    "inside": (
        "Taken together, do the blocks that rest on {x} have their centre of mass above the surface they rest on?",
        "Does the common centre of mass of everything on top of {x} lie over the place where it is supported?",
        "Is all that {x} carries, as one piece, balanced on it?",
        "Looking only at what rests on {x}: is its centre of mass above its support?",
        "Treat everything on top of {x} as one rigid piece. Would it stay balanced on {x}?",
    ),
    "outside": (
        "Taken together, do the blocks that rest on {x} have their centre of mass beyond the edge they rest on?",
        "Does the common centre of mass of everything on top of {x} hang out over the end of its support?",
        "Is all that {x} carries, as one piece, out of balance?",
        "Looking only at what rests on {x}: is its centre of mass outside its support?",
        "Treat everything on top of {x} as one rigid piece. Would it tip off {x}?",
    ),
}
WITHOUT_ABOVE = {
    "stand": (
        "If everything on top of {x} were taken off carefully, would the rest of the tower stand?",
        "The tower cannot stand as it is. Would taking off everything on top of {x} prevent the rest from falling?",
        "Clear away everything above {x} that rests on it. Is what remains stable?",
        "Suppose nothing had been put onto {x}. Would that shorter tower stand?",
        "Would the tower stand on its own, ending at {x}, with nothing on top of it?",
        "Build the tower only as far as {x}, with nothing put on it. Does it stay up?",
    ),
    "fall": (
        "If everything on top of {x} were taken off carefully, would the rest of the tower fall?",
        "The tower cannot stand as it is. Would the rest fall even with everything on top of {x} taken off?",
        "Clear away everything above {x} that rests on it. Is what remains unstable?",
        "Suppose nothing had been put onto {x}. Would that shorter tower fall?",
        "Would the tower fall all the same, ending at {x}, with nothing on top of it?",
        "Build the tower only as far as {x}, with nothing put on it. Does it come down?",
    ),
}

# -- what if -----------------------------------------------------------------------------------------------------------

REMOVE = {
    "stand": (
        "If {x} were taken away in an instant, would all the other blocks stay in their places?",
        "Take {x} out of the tower without touching the rest. Does everything else stay where it is?",
        "Suppose {x} vanished. Would the rest of the tower stand unmoved?",
        "Without {x}, would the other blocks remain standing just as they are?",
        "Were {x} not there, would all the others hold their places?",
        "Could {x} be taken out with no other block falling?",
        "Imagine the tower with {x} gone and all else unchanged. Is it stable?",
        "Leaving out {x} alone, would every other block keep its place?",
        "Would the remaining blocks stand still if {x} disappeared?",
        "If only {x} were missing, would the tower be stable?",
    ),
    "fall": (
        "If {x} were taken away in an instant, would any other block fall?",
        "Take {x} out of the tower without touching the rest. Does anything else fall?",
        "Suppose {x} vanished. Would any of the rest of the tower come down?",
        "Without {x}, would at least one of the other blocks fall?",
        "Were {x} not there, would some other block lose its place?",
        "Would taking {x} out make any other block fall?",
        "Imagine the tower with {x} gone and all else unchanged. Is it unstable?",
        "Leaving out {x} alone, would at least one other block fall?",
        "Would some of the remaining blocks come down if {x} disappeared?",
        "If only {x} were missing, would the tower be unstable?",
    ),
}
ADD = {
    "stand": (
        "A second block just like {x} is set down on top of {y}, {place}. Does the tower stand then?",
        "Suppose a copy of {x} were put onto {y}, {place}. Would everything stay in place?",
        "Put another block of the size, shape and material of {x} on {y}, {place}. Is that tower stable?",
        "If one more block exactly like {x} were laid on {y}, {place}, would the tower hold?",
        "Would the tower stand with a copy of {x} added on top of {y}, {place}?",
    ),
    "fall": (
        "A second block just like {x} is set down on top of {y}, {place}. Does anything fall then?",
        "Suppose a copy of {x} were put onto {y}, {place}. Would any block fall?",
        "Put another block of the size, shape and material of {x} on {y}, {place}. Is that tower unstable?",
        "If one more block exactly like {x} were laid on {y}, {place}, would the tower give way?",
        "Would the tower fall, wholly or in part, with a copy of {x} added on top of {y}, {place}?",
    ),
}
SWAP = {
    "stand": (
        "If {x} and {y} changed places, would the tower stand?",
        "Swap {x} and {y}, each taking the other's place. Is that tower stable?",
        "Suppose {x} stood where {y} is, and {y} where {x} is. Would the tower stand?",
        "With {x} and {y} exchanged, would all the blocks stay in place?",
        "Would the tower hold if {x} and {y} had been put in each other's place?",
    ),
    "fall": (
        "If {x} and {y} changed places, would the tower fall?",
        "Swap {x} and {y}, each taking the other's place. Is that tower unstable?",
        "Suppose {x} stood where {y} is, and {y} where {x} is. Would the tower fall?",
        "With {x} and {y} exchanged, would any of the blocks fall?",
        "Would the tower give way if {x} and {y} had been put in each other's place?",
    ),
}
SLIDE = {
    "stand": (
        "If {what} were moved {far} to the {side}, would the tower stand?",
        "Move {what} {far} to the {side}. Is the tower stable then?",
        "Suppose {what} stood {far} further to the {side}. Would everything stay in place?",
        "Shift {what} to the {side}, by {far}. Does the tower stand?",
        "Would the tower stand with {what} {far} more to the {side}?",
        "Had {what} been put down {far} further to the {side}, would the tower hold?",
    ),
    "fall": (
        "If {what} were moved {far} to the {side}, would the tower fall?",
        "Move {what} {far} to the {side}. Is the tower unstable then?",
        "Suppose {what} stood {far} further to the {side}. Would anything fall?",
        "Shift {what} to the {side}, by {far}. Does the tower give way?",
        "Would the tower fall with {what} {far} more to the {side}?",
        "Had {what} been put down {far} further to the {side}, would the tower come down?",
    ),
}
PUSH = {
    "stand": (
        "{facts} It gets a short push of {impulse} N·s to the {side}, at its centre. Does the tower stay up?",
        "{facts} Something strikes it at its centre with an impulse of {impulse} N·s to the {side}. "
        "Do all the blocks stay in place?",
        "{facts} Would the tower survive a knock of {impulse} N·s to the {side}, given to it at its centre?",
        "{facts} Push it at its centre, briefly, with {impulse} N·s to the {side}. Does every block keep its place?",
        "{facts} After a sudden impulse of {impulse} N·s to the {side} at its centre, is the tower still standing?",
    ),
    "fall": (
        "{facts} It gets a short push of {impulse} N·s to the {side}, at its centre. Does any block fall?",
        "{facts} Something strikes it at its centre with an impulse of {impulse} N·s to the {side}. "
        "Is any block knocked out of place?",
        "{facts} Would a knock of {impulse} N·s to the {side}, given to it at its centre, bring down any block?",
        "{facts} Push it at its centre, briefly, with {impulse} N·s to the {side}. Does any block lose its place?",
        "{facts} After a sudden impulse of {impulse} N·s to the {side} at its centre, does any block come down?",
    ),
}
MATERIAL = {
    "stand": (
        "If {x} were made of {material} instead, would the tower stand? {densities}",
        "Suppose {x} were of {material} but of the same size and shape. Would the tower stand? {densities}",
        "{densities} Replace {x} by one of {material}, of equal size and shape. Is the tower stable?",
        "{densities} With {x} made of {material}, would every block stay in place?",
        "{densities} Would the tower hold if {x} consisted of {material}?",
    ),
    "fall": (
        "If {x} were made of {material} instead, would the tower fall? {densities}",
        "Suppose {x} were of {material} but of the same size and shape. Would the tower fall? {densities}",
        "{densities} Replace {x} by one of {material}, of equal size and shape. Is the tower unstable?",
        "{densities} With {x} made of {material}, would any block fall?",
        "{densities} Would the tower give way if {x} consisted of {material}?",
    ),
}

# -- what is shown to happen -------------------------------------------------------------------------------------------

MOVED_FIRST: Texts = (
    "Which block is the first to move in the clip?",
    "In the clip, which block leaves its place first?",
    "Watch the start of the fall: which block moves before all the others?",
    "Which of the blocks starts to move first?",
    "Name the block that is the first to move.",
)
HAPPENS_FIRST: Texts = (
    "Does {x} {do} before {y} does?",
    "Is {x} the first of the two to {do}, {y} being the other?",
    "Of {x} and {y}, does {x} {do} first?",
    "Does {x} {do} earlier than {y}?",
    "Comparing {x} with {y}, does {x} {do} sooner?",
    "Watch {x} and {y}: does {x} {do} before the other one?",
)
IN_ORDER: Texts = (
    "In which order do {blocks} {do}? Begin with the first.",
    "Put {blocks} in the order in which they {do}, the earliest first.",
    "{blocks} {do} one after another. In which order?",
    "Which of {blocks} is the first to {do}, which is next, and which is last? List them in that order.",
    "List {blocks} by the moment at which they {do}, the earliest first.",
)
GROUND_TIME: Texts = (
    "How many seconds into the clip does {x} first hit the ground?",
    "At what time in the clip, in seconds from its start, does {x} first touch the ground?",
    "After how many seconds does {x} reach the ground?",
    "When does {x} first touch the ground? Answer in seconds from the start of the clip.",
    "Counting from the start of the clip, how many seconds pass until {x} hits the ground?",
)
HITS: Texts = (
    "Is there a moment at which {x} strikes {y} after having been apart from it?",
    "Does {x} hit {y} as the tower falls, not counting blocks that touch from the start?",
    "In the clip, do {x} and {y} come into contact after not having touched at first?",
    "Do {x} and {y}, which are apart at the start, knock against each other?",
    "Apart at the start, do {x} and {y} collide at some time?",
)
STILL_COUNT: Texts = (
    "How many blocks have not fallen at the end?",
    "At the end, how many blocks are still in their places?",
    "How many of the blocks are left standing at the end?",
    "Count the blocks that keep their places to the end. How many are there?",
    "How many blocks have stayed where they were?",
    "When it is over, how many blocks have kept their places?",
)
FELL_COUNT: Texts = (
    "How many blocks have fallen by the end?",
    "How many of the blocks leave their places and fall?",
    "Count the blocks that fall. How many are there?",
    "How many blocks have lost their places at the end?",
    "What is the number of blocks that fall?",
)
DID_FALL: Texts = (
    "Does {x} fall?",
    "By the end, has {x} fallen out of its place?",
    "Is {x} one of the blocks that fall?",
    "Has {x} lost its place by the end?",
    "Is {x} among the blocks that have come down at the end?",
    "Comparing the end with the start, has {x} fallen?",
)
DID_TOUCH_GROUND: Texts = (
    "Does {x} get down to the ground?",
    "Is {x} touching the ground at some time, after having started off it?",
    "Does {x} reach the ground in the course of the fall?",
    "Does {x} come into contact with the ground?",
    "Is {x} one of the blocks that reach the ground?",
)
SIDE_OF_FLAG_AT_END: Texts = (
    "At the end, does {x} lie to the {side} of the flag?",
    "Is {x} to the {side} of the flag when all is over?",
    "Has {x} ended up to the {side} of the flag?",
    "Does {x} come to rest to the {side} of the flag?",
    "When everything is still again, is {x} to the {side} of the flag?",
)
FELL_TO_SIDE: Texts = (
    "Does the tower fall to the {side}?",
    "Is it to the {side} that the tower tips?",
    "Is the {side} the side to which the tower goes down?",
    "Has the tower toppled to the {side}?",
    "Did the part that gave way first go over to the {side}?",
)
MOVED_MOST: Texts = (
    "Which block has moved the furthest from its place at the end?",
    "Between the start and the end, which block has changed its place the most?",
    "Which of the blocks ends furthest away from where it started?",
    "Comparing the end with the start, which block has been displaced the most?",
    "Name the block that lies furthest from its old place at the end.",
)
TRUE_ENDING = {
    "true": (
        "Is the tower shown at the end in the state that the tower at the start would reach?",
        "Can the ending shown be what becomes of the tower at the beginning?",
        "Is this the right ending for the tower shown first?",
        "Does the ending show how the tower of the beginning really ends up?",
        "Do the beginning and the ending belong together?",
        "Is the ending shown the true ending of this tower?",
    ),
    "false": (
        "Is the tower shown at the end in a state that the tower at the start would not reach?",
        "Is it impossible for the ending shown to be what becomes of the tower at the beginning?",
        "Is this the wrong ending for the tower shown first?",
        "Does the ending show something other than how the tower of the beginning really ends up?",
        "Has the ending been taken from somewhere else?",
        "Is the ending shown a false one for this tower?",
    ),
}
BACKWARDS = {
    "backwards": (
        "Is the clip played backwards?",
        "Is time running in reverse in this clip?",
        "Has the clip been reversed?",
        "Does the clip run from the end to the beginning?",
        "Are we watching the events in reverse order?",
        "Is the film running the wrong way round?",
    ),
    "forwards": (
        "Is the clip played forwards?",
        "Is time running in its normal direction in this clip?",
        "Has the clip been left unreversed?",
        "Does the clip run from the beginning to the end?",
        "Are we watching the events in the order in which they happen?",
        "Is the film running the right way round?",
    ),
}
PANEL: Texts = (
    "In which panel is {x} first seen to have left its place? Count the panels from 1.",
    "Counting panels from 1, which is the first in which {x} is out of its place?",
    "From which panel on is {x} no longer where it was? Give its number, counting from 1.",
    "What is the number of the first panel that shows {x} displaced, the first panel being 1?",
    "Panel 1 shows the tower as it was built. Which panel is the first to show {x} out of place?",
)
