"""How questions about tables of sliding pieces are put. "Touch" is used for hits however soft."""

from __future__ import annotations

_NOTE = "Everything then slides until it stops or falls off."

COUNT_PIECES: tuple[str, ...] = (
    "How many {kind} are there{start}?",
    "Count the {kind}{start}.",
    "What is the number of {kind}{start}?",
    "{at}how many {kind} do you see?",
    "How many {kind} can be counted{start}?",
    "Tell how many {kind} there are{start}.",
    "Find all {kind}{start}. How many are there?",
    "{at}how many {kind} are on the table?",
    "Going over the table piece by piece, how many {kind} do you find{start}?",
    "Give the number of {kind} on the table{start}.",
)
IS_MOVING: tuple[str, ...] = (
    "Is the {a} moving{start}?",
    "Does the {a} have an arrow{start}?",
    "Is there an arrow on the {a}{start}?",
    "Does an arrow show that the {a} is moving{start}?",
    "{at}does the {a} have a velocity of its own?",
    "Judging by the arrows, is the {a} moving{start}?",
    "Is the {a} one of the pieces that are moving{start}?",
    "{at}is the {a} among the pieces that have an arrow?",
    "Is it true that the {a} is in motion{start}?",
    "Look for arrows: is the {a} moving{start}?",
)
IS_FASTER: tuple[str, ...] = (
    "Is the {a} faster than the {b}{start}?",
    "Does the {a} move faster than the {b}{start}?",
    "Is the arrow of the {a} longer than that of the {b}{start}?",
    "{at}is the {a} the faster one, compared with the {b}?",
    "Does the {a} have more speed than the {b}{start}?",
    "Is it true that the {a} is faster than the {b}{start}?",
    "Comparing their arrows, is the {a} faster than the {b}{start}?",
    "Would you say that the {a} goes faster than the {b}{start}?",
    "By their arrows, is the {a} quicker than the {b}{start}?",
    "Is the speed of the {a} greater than the speed of the {b}{start}?",
)
RANK_OF_SPEED: tuple[str, ...] = (
    "Which piece is the {nth}fastest{start}?",
    "{at}which piece is the {nth}fastest, by the arrows?",
    "Which piece has the {nth}longest arrow{start}?",
    "Put the moving pieces{start} in order from fast to slow. Which one is {place}?",
    "Name the {nth}fastest of the moving pieces{start}.",
    "Ranked from fast to slow, which piece comes {place}{start}?",
)
POINTS_TO: tuple[str, ...] = (
    "Does the arrow of the {a} point more to the {one} or to the {other}{start}?",
    "Is the {a} heading to the {one} or to the {other}{start}?",
    "{at}to which side does the {a} move, the {one} or the {other}?",
    "Towards the {one} or towards the {other}: where does the arrow of the {a} point{start}?",
    "{at}which way is the {a} going: to the {one} or to the {other}?",
    "{at}does the arrow of the {a} lead to the {one} or to the {other}?",
)
SPEED_OF: tuple[str, ...] = (
    "How fast is the {a} moving{start}, in m/s?",
    "What is the speed of the {a}{start} in metres per second?",
    "Read the speed of the {a} off its arrow{start}, in m/s.",
    "By the arrow scale, what is the speed of the {a}{start} in m/s?",
    "Measure the arrow of the {a}{start}. What speed in m/s does it stand for?",
    "Give the speed of the {a}{start} in m/s.",
    "At how many metres per second does the {a} move{start}?",
    "What speed, in m/s, does the arrow of the {a} show{start}?",
    "Use the arrow scale to find the speed of the {a}{start} in m/s.",
    "{at}what is the speed of the {a}, in metres per second?",
)
STOP_DISTANCE: tuple[str, ...] = (
    "If nothing were in its way, how many metres would the {a} slide before it stops?",
    "On an endless table with nothing on it, how far in metres would the {a} slide?",
    "How far would the {a} slide before stopping if it met nothing, in metres?",
    "Taking the slowing from the legend, how many metres can the {a} slide if it meets nothing?",
    "What is the stopping distance of the {a} in metres if nothing gets in its way?",
    "Ignore all other pieces and walls: after how many metres does the {a} come to rest?",
)
STOP_TIME: tuple[str, ...] = (
    "If nothing were in its way, after how many seconds would the {a} stop?",
    "On an endless table with nothing on it, for how many seconds would the {a} slide?",
    "How many seconds would the {a} slide before stopping if it met nothing?",
    "Taking the slowing from the legend, for how many seconds can the {a} slide if it meets nothing?",
    "What is the stopping time of the {a} in seconds if nothing gets in its way?",
    "Ignore all other pieces and walls: after how many seconds does the {a} come to rest?",
)
IS_BESIDE: tuple[str, ...] = (
    "Is the {a} {side} the {b}{start}?",
    "Does the {a} lie {side} the {b}{start}?",
    "Is the {a} placed {side} the {b}{start}?",
    "{at}is the {a} {side} the {b}?",
    "Is it true that the {a} is {side} the {b}{start}?",
    "Look at where the two lie: is the {a} {side} the {b}{start}?",
    "Comparing their centres, is the {a} {side} the {b}{start}?",
    "Would you say that the {a} is {side} the {b}{start}?",
    "Is the centre of the {a} {side} that of the {b}{start}?",
    "Going by their centres{start}, is the {a} {side} the {b}?",
)
NEAREST: tuple[str, ...] = (
    "Which piece is nearest to the {a}{start}, centre to centre?",
    "{at}which piece is closest to the {a}, measured between centres?",
    "Which piece's centre is nearest to the centre of the {a}{start}?",
    "Name the piece closest to the {a}{start}, measured from centre to centre.",
    "What is the nearest neighbour of the {a}{start}, by the distance of centres?",
    "{at}which piece has the shortest distance to the {a}, centre to centre?",
)
MATERIAL_OF: tuple[str, ...] = (
    "What is the {a} made of: wood, steel or rubber?",
    "Which material is the {a} made of: wood, steel or rubber?",
    "Is the {a} of wood, of steel or of rubber?",
    "Judging by its surface, what is the {a} made of: wood, steel or rubber?",
    "Name the material of the {a} (wood, steel or rubber).",
    "Of wood, steel and rubber, which is the {a} made of?",
)
CENTRE_DISTANCE: tuple[str, ...] = (
    "How far apart are the centres of the {a} and the {b}{start}, in metres?",
    "What is the distance in metres between the centres of the {a} and the {b}{start}?",
    "By the scale, how many metres lie between the centres of the {a} and the {b}{start}?",
    "Measure the distance from the centre of the {a} to the centre of the {b}{start}, in metres.",
    "Use the scale: how many metres is it from the {a} to the {b}{start}, centre to centre?",
    "Centre to centre, how many metres separate the {a} from the {b}{start}?",
)
HAS_WALL: tuple[str, ...] = (
    "Is there a wall along the {side} side of the table?",
    "Does the {side} side of the table have a wall?",
    "Would a piece bounce off a wall at the {side} side of the table?",
    "Is the {side} side of the table closed by a wall?",
    "Does a wall run along the {side} side?",
    "Does the table have a wall on its {side} side?",
    "Is the {side} side of the table walled rather than open?",
    "Would a wall keep a piece from sliding over the {side} side?",
    "At the {side} side of the table, is there a wall?",
    "Is it true that a wall stands at the {side} side of the table?",
)

WILL_TOUCH: tuple[str, ...] = (
    "Will the {a} and the {b} touch each other at any time?",
    "Will the {a} and the {b} collide?",
    "Do the {a} and the {b} hit each other before everything has stopped?",
    "Is there going to be a collision between the {a} and the {b}?",
    f"{_NOTE} Do the {{a}} and the {{b}} ever touch?",
    "Let everything slide. Will the {a} and the {b} bump into each other?",
    "When all has come to rest, will the {a} and the {b} have touched?",
    "Predict: do the {a} and the {b} come into contact?",
    "From here on, will the {a} and the {b} ever meet?",
    "Will there be a moment when the {a} touches the {b}?",
)
TOUCHED: tuple[str, ...] = (
    "Do the {a} and the {b} touch each other in the clip?",
    "Is there a collision between the {a} and the {b} in the clip?",
    "In the video, do the {a} and the {b} collide?",
    "Do the {a} and the {b} ever come into contact in the clip?",
    "Does the clip show the {a} and the {b} touching?",
    "Watch the {a} and the {b}: do they hit each other?",
    "Is there a moment in the clip when the {a} touches the {b}?",
    "Do the {a} and the {b} bump into each other in the video?",
    "In this clip, is there any contact between the {a} and the {b}?",
    "Do the {a} and the {b} meet in the video?",
)
FIRST_TOUCHED: tuple[str, ...] = (
    "Which piece will the {a} touch first?",
    "What is the first piece that comes into contact with the {a}?",
    "Of all pieces, which one touches the {a} first?",
    f"{_NOTE} Which piece does the {{a}} touch first?",
    "Predict the first piece that the {a} collides with.",
    "With which piece does the {a} have its first collision?",
    "Name the first piece that the {a} meets.",
    "Let everything slide. Which piece is the first to touch the {a}?",
    "The {a} collides with at least one piece. With which one first?",
    "Which piece is in the first collision with the {a}?",
)
FIRST_TOUCHED_SEEN: tuple[str, ...] = (
    "Which piece does the {a} touch first in the clip?",
    "In the video, with which piece does the {a} collide first?",
    "What is the first piece that comes into contact with the {a} in the clip?",
    "Watch the {a}: which piece does it touch first?",
    "Name the first piece that the {a} meets in the clip.",
    "Of all pieces, which one touches the {a} first in the video?",
)
WILL_TOUCH_WALL: tuple[str, ...] = (
    "Will the {a} touch a wall?",
    "Will the {a} hit any of the walls?",
    "Does the {a} reach a wall before it stops?",
    "Is the {a} going to bounce off a wall?",
    f"{_NOTE} Does the {{a}} touch a wall?",
    "Predict: will the {a} come into contact with a wall?",
    "When all has come to rest, will the {a} have touched a wall?",
    "Let everything slide. Will the {a} bump into a wall?",
    "Will there be a moment when the {a} touches a wall?",
    "From here on, does the {a} ever touch a wall?",
)
WALL_FIRST: tuple[str, ...] = (
    "Which wall will the {a} touch first, the {one} one or the {other} one?",
    "The first wall that the {a} touches is the {one} or the {other} one. Which?",
    "Will the first wall touched by the {a} be the {one} or the {other} one?",
    "Let everything slide. Is the first wall that the {a} hits the {one} or the {other} one?",
    "Predict the first wall that the {a} bounces off: {one} or {other}?",
    "Of the {one} and the {other} wall, which does the {a} touch first?",
)
WILL_STAY: tuple[str, ...] = (
    "Will the {a} stay on the table?",
    "Will the {a} still be on the table when everything has stopped?",
    "Does the {a} remain on the table to the end?",
    f"{_NOTE} Is the {{a}} then still on the table?",
    "Predict: does the {a} stay on the table?",
    "Let everything slide. Will the {a} be left on the table?",
    "When all is at rest, will the {a} lie on the table?",
    "Is the {a} safe from sliding over an open edge?",
    "Will the {a} come to rest on the table, without sliding over an edge?",
    "At the end, will the {a} be on the table?",
)
WILL_BE_MOVED: tuple[str, ...] = (
    "Will the {a} be set moving?",
    "The {a} lies still now. Will anything push it?",
    "Is the {a} going to be knocked from its place?",
    f"{_NOTE} Is the {{a}} moved from its place?",
    "Will the {a} be somewhere else when everything has stopped?",
    "Predict: does the {a} get moved by another piece?",
    "Will something bump into the {a} and move it?",
    "Let everything slide. Does the {a} leave the spot where it lies?",
    "At the end, will the {a} have been moved?",
    "Will any piece make the {a} move?",
)
COUNT_MOVED: tuple[str, ...] = (
    "How many of the pieces that lie still now will be set moving?",
    "Of the resting pieces, how many will be knocked from their place?",
    "Let everything slide. How many pieces without an arrow get moved?",
    "How many pieces without an arrow will be pushed from where they lie?",
    "Predict how many of the resting pieces are set moving.",
    "Count the pieces that have no arrow but will be moved by others.",
)
COUNT_HITS: tuple[str, ...] = (
    "How many collisions between pieces will there be in all?",
    "Let everything slide. How many times do two pieces collide?",
    "Count the collisions between pieces that are going to happen. Walls don't count.",
    "Until everything has stopped, how many collisions of two pieces take place?",
    "Predict the number of collisions between pieces, walls not counted.",
    "How often will one piece hit another, all pieces taken together?",
)
COUNT_HITS_SEEN: tuple[str, ...] = (
    "How many collisions between pieces does the clip show?",
    "Count the collisions of two pieces in the clip. Walls don't count.",
    "In the video, how many times do two pieces collide?",
    "How often does one piece hit another in the clip, all pieces taken together?",
    "Watch the clip: how many collisions between pieces are there?",
    "What is the number of collisions between pieces in the video, walls not counted?",
)
FIRST_PAIR: tuple[str, ...] = (
    "Which two pieces will be the first to collide?",
    "Between which two pieces is the very first collision?",
    "Let everything slide. Which two pieces touch first?",
    "Predict the first collision: which two pieces does it involve?",
    "Name both pieces of the first collision between pieces.",
    "Of all the pieces, which two are the first to hit each other?",
)
FIRST_PAIR_SEEN: tuple[str, ...] = (
    "Which two pieces are the first to collide in the clip?",
    "Between which two pieces is the first collision of the video?",
    "Name both pieces of the first collision in the clip.",
    "Watch the clip: which two pieces touch first?",
    "Of all the pieces in the video, which two are the first to hit each other?",
)
FIRST_CONTACT: tuple[str, ...] = (
    "What happens to the {a} first: does it touch another piece, touch a wall, go over an edge, or none of these?",
    "Another piece, a wall, an edge or nothing: what does the {a} come to first?",
    "What does the {a} meet first: a piece, a wall, an open edge, or nothing before all has stopped?",
    "Does the {a} first meet another piece, a wall, an open edge, or nothing at all?",
    "Predict what the {a} reaches first: a piece, a wall, an edge, or nothing.",
)
COUNT_LEFT: tuple[str, ...] = (
    "How many pieces will be on the table when everything has stopped?",
    "Let everything slide. How many pieces are left on the table in the end?",
    "How many of the pieces stay on the table?",
    "Predict how many pieces are still on the table at the end.",
    "When all is at rest, how many pieces lie on the table?",
    "Count the pieces that will not fall over an open edge.",
)

MOVED_BY: tuple[str, ...] = (
    "Which piece will set the {a} moving?",
    "The {a} lies still now and is moved later. Which piece first pushes it?",
    "Whose hit first makes the {a} move?",
    "Let everything slide. Which piece is the first to knock the {a} from its place?",
    "Which piece causes the {a} to start moving?",
    "Name the piece that will first push the {a}.",
    "The {a} will be moved. By which piece first?",
    "Because of which piece does the {a} begin to move?",
    "Which one of the other pieces is it that sets the {a} moving?",
    "Predict which piece first gets the {a} moving.",
)
MOVED_BY_SEEN: tuple[str, ...] = (
    "Which piece set the {a} moving?",
    "The {a} lay still at first. Which piece first pushed it?",
    "Whose hit first made the {a} move?",
    "Which piece was the first to knock the {a} from its place?",
    "Which piece caused the {a} to start moving?",
    "Why did the {a} move? Name the piece that hit it first.",
    "By which piece was the {a} first pushed?",
    "Name the piece that got the {a} moving.",
    "Because of which piece did the {a} begin to move?",
    "Explain the motion of the {a}: which piece set it moving?",
)
CHAIN: tuple[str, ...] = (
    "What chain of pieces sets the {a} moving? Begin with one that moves now and end with the {a}.",
    "List, in order, the pieces that hand the motion on to the {a}, from one with an arrow to the {a} itself.",
    "From which moving piece, and over which others, does the {a} get its motion? List them in order, the {a} last.",
    "Trace the motion of the {a} back to a piece with an arrow. List the pieces in order of time, the {a} last.",
    "Which pieces, in order, pass the push on until the {a} moves? Begin with one that has an arrow; end on the {a}.",
)
CHAIN_SEEN: tuple[str, ...] = (
    "What chain of pieces set the {a} moving? Begin with one that moved from the start and end with the {a}.",
    "List, in order, the pieces that handed the motion on to the {a}, from one that moved at first to the {a} itself.",
    "From which piece, and over which others, did the {a} get its motion? List them in order, the {a} last.",
    "Trace the motion of the {a} back to a piece that moved from the start. List the pieces in order, the {a} last.",
    "Which pieces, in order, passed the push on to the {a}? Begin with one that moved from the start; end on the {a}.",
)
DID_MOVE_EITHER_WAY: tuple[str, ...] = (
    "Is the {a} somewhere else at the end than at the start?",
    "Does the {a} end in another place than it began?",
    "Does the {a} move at all?",
    "Compare the start with the end: has the {a} changed its place?",
    "Between the start and the end, does the {a} change its place?",
)
DID_MOVE: tuple[str, ...] = (
    *DID_MOVE_EITHER_WAY,
    "Has the {a} been moved from its place by the end?",
    "Was the {a} knocked from its place?",
    "Did anything make the {a} move?",
    "Was the {a} pushed away from where it lay at first?",
    "Is it true that the {a} was moved?",
)
COUNT_LEFT_SEEN: tuple[str, ...] = (
    "How many pieces are on the table at the end?",
    "How many pieces are left on the table when it is over?",
    "In the end, how many of the pieces lie on the table?",
    "Count the pieces that are on the table at the end.",
    "How many pieces stayed on the table to the end?",
)

WITHOUT: tuple[str, ...] = (
    "If the {c} were not there, would the {a} and the {b} touch?",
    "Suppose the {c} were taken away before the start. Would the {a} and the {b} touch?",
    "Without the {c}, would there be a collision between the {a} and the {b}?",
    "Imagine the same start, but with no {c}. Do the {a} and the {b} collide?",
    "Leave out the {c}: would the {a} and the {b} hit each other?",
    "Had the {c} never been on the table, would the {a} and the {b} touch?",
    "Take the {c} off the table at the start. Do the {a} and the {b} ever meet?",
    "Would the {a} and the {b} come into contact if there were no {c}?",
    "Were the {c} missing from the start, would the {a} and the {b} collide?",
    "With the {c} removed beforehand, do the {a} and the {b} touch?",
)
CHANGED_SPEED: tuple[str, ...] = (
    "If the {c} started {how}, would the {a} and the {b} touch?",
    "Suppose the {c} started {how}. Would the {a} and the {b} collide?",
    "Imagine that the {c} starts {how}. Do the {a} and the {b} hit each other?",
    "All else being equal, if the {c} set out {how}, would the {a} and the {b} touch?",
    "Let the {c} start {how}. Would there be a collision between the {a} and the {b}?",
    "Would the {a} and the {b} come into contact if the {c} started {how}?",
    "Were the {c} to start {how}, would the {a} and the {b} meet?",
    "Change one thing: the {c} starts {how}. Do the {a} and the {b} touch?",
    "Had the {c} started {how}, would the {a} and the {b} have touched?",
    "With the {c} starting {how}, do the {a} and the {b} collide?",
)
ON_SURFACE: tuple[str, ...] = (
    "On {surface}, which slows by {slowing} m/s every second, would the {a} and the {b} touch?",
    "If the table were of {surface} (slowing by {slowing} m/s every second), would the {a} and the {b} collide?",
    "Suppose the surface were {surface}, slowing by {slowing} m/s every second. Do the {a} and the {b} touch?",
    "With {surface} for a surface (slowing: {slowing} m/s every second), would the {a} and the {b} hit each other?",
    "Imagine the same start on {surface}, which slows by {slowing} m/s every second. Do the {a} and the {b} meet?",
)
HEAVIER: tuple[str, ...] = (
    "If the {c} were ten times as heavy, would the {a} touch a wall?",
    "Suppose the {c} weighed ten times as much. Would the {a} touch a wall?",
    "Make the {c} ten times heavier and change nothing else. Does the {a} touch a wall?",
    "With a {c} of ten times the mass, would the {a} reach a wall?",
    "Had the {c} ten times its mass, would the {a} hit a wall?",
)
WITHOUT_COUNT: tuple[str, ...] = (
    "If the {c} were not there, how many of the pieces that lie still at the start would be set moving?",
    "Suppose the {c} were taken away before the start. How many resting pieces would be moved?",
    "Without the {c}, how many of the pieces at rest would be knocked from their place?",
    "Leave out the {c}: how many of the other pieces that lie still at the start get moved?",
    "Take the {c} off the table at the start. How many of the resting pieces are then set moving?",
)
PREVENTS: tuple[str, ...] = (
    "Which piece would have to be missing from the start for the {a} to stay where it lies?",
    "The {a} is moved. Taking away which one piece beforehand would keep it in its place?",
    "Without which one of the other pieces would the {a} not be moved?",
    "Remove one piece before the start so that nothing moves the {a}. Which one?",
    "Which single piece is needed for the {a} to be set moving?",
)

HIT_BEFORE: tuple[str, ...] = (
    "Does the {a} first touch the {b} before the {c} first touches the {d}?",
    "Do the {a} and the {b} first touch before the {c} and the {d} do?",
    "In the clip, do the {a} and the {b} first collide earlier than the {c} and the {d}?",
    "Is the first contact of the {a} and the {b} earlier than that of the {c} and the {d}?",
    "Watch both pairs: do the {a} and the {b} first touch before the {c} and the {d}?",
    "Does the first collision of the {a} and the {b} come before that of the {c} and the {d}?",
    "Do the {a} and the {b} first hit each other before the {c} and the {d} do?",
    "Do the {a} and the {b} first come into contact sooner than the {c} and the {d}?",
    "Is it true that the {a} and the {b} first collide before the {c} and the {d} do?",
    "In order of time, do the {a} and the {b} first touch ahead of the {c} and the {d}?",
)
WHEN_HIT: tuple[str, ...] = (
    "At what second of the clip do the {a} and the {b} first touch?",
    "How many seconds into the clip do the {a} and the {b} first collide?",
    "When do the {a} and the {b} first touch, in seconds from the start of the clip?",
    "After how many seconds of the clip do the {a} and the {b} hit each other for the first time?",
    "Give the time in the clip, in seconds, of the first contact of the {a} and the {b}.",
)
IS_BACKWARDS: tuple[str, ...] = (
    "Is this clip played {way}?",
    "Does this video run {way}?",
    "Is the clip shown {way}?",
    "Judging by how the pieces move, does the clip run {way}?",
    "Is time running {way} in this clip?",
    "Would you say that this video is played {way}?",
    "Look at how the pieces slow down or speed up: is the clip played {way}?",
    "Is it true that this clip runs {way}?",
    "Do the events in this clip run {way} in time?",
    "Watch the motion: does the clip run {way}?",
)
RIGHT_ENDING: tuple[str, ...] = (
    "Does the picture marked After show how this start really ends?",
    "Is the picture marked After the right ending of the start marked Before?",
    "Can the start marked Before end as the picture marked After shows?",
    "Do the arrows in the picture marked Before lead to the picture marked After?",
    "Given the arrows, does the picture marked After follow from the one marked Before?",
    "Would the start marked Before end in the way that the picture marked After shows?",
    "Is the picture marked After what becomes of the start when everything has slid to a stop?",
    "Do both pictures belong together as the start and the end of one story?",
    "Given the arrows, is the ending in the picture marked After the one that comes about?",
    "Is it possible for the table marked Before to end up as the table marked After?",
)

SENT_OFF: tuple[str, ...] = (
    "Which piece is the last to touch the {a} before it slides over the edge?",
    "What makes the {a} leave the table: which piece touches it last before that?",
    "The {a} slides off the table. Which piece is the last to touch it before it does?",
    "Name the last piece that touches the {a} before it leaves the table.",
    "Before the {a} goes over an edge, which piece touches it last?",
)
NTH_PAIR: tuple[str, ...] = (
    "List the pairs of pieces in the order in which they first touch in the clip. Which pair is {place}?",
    "Every pair counted once, by its first touch: which two pieces are the {place} pair to touch in the clip?",
    "Watch which pieces touch for the first time. Which two make up the {place} such pair?",
    "By the time of the first touch, which two pieces are the {place} pair in the clip?",
    "Counting each pair at its first touch only, which two pieces are {place} to touch in the video?",
)
TOUCH_ORDER: tuple[str, ...] = (
    "Which two pieces does the {a} touch first in the clip? List them in the order of their first touches.",
    "List the first two pieces that the {a} touches in the video, in order of time.",
    "Follow the {a} through the clip: name the first two pieces it touches, in order.",
    "Name the first piece that the {a} touches in the clip, and then the second.",
    "Name, in order of time, the first two pieces that the {a} comes into contact with in the clip.",
)

SAME_MATERIAL: tuple[str, ...] = (
    "Are the {a} and the {b} made of the same material?",
    "Is the {a} of the same material as the {b}?",
    "Do the {a} and the {b} share one material?",
    "Judging by their surfaces, are the {a} and the {b} made of the same material?",
    "Is the {a} made of what the {b} is made of?",
    "Would you say that the {a} and the {b} are of one material?",
    "Comparing their surfaces, is the {a} of the same material as the {b}?",
    "Is it true that the {a} and the {b} are of the same material?",
    "Do the {a} and the {b} consist of the same material?",
    "Does the {a} have the same material as the {b}?",
)
IS_LARGER: tuple[str, ...] = (
    "Is the {a} larger than the {b}?",
    "Does the {a} cover more of the table than the {b}?",
    "Is the {a} bigger than the {b}?",
    "Seen from above, is the {a} larger than the {b}?",
    "Comparing their areas, is the {a} larger than the {b}?",
    "Of the two, is the {a} larger than the {b}?",
    "Is it true that the {a} is larger than the {b}?",
    "Would you say that the {a} is bigger than the {b}?",
    "Does the {a} take up more room than the {b}?",
    "Is the area of the {a} greater than that of the {b}?",
)
