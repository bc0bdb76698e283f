"""Phrasings of the questions about towers that are seen standing, or about to fall.

`{x}` and `{y}` are blocks with their article ("the red box"); `{at}` says which moment is meant where more than one is
shown (" in the first picture") and is empty for a picture of the start alone.
"""

from __future__ import annotations

Texts = tuple[str, ...]

# -- what is seen ------------------------------------------------------------------------------------------------------

COUNT_BLOCKS: Texts = (
    "How many blocks is the tower built of{at}?",
    "How many blocks are there{at}?",
    "Count the blocks of the tower{at}. How many are there?",
    "What is the number of blocks in the tower{at}?",
    "Of how many blocks does the tower consist{at}?",
    "How many separate blocks do you see{at}?",
    "How many pieces have been stacked to make the tower{at}?",
    "Give the number of blocks in the tower{at}.",
    "The tower is made of how many blocks{at}?",
    "How many blocks in all have been used for the tower{at}?",
)
COUNT_OF: Texts = (
    "How many of the blocks are {what}{at}?",
    "How many blocks in the tower are {what}{at}?",
    "Count the blocks that are {what}{at}. How many are there?",
    "What is the number of blocks that are {what}{at}?",
    "Of all the blocks, how many are {what}{at}?",
    "How many blocks do you see that are {what}{at}?",
    "Give the number of blocks that are {what}{at}.",
    "Among the blocks of the tower, how many are {what}{at}?",
    "Going through the blocks one by one, how many of them are {what}{at}?",
    "How many are {what}, out of all the blocks{at}?",
)
MORE_THAN: Texts = (
    "How many more blocks of {a} than of {b} are there?",
    "By how many do the blocks of {a} outnumber the blocks of {b}?",
    "Count the blocks of {a} and the blocks of {b}. How many more are there of {a}?",
    "What is the number of blocks of {a} minus the number of blocks of {b}?",
    "There are more blocks of {a} than of {b} in the tower. How many more?",
)
MATERIALS_USED: Texts = (
    "How many different materials are the blocks made of?",
    "Of how many different materials has the tower been built?",
    "Count the different materials in the tower. How many are there?",
    "How many kinds of material do you see among the blocks?",
    "What is the number of different materials used in the tower?",
)
MATERIAL_OF: Texts = (
    "What is {x} made of?",
    "Which material is {x} made of?",
    "What material do you see on {x}?",
    "Of what material is {x}?",
    "{x} is made of which material?",
    "Name the material of {x}.",
    "From what material has {x} been made?",
    "Judging by its surface, what is {x} made of?",
    "Wood, steel, ice or rubber: which of these is {x}?",
    "Which of wood, steel, ice and rubber is {x} made of?",
)
ON_TOP_OF: Texts = (
    "Which block rests on {x}?",
    "What lies directly on top of {x}?",
    "Name the block that stands directly on {x}.",
    "Which of the blocks is carried directly by {x}?",
    "What block has been put straight onto {x}?",
    "Directly on top of {x} rests which block?",
    "Look just above {x}: which block rests on it?",
    "Which block has {x} as its support?",
    "Which block touches {x} from above?",
    "Which block is the next one up from {x}?",
)
BELOW: Texts = (
    "Which block does {x} rest on?",
    "What lies directly under {x}?",
    "Name the block that {x} stands on.",
    "Which of the blocks carries {x} directly?",
    "Onto which block has {x} been put?",
    "Directly under {x} is which block?",
    "Look just below {x}: which block is it standing on?",
    "Which block is the support of {x}?",
    "Which block touches {x} from below?",
    "Which block is the next one down from {x}?",
)
BETWEEN: Texts = (
    "Which block lies between {x} and {y}?",
    "What block is sandwiched between {x} and {y}?",
    "Name the block that rests on {y} and carries {x}.",
    "Going from {x} straight down to {y}, which block comes in between?",
    "Which block separates {x} from {y}?",
    "There is one block between {y} and {x}. Which one?",
)
RESTS_ON: Texts = (
    "Does {x} rest directly on {y}?",
    "Is {x} standing directly on {y}?",
    "Is {y} the block that {x} stands on?",
    "Does {y} carry {x} directly?",
    "Is {y} directly under {x}, so that the two touch?",
    "Does {x} lie straight on top of {y}?",
    "Is {x} directly on top of {y}?",
    "Has {x} been put directly onto {y}?",
    "Is it right that {x} rests directly on {y}?",
    "Do the two touch with {x} on top of {y}?",
)
TOUCHING: Texts = (
    "Does {x} touch {y}?",
    "Are {x} and {y} touching?",
    "Is {x} in contact with {y}?",
    "Do {x} and {y} touch each other?",
    "Is there contact between {x} and {y}?",
    "Do the surfaces of {x} and {y} meet?",
)
HIGHER: Texts = (
    "Is the centre of {x} higher than the centre of {y}?",
    "Does the middle of {x} lie higher up than the middle of {y}?",
    "Is {x}, measured at its centre, higher up than {y}?",
    "Comparing their centres, is {x} above the level of {y}?",
    "Would you find the centre of {x} at a greater height than that of {y}?",
    "Is {x} higher up in the tower than {y}?",
)
FURTHER_LEFT: Texts = (
    "Is the centre of {x} further to the {side} than the centre of {y}?",
    "Does the middle of {x} lie further to the {side} than the middle of {y}?",
    "Is {x}, measured at its centre, more to the {side} than {y}?",
    "Comparing their centres, is {x} to the {side} of {y}?",
    "Does {x} have its centre more to the {side} than {y} has?",
)
SAME_MATERIAL: Texts = (
    "Are {x} and {y} made of the same material?",
    "Is {x} made of the same material as {y}?",
    "Do {x} and {y} consist of the same stuff?",
    "Have {x} and {y} been made from one and the same material?",
    "Is the material of {x} the same as that of {y}?",
    "Do {x} and {y} share their material?",
)
HEIGHT_RANK: Texts = (
    "Which block has the {place}highest centre?",
    "Ordered by the height of their centres, which block comes {nth} from the top?",
    "Name the block whose centre is the {place}highest of all.",
    "Of all the blocks, the centre of which one is the {place}highest?",
    "Rank the blocks by the height of their centres. Which one is the {place}highest?",
    "If you look at the centres of the blocks, which block is {nth} from the top?",
)
HEAVIER: Texts = (
    "{densities} Is {x} heavier than {y}?",
    "{densities} Does {x} weigh more than {y}?",
    "{densities} Would {x} go down on a pair of scales against {y}?",
    "Is {x} heavier than {y}? {densities}",
    "Does {x} have more mass than {y}? {densities}",
    "Does {x} weigh more than {y}? {densities}",
)
HEAVIEST: Texts = (
    "{densities} Which block is the {place}heaviest?",
    "{densities} Which of the blocks weighs the {place}most?",
    "Which block is the {place}heaviest of all? {densities}",
    "Going by size and material, which block is the {place}heaviest? {densities}",
    "Name the {place}heaviest block of the tower. {densities}",
)
CARRIED: Texts = (
    "How many blocks does {x} carry, directly or through other blocks?",
    "Counting everything that rests on it directly or through others, how many blocks does {x} hold up?",
    "How many blocks rest on {x}, be it directly or by way of other blocks?",
    "How many blocks of the tower does {x} bear, those resting on others that it bears included?",
    "How many blocks does {x} help to hold up, be it directly or with others in between?",
    "Directly or indirectly, on {x} rest how many blocks?",
)
CARRIED_MASS: Texts = (
    "Suppose that every block weighed {kg} kg. How many kilograms would rest on {x}, directly or through other blocks?",
    "Let each block weigh {kg} kg. What mass in kilograms, direct or through others, does {x} then carry?",
    "Imagine that all the blocks had a mass of {kg} kg. How many kilograms would {x} have to carry in all?",
    "If every block had a mass of {kg} kg, what would be the mass in kilograms of all that rests on {x}, "
    "directly or indirectly?",
    "Say that each block weighs {kg} kg. How many kilograms do the blocks weigh that {x} bears, directly or "
    "through others?",
)
TOUCHES_COUNT: Texts = (
    "How many other blocks does {x} touch?",
    "With how many other blocks is {x} in contact?",
    "How many blocks are touching {x}?",
    "{x} is in contact with how many other blocks?",
    "Count the blocks that {x} touches. How many are there?",
)
SUPPORTS: Texts = (
    "What holds {x} up? Name every block that it rests on directly.",
    "Which blocks does {x} rest on directly? Name them all.",
    "Name all the blocks that carry {x} directly.",
    "On which blocks, one or more, does {x} stand?",
    "What keeps {x} from dropping straight down? Name each block directly under it that it stands on.",
    "List every block that {x} rests on, leaving out those further down.",
)

# -- what will happen --------------------------------------------------------------------------------------------------

WILL_STAND = {
    "stand": (
        "Will the tower stand when it is left to itself?",
        "Will this tower stay standing?",
        "Let go of the tower: will it keep standing?",
        "Is this tower stable?",
        "Will every block of the tower stay where it is?",
        "Is the tower going to stay up?",
        "If nobody touches it, will the tower stand?",
        "Does the tower hold by itself?",
        "Left alone, will the tower keep its shape?",
        "Is the stack well enough balanced to stand?",
    ),
    "fall": (
        "Will the tower fall when it is left to itself?",
        "Will this tower come down?",
        "Let go of the tower: will any of it fall?",
        "Is this tower unstable?",
        "Will any block of the tower fall?",
        "Is the tower going to collapse, wholly or in part?",
        "If nobody touches it, will the tower fall?",
        "Does the tower give way by itself?",
        "Left alone, will the tower lose its shape?",
        "Is the stack so badly balanced that it falls?",
    ),
}
FALL_SIDE: Texts = (
    "The tower will not stand. Will it fall to the {side}?",
    "This tower is about to fall. Does it go to the {side}?",
    "When the tower gives way, will it tip to the {side}?",
    "The stack comes down by itself. Will the first part to tip go over to the {side}?",
    "The tower cannot hold. Is it towards the {side} that it will topple?",
    "Left to itself the tower falls. Does it fall to the {side}?",
    "Is the {side} the side to which this unstable tower will tip?",
    "Something here is out of balance. Will the tower go down to the {side}?",
    "If you let go of this unstable tower, does it topple to the {side}?",
    "The tower will come down. Should one expect it to go to the {side}?",
)
WHICH_SIDE: Texts = (
    "The tower will not stand. To which side will it fall, left or right?",
    "Left or right: to which side will this unstable tower tip?",
    "This tower is about to fall. Which way will it go, left or right?",
    "When the tower gives way, will it topple to the left or to the right?",
    "The stack comes down by itself. Does it go to the left or to the right?",
)
TIPPING_PART: Texts = (
    "The tower will not stand: a part of it tips over in one piece. Which block is the lowest one of that part?",
    "This tower gives way at one joint. Which block lies directly above that joint?",
    "One joint of the tower cannot hold. Name the block just above it.",
    "The upper part of the tower will tip. Which block is at the bottom of the part that tips?",
    "At one place the tower gives way. Name the lowest of the blocks that tip over there.",
    "Where the tower fails, which block is the first one above the failing joint?",
)
TIPS_OVER: Texts = (
    "The tower will not stand. Over the edge of which block will its upper part tip?",
    "A part of this tower is going to tip over the edge of the block below it. Which block is that?",
    "On which block stands the part of the tower that is about to tip over?",
    "One joint of the tower cannot hold. Name the block just below it.",
    "The upper part of this tower will tip over. Which block does it tip from?",
    "Which block stays behind directly below the joint that gives way?",
)
WILL_FALL_COUNT: Texts = (
    "How many blocks will fall when the tower is left to itself?",
    "When the tower is let go, how many of its blocks will fall out of their places?",
    "How many of the blocks are going to fall?",
    "The tower is let go. How many blocks fall?",
    "How many blocks will the fall take with it, once the tower is left alone?",
    "Predict how many of the blocks will fall out of place.",
)
FIRST_TO_MOVE: Texts = (
    "The tower will fall. Which block is the first to move out of its place?",
    "When this tower gives way, which of its blocks moves first?",
    "Which block will be the first to leave its place?",
    "The tower is let go and falls. Which block starts to move before the others?",
    "Predict which of the blocks is the first to move.",
)
WILL_TOUCH_GROUND: Texts = (
    "The tower will not stand. Will {x} come to touch the ground?",
    "When this tower falls, will {x} reach the ground?",
    "The tower gives way. Does {x} end up touching the ground at some moment?",
    "Is {x} going to hit the ground when the tower falls?",
    "Once the tower has been let go, does {x} get down to the ground?",
    "Will the fall bring {x} down to the ground?",
)
WILL_FALL_OFF: Texts = (
    "The tower will not stand. Will {x} fall with it?",
    "When this tower gives way, will {x} fall out of its place?",
    "The tower comes down, wholly or in part. Is {x} among the blocks that fall?",
    "Is {x} going to fall when the tower gives way?",
    "Once the tower has been let go, will {x} fall?",
    "Will {x} be one of the blocks that fall out of their places?",
)
WHICH_SIDE_OF_FLAG: Texts = (
    "When all is still again, will {x} lie to the {side} of the flag?",
    "The tower is let go. Will {x} end up to the {side} of the flag?",
    "Is {x} going to come to rest to the {side} of the flag?",
    "Where will {x} be at the end: to the {side} of the flag?",
    "Once everything has come to rest, is {x} to the {side} of the flag?",
    "Will the place where {x} comes to rest be to the {side} of the flag?",
)
