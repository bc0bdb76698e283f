"""How questions about soundscapes are put. `{sound}` is what follows "the sound of": `a barking dog`, `rain`."""

from __future__ import annotations

GROUP_MANY = {
    "animal": "animals",
    "signal": "signals or alarms",
    "bell": "bells, gongs or chimes",
    "nature": "sounds of water or weather",
    "person": "sounds that people make with their body",
    "household": "household things",
    "machine": "machines or tools",
}
"""Groups as they are counted."""

IS_HEARD: tuple[str, ...] = (
    "Can the sound of {sound} be heard?",
    "Is the sound of {sound} heard at any time?",
    "Do you hear the sound of {sound}?",
    "Does the recording contain the sound of {sound}?",
    "Is {sound} among the things one hears?",
    "Listen to the clip. Is there the sound of {sound} in it?",
    "Somewhere in this clip, is there the sound of {sound}?",
    "Is the sound of {sound} part of this scene?",
    "Would a listener notice the sound of {sound} here?",
    "Does the sound of {sound} occur in the recording?",
    "Tell whether the sound of {sound} can be heard.",
)

WHICH_HEARD: tuple[str, ...] = (
    "Which of these sounds is heard in the recording?",
    "Only one of these sounds can be heard. Which one?",
    "Which of the following does the clip contain?",
    "One of these is part of the scene, the others are not. Which is it?",
    "Pick the sound that is really there.",
    "Which of these did the microphone pick up?",
)

WHICH_NOT_HEARD: tuple[str, ...] = (
    "Which of these sounds is not heard in the recording?",
    "All of these but one can be heard. Which one is missing?",
    "Which of the following does the clip not contain?",
    "One of these sounds is not part of the scene. Which is it?",
    "Pick the sound that is not there.",
    "Which of these did the microphone not pick up?",
)

COUNT_STROKES: tuple[str, ...] = (
    "How many {strokes} can be heard?",
    "Count the {strokes} in the recording.",
    "How many {strokes} are there in this clip?",
    "What is the number of {strokes} that one hears?",
    "In all, how many {strokes} are heard?",
    "Listen for {strokes}. How many do you count?",
    "Tell the number of {strokes} in this recording.",
    "From beginning to end, how many {strokes} are heard?",
    "How many {strokes} did the microphone pick up?",
    "Keep count of the {strokes}: how many are there?",
)

_APART = "apart from the background"
COUNT_KINDS: tuple[str, ...] = (
    f"How many different kinds of sound can be heard, {_APART}?",
    f"Count the different kinds of sound in the clip, {_APART}. A kind that is heard again counts once.",
    f"Leaving repeats aside, how many different sounds are heard, {_APART}?",
    f"How many kinds of sound source does one hear, {_APART}?",
    "Not counting the background, how many different kinds of sound are there?",
    "If a sound that comes back counts once and the background not at all, how many sounds are there?",
)

COUNT_GROUP: tuple[str, ...] = (
    "How many different kinds of {things} can be heard?",
    "Count the different kinds of {things} in the recording, the background aside.",
    "Of the sounds in this clip, how many kinds are {things}?",
    "Leaving out the background, how many kinds of {things} are heard?",
    "How many kinds of {things} are there among the sounds? Repeats count once.",
    "What number of different {things} does one hear?",
    "Among all that is heard, how many different {things} are there?",
    "Tell how many different kinds of {things} are heard. The background does not count.",
    "How many of the kinds of sound are {things}?",
    "Listen for {things}. How many different kinds are there?",
)

HEARD_TIMES: tuple[str, ...] = (
    "How many separate times is the sound of {sound} heard?",
    "The sound of {sound} may stop and come back. How many times does it start?",
    "How often does the sound of {sound} begin?",
    "Count the separate occurrences of the sound of {sound}.",
    "In how many separate stretches can the sound of {sound} be heard?",
    "How many times does the sound of {sound} set in?",
)

_FROM = "Is it {groups}?"
GROUP_OF_NTH: tuple[str, ...] = (
    f"What does the {{nth}} sound to start come from? {_FROM}",
    f"What kind of source makes the {{nth}} sound? {_FROM}",
    f"Think of the sounds in the order in which they start. Where does the {{nth}} come from? {_FROM}",
    f"Of all the sounds, take the {{nth}} to start. What makes it? {_FROM}",
    f"Name the kind of source of the {{nth}} sound to set in. {_FROM}",
    f"The {{nth}} sound to be heard comes from what? {_FROM}",
)

_OPEN = "Answer true, false or undetermined."
_KNOWN = "The microphone was there all the time, but stretches in which it failed or was drowned tell nothing."
ENTAIL: tuple[str, ...] = tuple(
    f"{text} {_KNOWN} {_OPEN}"
    for text in (
        "Statement: during the recording, the sound of {sound} was to be heard at that place.",
        "Does the recording bear out that there was the sound of {sound} at that place during this time?",
        "Judge this statement: at some time of the recording, the sound of {sound} was to be heard there.",
        "Someone who was there says they heard the sound of {sound} at some time. What does the recording say to that?",
        "Claim: anyone standing there would have heard the sound of {sound} at some time of the recording.",
        "Is it true, false or undetermined that the sound of {sound} occurred there during this time?",
    )
)

COMES_BEFORE: tuple[str, ...] = (
    "Does the sound of {sound} start {before} the sound of {other}?",
    "Is the sound of {sound} heard {before} that of {other}, going by when each starts?",
    "Does one hear the sound of {sound} begin {before} the sound of {other} begins?",
    "Going by their beginnings, does the sound of {sound} come {before} the sound of {other}?",
    "Does the sound of {sound} set in {before} the sound of {other} does?",
    "Compare when they start: is the sound of {sound} {before} the sound of {other}?",
    "Is it true that the sound of {sound} begins {before} the sound of {other}?",
    "In the order of starting, is the sound of {sound} {before} the sound of {other}?",
    "Would you say the sound of {sound} starts {before} the sound of {other}?",
    "Think of when each sound begins. Is that of {sound} {before} that of {other}?",
)

FIRST_OF: tuple[str, ...] = (
    "Which of the two starts {first}: the sound of {sound} or the sound of {other}?",
    "Which sound starts {earlier}, that of {sound} or that of {other}?",
    "Of the sound of {sound} and the sound of {other}, which one begins {earlier}?",
    "Which one sets in {earlier}: the sound of {sound} or the sound of {other}?",
    "The sound of {sound}, the sound of {other}: which of them comes {first}?",
    "Compare their beginnings. Which is {earlier}, the sound of {sound} or the sound of {other}?",
    "Does the sound of {sound} or the sound of {other} start {earlier}? Name it.",
    "Of these two, which is the {first} to start: the sound of {sound} or the sound of {other}?",
    "Which begins {earlier} in the clip: the sound of {sound} or the sound of {other}?",
    "Listen to when the sound of {sound} and the sound of {other} begin. Which one is {earlier}?",
)

NTH_SOUND: tuple[str, ...] = (
    "Which sound is the {nth} to start?",
    "In the order in which they start, which sound is the {nth}?",
    "What is the {nth} sound that sets in?",
    "Name the {nth} sound to begin.",
    "Put the sounds in order of their beginning. Which is the {nth}?",
    "Of all the sounds in the clip, the background aside, which is the {nth} to start?",
    "Which sound begins as the {nth} of all?",
    "What does one hear as the {nth} new sound?",
    "As the sounds set in one by one, which is the {nth}?",
    "Going by when they start, what is the {nth} sound?",
)

NEIGHBOUR: tuple[str, ...] = (
    "Which sound starts directly {after} the sound of {sound} starts?",
    "In the order in which sounds start, which one comes directly {after} the sound of {sound}?",
    "What is the sound whose beginning is directly {after} that of {sound}?",
    "Put the sounds in order of their beginning. Which is directly {after} the sound of {sound}?",
    "Name the sound that sets in directly {after} the sound of {sound} does.",
    "Which sound is the neighbour of {sound}, starting directly {after} it?",
    "Of all beginnings of sounds, which is the one directly {after} that of {sound}?",
    "Directly {after} the sound of {sound} starts, another sound starts. Which one?",
    "What begins directly {after} the sound of {sound} begins?",
    "Going by when sounds start, which one is directly {after} the sound of {sound}?",
)

BETWEEN: tuple[str, ...] = (
    "Which sound starts between the beginning of the sound of {sound} and the beginning of the sound of {other}?",
    "In the order of starting, which sound comes between that of {sound} and that of {other}?",
    "What is the sound that sets in between the sound of {sound} and the sound of {other}?",
    "One sound begins between the beginnings of {sound} and {other}. Which one?",
    "Name the sound whose beginning lies between that of {sound} and that of {other}.",
    "Between the start of the sound of {sound} and the start of the sound of {other}, what starts?",
)

COUNT_BETWEEN: tuple[str, ...] = (
    "How many sounds start between the beginning of the sound of {sound} and the beginning of the sound of {other}?",
    "Between the beginnings of {sound} and {other}, how many other sounds begin?",
    "In the order of starting, how many sounds are there between that of {sound} and that of {other}?",
    "Count the sounds that set in after one, but before the other, of these two begins: the sound of {sound}, the "
    "sound of {other}.",
    "How many other sounds begin between the start of the sound of {sound} and the start of the sound of {other}?",
    "Take the time between the beginnings of the sounds of {sound} and {other}. How many sounds start in it?",
)

ORDER_OF: tuple[str, ...] = (
    "In which order do these start: {sounds}?",
    "Put these in the order in which they start: {sounds}.",
    "Sort by beginning, earliest first: {sounds}.",
    "Of {sounds}, which starts first, which next, and which last?",
    "List these three in the order in which they set in: {sounds}.",
    "Arrange the sounds of {sounds} by when they begin, from first to last.",
)

_S = "in seconds from the beginning of the clip"
ONSET_OF: tuple[str, ...] = (
    f"When does the sound of {{sound}} start, {_S}?",
    f"At what time does the sound of {{sound}} begin, {_S}?",
    "At which second of the clip does the sound of {sound} set in?",
    f"Give the time at which the sound of {{sound}} starts, {_S}.",
    "How many seconds into the clip does the sound of {sound} begin?",
    "How many seconds pass before the sound of {sound} is first heard?",
    f"Locate the beginning of the sound of {{sound}}, {_S}.",
    "After how many seconds does one first hear the sound of {sound}?",
    f"Find the onset of the sound of {{sound}}, {_S}.",
    "The sound of {sound} starts at what time, in seconds?",
)

LENGTH_OF: tuple[str, ...] = (
    "How many seconds does the sound of {sound} last?",
    "For how many seconds can the sound of {sound} be heard?",
    "What is the duration of the sound of {sound}, in seconds?",
    "How long is the sound of {sound} heard, in seconds?",
    "From its beginning to its end, how many seconds does the sound of {sound} take?",
    "Give the length of the sound of {sound} in seconds.",
)

FROM_TO: tuple[str, ...] = (
    "How many seconds lie between the start of the sound of {sound} and the start of the sound of {other}?",
    "By how many seconds do the beginnings of the sound of {sound} and the sound of {other} differ?",
    "How much time, in seconds, separates the start of the sound of {sound} from the start of the sound of {other}?",
    "The sound of {sound} and the sound of {other} start how many seconds apart?",
    "Find the time between the beginnings of the sound of {sound} and the sound of {other}, in seconds.",
    "Between the onset of the sound of {sound} and that of {other}, how many seconds pass?",
)

LONGER_THAN: tuple[str, ...] = (
    "Does the sound of {sound} last for a {longer} time than the sound of {other}?",
    "Is the sound of {sound} heard for a {longer} time than that of {other}?",
    "Compare how long they last: is the sound of {sound} {longer} than the sound of {other}?",
    "Is the sound of {sound} {longer} than the sound of {other}?",
    "In seconds, is the sound of {sound} {longer} than that of {other}?",
    "Is it true that the sound of {sound} lasts for a {longer} time than the sound of {other}?",
    "Can one hear the sound of {sound} for a {longer} time than the sound of {other}?",
    "Going by duration, is the sound of {sound} the {longer} one, compared with the sound of {other}?",
    "Would you say the sound of {sound} is {longer} than the sound of {other}?",
    "Time both sounds. Is that of {sound} {longer} than that of {other}?",
)

WHICH_LONGER: tuple[str, ...] = (
    "Which is {longer}: the sound of {sound} or the sound of {other}?",
    "Which sound lasts for a {longer} time, that of {sound} or that of {other}?",
    "Of the sound of {sound} and the sound of {other}, which is the {longer} one?",
    "Compare their durations: which is {longer}, the sound of {sound} or the sound of {other}?",
    "Does the sound of {sound} or the sound of {other} last for a {longer} time? Name it.",
    "Time both: which is {longer}, the sound of {sound} or that of {other}?",
)

RANK_LENGTH: tuple[str, ...] = (
    "Which of these is the {longest} sound: {sounds}?",
    "Of {sounds}, which has the {longest} sound in time?",
    "Compare how long the sounds of {sounds} last. Which is the {longest}?",
    "Going by duration, which of these sounds is the {longest}: {sounds}?",
    "Rank by duration: {sounds}. Which is the {longest}?",
)

OVERLAPS: tuple[str, ...] = (
    "Are the sound of {sound} and the sound of {other} heard at the same time at some point?",
    "Is there a moment when both the sound of {sound} and the sound of {other} are heard?",
    "Do the sound of {sound} and the sound of {other} overlap?",
    "Does the sound of {other} occur while the sound of {sound} is heard?",
    "Are the sounds of {sound} and {other} ever heard together?",
    "At some point, can one hear the sound of {sound} and the sound of {other} at once?",
    "Do the sounds of {sound} and {other} coincide for a while?",
    "Is the sound of {other} heard during the sound of {sound}?",
    "Do the stretches of the sound of {sound} and of the sound of {other} share some time?",
    "Is some of the sound of {other} heard at the same time as the sound of {sound}?",
)

TOGETHER_FOR: tuple[str, ...] = (
    "For how many seconds are the sound of {sound} and the sound of {other} heard together?",
    "How many seconds do the sound of {sound} and the sound of {other} overlap?",
    "How long, in seconds, can one hear both the sound of {sound} and the sound of {other}?",
    "The sounds of {sound} and {other} overlap. For how many seconds?",
    "What is the length in seconds of the time in which the sounds of {sound} and {other} are both heard?",
)

WHILE_SOUNDING: tuple[str, ...] = (
    "Which sound starts while the sound of {sound} is still heard?",
    "Before the sound of {sound} has ended, another sound sets in. Which one?",
    "What begins during the sound of {sound}?",
    "Which sound has its beginning within the sound of {sound}?",
    "While the sound of {sound} goes on, which sound starts?",
    "Name the sound that begins before the sound of {sound}, already going on, is over.",
)

LOUDER_THAN: tuple[str, ...] = (
    "Is the sound of {sound} {louder} than the sound of {other}?",
    "Compare their loudness: is the sound of {sound} {louder} than that of {other}?",
    "In this recording, is the sound of {sound} {louder} than the sound of {other}?",
    "As recorded here, is the sound of {sound} the {louder} one, compared with the sound of {other}?",
    "Does the sound of {sound} come out {louder} than the sound of {other}?",
    "Is it true that the sound of {sound} is {louder} than the sound of {other} in this clip?",
    "Going by loudness in the clip, is the sound of {sound} {louder} than the sound of {other}?",
    "Would a listener say the sound of {sound} is {louder} than the sound of {other}?",
    "Next to the sound of {other}, is the sound of {sound} {louder}?",
    "Is the sound of {sound} recorded {louder} than the sound of {other}?",
)

WHICH_LOUDER: tuple[str, ...] = (
    "Which is {louder} in this recording: the sound of {sound} or the sound of {other}?",
    "Which sound is {louder} as recorded, that of {sound} or that of {other}?",
    "Of the sound of {sound} and the sound of {other}, which is the {louder} one?",
    "Compare the loudness of the sound of {sound} and the sound of {other}. Which is {louder}?",
    "Does the sound of {sound} or the sound of {other} come out {louder}? Name it.",
    "In this clip, which is {louder}: the sound of {sound} or that of {other}?",
    "Which one is {louder} to the ear here, the sound of {sound} or the sound of {other}?",
    "Listen to the sound of {sound} and the sound of {other}. Which is {louder}?",
    "Between the sound of {sound} and the sound of {other}, which is {louder}?",
    "By loudness, which is the {louder} of these two: the sound of {sound}, the sound of {other}?",
)

RANK_LOUDNESS: tuple[str, ...] = (
    "Which of these sounds is the {loudest} in the recording: {sounds}?",
    "Of {sounds}, which is the {loudest} as recorded here?",
    "Compare the loudness of the sounds of {sounds}. Which is the {loudest}?",
    "Going by loudness in this clip, which of these is the {loudest}: {sounds}?",
    "Rank by loudness: {sounds}. Which is the {loudest}?",
)

_TWICE = "The sound of {sound} is heard at two separate times."
TWICE_LOUDER: tuple[str, ...] = (
    f"{_TWICE} Is it {{more}} the first time or the second?",
    f"{_TWICE} Which time is it {{more}}: the first or the second?",
    "Is the sound of {sound} {more} the first time it is heard or the second?",
    "Which time is the sound of {sound} {more}, the first or the second?",
    "Compare the two times at which the sound of {sound} is heard. At which is it {more}, the first or the second?",
    "When is the sound of {sound} {more}: when it is first heard, or the second time?",
    "Of the two times the sound of {sound} is heard, is the first {more} or the second?",
    "Twice one hears the sound of {sound}. Which of the two is {more}, the first or the second?",
    "Take the first and the second time the sound of {sound} is heard. Which is {more}?",
    "The sound of {sound} comes twice. Say which is {more}: the first or the second.",
)

TWICE_LOUDER_YES: tuple[str, ...] = (
    f"{_TWICE} Is it {{more}} the {{one}} time than the {{other}}?",
    "Is the sound of {sound} {more} the {one} time it is heard than the {other} time?",
    "Compare the two times at which the sound of {sound} is heard. Is it {more} the {one} time?",
    "Does the sound of {sound} come out {more} the {one} time than the {other}?",
    "The sound of {sound} comes twice. Is the {one} of them {more} than the {other}?",
    "Is it true that the sound of {sound} is {more} the {one} time than the {other}?",
)

TWICE_HIGHER: tuple[str, ...] = (
    f"{_TWICE} Is it {{more}} in pitch the first time or the second?",
    f"{_TWICE} Which time has the {{more}} pitch: the first or the second?",
    "Is the pitch of the sound of {sound} {more} the first time it is heard or the second?",
    "When the sound of {sound} is heard twice, which one is {more} in pitch, the first or the second?",
    "Compare the pitch of the sound of {sound} the first and the second time. Which is {more}?",
    "The sound of {sound} comes twice. Which of the two is {more} in pitch, the first or the second?",
)

TWICE_HIGHER_YES: tuple[str, ...] = (
    f"{_TWICE} Is it {{more}} in pitch the {{one}} time than the {{other}}?",
    "Is the pitch of the sound of {sound} {more} the {one} time it is heard than the {other} time?",
    "Compare the pitch of the sound of {sound} both times. Is it {more} the {one} time?",
    "The sound of {sound} comes twice. Does the {one} have a {more} pitch than the {other}?",
    "Is it true that the sound of {sound} is {more} in pitch the {one} time than the {other}?",
)

TWICE_LONGER: tuple[str, ...] = (
    f"{_TWICE} Is it {{more}} the first time or the second?",
    f"{_TWICE} Which time is {{more}} in duration: the first or the second?",
    "Is the sound of {sound} {more} the first time it is heard or the second?",
    "Compare how long the sound of {sound} lasts both times. Which is {more}, the first or the second?",
    "The sound of {sound} comes twice. Which of the two is {more} in time, the first or the second?",
)

TWICE_FASTER: tuple[str, ...] = (
    f"{_TWICE} Is the series of {{strokes}} {{more}} the first time or the second?",
    "There are two series of {strokes}. Which has the {more} pace, the first or the second?",
    "Compare the pace of the two series of {strokes}. Which is {more}, the first or the second?",
    "Two times there are {strokes}. Do they follow each other {more} the first time or the second?",
    "In which of the two series do the {strokes} follow each other at a {more} pace, the first or the second?",
)

TWICE_MORE: tuple[str, ...] = (
    f"{_TWICE} Are there {{more}} {{strokes}} the first time or the second?",
    "There are {strokes} at two separate times. Which time has {more} of them, the first or the second?",
    "Count the {strokes} each of the two times. Which time has {more}, the first or the second?",
    "At two times there are {strokes}. Are there {more} the first time or the second?",
    "Which of the two times are there {more} {strokes}: the first or the second?",
)

TWICE_DULLER: tuple[str, ...] = (
    f"{_TWICE} Is it {{more}} in timbre the first time or the second?",
    f"{_TWICE} Which time does it sound {{more}}, as its high frequencies go: the first or the second?",
    "Compare the timbre of the sound of {sound} the first and the second time. Which is {more}?",
    "Does the sound of {sound} have a {more} tone colour the first time or the second?",
    "The sound of {sound} comes twice. Which of the two sounds {more}, the first or the second?",
)

PACE_OF: tuple[str, ...] = (
    "At the pace that is heard, how many {strokes} would there be in a minute?",
    "If the series of {strokes} went on for a minute at the same pace, how many would there be?",
    "What is the rate of the {strokes}, per minute?",
    "How many {strokes} per minute does the pace in the clip amount to?",
    "Work out the pace of the {strokes} in strokes per minute.",
    "Measure the pace of the {strokes}. How many per minute is that?",
)

SIDE_OF: tuple[str, ...] = (
    "From which side does the sound of {sound} come, left or right?",
    "Is the sound of {sound} on the left or on the right?",
    "Does the sound of {sound} come from the left or from the right?",
    "In the stereo picture, is the sound of {sound} on the left or the right?",
    "Which loudspeaker plays more of the sound of {sound}, the left or the right?",
    "Listen with headphones. On which side is the sound of {sound}, left or right?",
    "Where does the sound of {sound} come from: left or right?",
    "Say on which side, left or right, one hears the sound of {sound}.",
    "The sound of {sound} is stronger in one channel. Is it the left or the right?",
    "To the listener, does the sound of {sound} seem to be on the left or on the right?",
)

SAME_SIDE: tuple[str, ...] = (
    "Do the sound of {sound} and the sound of {other} come from the same side?",
    "Are the sound of {sound} and the sound of {other} heard on the same side?",
    "In the stereo picture, is the sound of {sound} on the same side as the sound of {other}?",
    "Is the sound of {sound} in the same stereo channel as the sound of {other}?",
    "Does the sound of {other} come from the side that the sound of {sound} comes from?",
)

COUNT_SIDE: tuple[str, ...] = (
    "How many of the sounds come from the {side}?",
    "How many sounds are heard on the {side}, the background aside?",
    "Count the sounds that come from the {side}, leaving out the background.",
    "In the stereo picture, how many of the sounds are on the {side}?",
    "Of all the sounds, how many are stronger in the {side} channel?",
)

COUNT_SOUNDS: tuple[str, ...] = (
    "How many separate sounds are there, apart from the background?",
    "Count the separate sounds that stand out from the background.",
    "One after the other, how many sounds are there, the background aside?",
    "How many separate sounds occur in this recording? The background does not count.",
    "What is the number of separate sounds here, not counting the background?",
    "Leaving out the background, how many stretches of sound can be told apart?",
)

START_OF_NTH: tuple[str, ...] = (
    "When does the {nth} sound start, in seconds from the beginning?",
    "At what time, in seconds, does the {nth} sound begin?",
    "At which second does the {nth} sound set in?",
    "Give the time in seconds at which the {nth} sound starts.",
    "How many seconds pass before the {nth} sound begins?",
    "Find the beginning of the {nth} sound, in seconds.",
)

LENGTH_OF_NTH: tuple[str, ...] = (
    "How many seconds does the {nth} sound last?",
    "What is the duration of the {nth} sound, in seconds?",
    "From its beginning to its end, how many seconds does the {nth} sound take?",
    "Give the length of the {nth} sound in seconds.",
    "For how many seconds does the {nth} sound go on?",
)

PAUSE_AFTER: tuple[str, ...] = (
    "How many seconds of pause are there between the {nth} sound and the {next}?",
    "How long, in seconds, is the pause after the {nth} sound, before the {next}?",
    "After the {nth} sound ends, how many seconds pass until the {next} begins?",
    "Find the length of the pause between the {nth} and the {next} sound, in seconds.",
    "The {nth} sound and the {next} are parted by a pause of how many seconds?",
)

START_TO_START: tuple[str, ...] = (
    "How many seconds after the {nth} sound starts does the {other} start?",
    "How many seconds lie between the beginnings of the {nth} and the {other} sound?",
    "From the start of the {nth} sound to the start of the {other}, how many seconds pass?",
    "Find the time from the beginning of the {nth} sound to that of the {other}, in seconds.",
    "By how many seconds does the {nth} sound start ahead of the {other}?",
)

NTH_LONGER: tuple[str, ...] = (
    "Does the {nth} sound last for a {longer} time than the {other}?",
    "Is the {nth} sound {longer} than the {other}?",
    "Compare the {nth} and the {other} sound: is the {nth} {longer}?",
    "Is it true that the {nth} sound lasts for a {longer} time than the {other}?",
    "In duration, is the {nth} sound {longer} than the {other} one?",
)

NTH_HIGHER: tuple[str, ...] = (
    "Does the {nth} sound lie {longer} in frequency than the {other}?",
    "Is the {nth} sound, as a whole, {longer} in frequency than the {other}?",
    "Compare the {nth} and the {other} sound: does the {nth} lie {longer} in frequency?",
    "On the scale of frequency, is most of the {nth} sound {longer} than most of the {other}?",
    "Taken as a whole, is the {nth} sound {longer} in frequency than the {other} one?",
)

LONGEST_NTH: tuple[str, ...] = (
    "Of the first three sounds, which is the {longest}: the first, the second or the third?",
    "Which of the first three sounds is the {longest} in duration?",
    "Compare how long the first three sounds last. Which of them is the {longest}?",
    "Among the first, the second and the third sound, which is the {longest} in time?",
    "By duration, which one of the first three sounds is the {longest}?",
)

COUNT_LONGER: tuple[str, ...] = (
    "How many of the sounds last longer than {limit} seconds?",
    "Count the sounds that go on for more than {limit} seconds.",
    "How many sounds are longer than {limit} s?",
    "Of all the sounds, how many last more than {limit} s?",
    "What number of sounds exceeds {limit} seconds in duration?",
)

SAME_IN_BOTH: tuple[str, ...] = (
    "Is the sound of {sound} the same in both clips, at the same time and as loud?",
    "Does the sound of {sound} come at the same time and equally loud in both clips?",
    "Compare the clips: is the sound of {sound} unchanged in time and loudness?",
    "Between the two clips, does the sound of {sound} stay as it is, in time and loudness?",
    "Was the sound of {sound} left as it was, in time and loudness, from the first clip to the second?",
    "Do the two clips agree in when the sound of {sound} comes and how loud it is?",
)

WHAT_CHANGED: tuple[str, ...] = (
    "What was changed from the first clip to the second?",
    "The second clip was made from the first by one change. What was it?",
    "Compare the two clips. What is different in the second?",
    "What happened to the first clip to make the second?",
    "From the first clip to the second, one thing changes. What is it?",
    "Say what was done to the first clip to get the second.",
)

CHANGED_SOUND: tuple[str, ...] = (
    "Which sound is not the same in both clips?",
    "One sound was changed, added or taken away between the clips. Which one?",
    "Which sound makes the difference between the two clips?",
    "All sounds but one are alike in both clips. Which one is not?",
    "Compare the two clips. Which sound differs?",
    "Name the sound that sets the two clips apart.",
)

CLIP_HAS: tuple[str, ...] = (
    "Which clip has the sound of {sound}, the first or the second?",
    "In which of the two clips is the sound of {sound} heard?",
    "Only one of the clips has the sound of {sound}. Which one?",
    "Is the sound of {sound} in the first clip or in the second?",
    "The sound of {sound} is heard in one clip only. Is it the first or the second?",
)

CLIP_LOUDER: tuple[str, ...] = (
    "In which clip is the sound of {sound} {louder}, the first or the second?",
    "Is the sound of {sound} {louder} in the first clip or in the second?",
    "Compare the clips: in which one is the sound of {sound} {louder}?",
    "Which of the two clips has the {louder} sound of {sound}?",
    "The sound of {sound} differs in loudness. In which clip is it {louder}?",
)

CLIP_EARLIER: tuple[str, ...] = (
    "In which clip does the sound of {sound} start {earlier}, the first or the second?",
    "Does the sound of {sound} come {earlier} in the first clip or in the second?",
    "Compare the clips: in which one does the sound of {sound} begin {earlier}?",
    "Which of the two clips has the sound of {sound} {earlier}?",
    "The sound of {sound} was moved. In which clip does it start {earlier}?",
)

NTH_IN_CLIP: tuple[str, ...] = (
    "Which sound is the {nth} to start in the {clip} clip?",
    "In the {clip} clip, what is the {nth} sound to set in?",
    "Of the sounds in the {clip} clip, which one begins as the {nth}?",
    "Name the {nth} sound to begin in the {clip} clip.",
    "Put the sounds of the {clip} clip in order of their beginning. Which is the {nth}?",
)

ONSET_IN_CLIP: tuple[str, ...] = (
    "When does the sound of {sound} start in the {clip} clip, in seconds from its beginning?",
    "In the {clip} clip, at what time does the sound of {sound} begin, in seconds?",
    "How many seconds into the {clip} clip does the sound of {sound} set in?",
    "Give the time in seconds at which the sound of {sound} starts in the {clip} clip.",
    "In the {clip} clip, after how many seconds is the sound of {sound} first heard?",
)

COMMON_KINDS: tuple[str, ...] = (
    "How many kinds of sound are heard in both clips, apart from the background?",
    "Count the kinds of sound that the two clips have in common, the background aside.",
    "How many kinds of sound do the clips share? The background does not count.",
    "Leaving out the background, how many kinds of sound are in the first clip and in the second too?",
    "What number of kinds of sound occurs in both clips, background excluded?",
)

KINDS_IN_BOTH: tuple[str, ...] = (
    "Taking both clips together, how many different kinds of sound are there, apart from the background?",
    "How many different kinds of sound are heard in the two clips in all, the background aside?",
    "Count the different kinds of sound over both clips. Repeats count once, the background not at all.",
    "In all, how many different kinds of sound do the first and the second clip hold, without the background?",
    "Over the two clips, how many different sounds are heard, not counting the background?",
)
