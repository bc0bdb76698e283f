"""How questions about clocks are put, and what the clocks are called."""

from __future__ import annotations

from scenewright.scenes.clock import Clocks, Face


def clock_name(scene: Clocks, face: Face) -> str:
    """`clock` for a single one, `kitchen clock`, `Lima clock`, `clock marked Before`; goes after "the"."""
    if scene.arrangement == "before_after":
        return f"clock marked {face.name.capitalize()}"
    return f"{face.name} clock" if face.name else "clock"


_HOUSE = "(No two of the clocks are three hours or more apart.)"

READ: tuple[str, ...] = (
    "What time does the {clock} show?",
    "What time is it on the {clock}?",
    "Read the time on the {clock}.",
    "Which time does the {clock} display?",
    "Tell the time shown by the {clock}.",
    "What is the time according to the {clock}?",
    "If the {clock} is right, what time is it?",
    "Give the time on the {clock}.",
    "Looking at the {clock}, what time is it?",
    "What does the {clock} read?",
    "State the time that the {clock} shows.",
    "Someone glances at the {clock}. What time do they read?",
)

HOUR: tuple[str, ...] = (
    "What is the hour on the {clock}, leaving out the minutes?",
    "Which hour does the {clock} show, without the minutes?",
    "Give only the hour of the time on the {clock}.",
    "On the {clock}, what is the hour part of the time?",
    "What number is the hour in the time that the {clock} shows?",
    "Leaving minutes aside, what hour does the {clock} show?",
    "Written as hours and minutes, the time on the {clock} begins with which hour?",
    "Which full hour has the {clock} last passed or just reached?",
    "Name the hour part of the time shown on the {clock}.",
    "What is the hour of the time on the {clock}? Do not round up.",
)

MINUTE: tuple[str, ...] = (
    "How many minutes past the hour does the {clock} show?",
    "What are the minutes of the time on the {clock}?",
    "Give only the minutes of the time that the {clock} shows.",
    "On the {clock}, how many minutes have passed since the full hour?",
    "What is the minute part of the time on the {clock}?",
    "Written as hours and minutes, the time on the {clock} has how many minutes?",
    "How many minutes after the full hour is it by the {clock}?",
    "Read the minutes off the {clock}.",
    "Which minute of the hour does the {clock} show?",
    "Leaving the hour aside, how many minutes does the {clock} show?",
)

SECOND: tuple[str, ...] = (
    "How many seconds does the {clock} show?",
    "What are the seconds on the {clock}?",
    "Read the seconds off the {clock}.",
    "Which second of the minute does the {clock} show?",
    "Give the seconds of the time on the {clock}.",
    "Besides hours and minutes, how many seconds does the {clock} show?",
    "What number of seconds can be read on the {clock}?",
    "On the {clock}, how many seconds of the minute have passed?",
    "State the seconds that the {clock} shows.",
    "How many seconds into the minute is the {clock}?",
)

IN_WORDS: tuple[str, ...] = (
    "How would you say the time on the {clock} in words, with past, to or o'clock?",
    "Say the time on the {clock} in words, the way people speak it (past, to, o'clock).",
    "In words such as half past or quarter to, what time does the {clock} show?",
    "Put the time on the {clock} into words, using past, to or o'clock.",
    "How is the time on the {clock} spoken, with past, to or o'clock?",
    "Write out the time on the {clock} in words (past, to, o'clock).",
    "What does the {clock} say, told in words like twenty past or ten to?",
    "Tell the time on the {clock} in spoken words, with past, to or o'clock.",
    "Speak the time of the {clock}: is it past, to or o'clock, and of which hour?",
    "In everyday words with past, to or o'clock, what time is on the {clock}?",
)

ANGLE: tuple[str, ...] = (
    "What is the smaller angle between the two hands of the {clock}, in degrees?",
    "How many degrees lie between the hour hand and the minute hand of the {clock}, the short way round?",
    "Find the smaller angle, in degrees, between the hands of the {clock}.",
    "By how many degrees are the two hands of the {clock} apart, measured the short way?",
    "Compute the smaller angle in degrees that the hands of the {clock} make.",
    "The hands of the {clock} enclose an angle of at most 180°. How many degrees is it?",
)

ADVANCE: tuple[str, ...] = (
    "What time does the {clock} show {span} {later} the moment in the picture?",
    "Which time is {span} {later} the one on the {clock}?",
    "What time is it {span} {later} the time on the {clock}?",
    "Start from the time on the {clock}. What time is {span} {later} that?",
    "Give the time {span} {later} the one that the {clock} shows.",
    "What does a clock in step with the {clock} show {span} {later} this moment?",
    "Name the time that is {span} {later} the time on the {clock}.",
    "Take the time on the {clock}. Which time comes {span} {later} it?",
    "What is the time exactly {span} {later} what the {clock} shows?",
    "An event is {span} {later} the time on the {clock}. When is it?",
)

SET_RIGHT: tuple[str, ...] = (
    "The {clock} is {minutes} {fast}. What is the right time?",
    "If the {clock} runs {minutes} {fast}, what time is it really?",
    "Knowing that the {clock} is {minutes} {fast}, give the correct time.",
    "What is the true time if the {clock} is {minutes} {fast}?",
    "Someone forgot to set the {clock}: it is {minutes} {fast}. What time is it in truth?",
    "The {clock} is {minutes} {fast}. To what time should it be set?",
)

UNTIL_HOUR: tuple[str, ...] = (
    "How many minutes are left until the next full hour on the {clock}?",
    "By the {clock}, in how many minutes is it the next full hour?",
    "How many minutes must pass before the {clock} shows a full hour?",
    "When the {clock} next strikes the hour, how many minutes will have passed?",
    "How many minutes remain in the hour that the {clock} shows?",
    "The {clock} will reach the next full hour after how many minutes?",
)

NEAREST_NUMERAL: tuple[str, ...] = (
    "Which number of the dial does the minute hand of the {clock} point at?",
    "The long hand of the {clock} points at which number, counting from 1 to 12?",
    "At which of the twelve hour numbers is the minute hand of the {clock}?",
    "Name the dial number (1 to 12) that the long hand of the {clock} points to.",
    "Towards which of the dial's numbers, 1 to 12, does the minute hand of the {clock} point?",
)

_NEAR = "The nearest {moment} is less than six hours from the time on the {clock}."
HAS_PASSED: tuple[str, ...] = (
    f"{_NEAR} Has it already passed?",
    f"{_NEAR} Is it already over?",
    f"{_NEAR} Is the {{clock}} past it?",
    f"{_NEAR} Does it lie in the past?",
    "A train leaves at {moment}, less than six hours before or after the time on the {clock}. Has it left?",
    "A film starts at {moment}, less than six hours before or after the time on the {clock}. Has it begun?",
    "A shop opens at {moment}, less than six hours before or after the time on the {clock}. Has it opened?",
    "A call is set for {moment}, less than six hours before or after the time on the {clock}. Is that time past?",
    "A meeting is at {moment}, less than six hours before or after the time on the {clock}. Has that time gone by?",
    "The oven was set for {moment}, less than six hours before or after the time on the {clock}. Has that time passed?",
    "A bus is due at {moment}, less than six hours before or after the time on the {clock}. Is it past that time?",
)

IS_AHEAD: tuple[str, ...] = tuple(
    f"{text} {_HOUSE}"
    for text in (
        "Is the {clock} {ahead} the {other}?",
        "Does the {clock} run {ahead} the {other}?",
        "Compare the two: is the {clock} {ahead} the {other}?",
        "Is the time on the {clock} {ahead} the time on the {other}?",
        "Would you say that the {clock} is {ahead} the {other}?",
        "Looking at both, is the {clock} {ahead} the {other}?",
        "Is it true that the {clock} is {ahead} the {other}?",
        "Do the hands or digits put the {clock} {ahead} the {other}?",
        "Next to the {other}, is the {clock} {ahead} it?".replace("{ahead} it", "{ahead} that one"),
        "Set side by side with the {other}, is the {clock} {ahead} it?".replace("{ahead} it", "{ahead} that clock"),
    )
)

WHICH_AHEAD: tuple[str, ...] = tuple(
    f"{text} {_HOUSE}"
    for text in (
        "Which is {ahead} the other, the {clock} or the {other}?",
        "Of the {clock} and the {other}, which one is {ahead} the other?",
        "Compare the {clock} with the {other}: which is {ahead} the other one?",
        "Which clock is {ahead} the other: the {clock} or the {other}?",
        "Look at the {clock} and the {other}. Which one is {ahead} the other?",
        "The {clock} or the {other}: which is {ahead} the other?",
    )
)

APART: tuple[str, ...] = tuple(
    f"{text} {_HOUSE}"
    for text in (
        "By how many minutes do the {clock} and the {other} differ?",
        "How many minutes lie between the times on the {clock} and the {other}?",
        "What is the difference in minutes between the {clock} and the {other}?",
        "How many minutes apart are the {clock} and the {other}?",
        "Find the difference, in minutes, between the {clock} and the {other}.",
        "The {clock} and the {other} disagree by how many minutes?",
    )
)

ELAPSED: tuple[str, ...] = (
    "Less than twelve hours lie between the two clocks. How much time passed from Before to After?",
    "How long did it take from the clock marked Before to the one marked After, if less than twelve hours?",
    "The same clock is shown before and after something that took less than twelve hours. How long did it take?",
    "How much time passed between Before and After, if it was less than twelve hours?",
    "Work out the time from Before to After. It is less than twelve hours.",
    "A task began at Before and ended, less than twelve hours later, at After. How long did it take?",
    "What span of time, less than twelve hours, separates Before and After?",
    "Between the two pictures of the clock less than twelve hours passed. How much exactly?",
    "Something started at Before and was done at After within twelve hours. What was its duration?",
    "From Before to After, how many hours and minutes went by (less than twelve hours)?",
)

RANK: tuple[str, ...] = tuple(
    f"{text} {_HOUSE}"
    for text in (
        "Which clock is {place}furthest ahead?",
        "Ordered from the furthest ahead to the furthest behind, which clock is {place}furthest ahead?",
        "Name the clock that is {place}furthest ahead of the others.",
        "Which room's clock is {place}furthest ahead?",
        "Of all these clocks, which is {place}furthest ahead?",
        "Rank the clocks by how far ahead they are. Which one is {place}furthest ahead?",
    )
)

WHICH_SHOWS: tuple[str, ...] = (
    "Which clock shows {time}?",
    "On which of the clocks is it {time}?",
    "Find the clock that shows {time}. What is written below it?",
    "Which of these clocks reads {time}?",
    "Name the clock that stands at {time}.",
    "Where is it {time}?",
)

NUMERALS: tuple[str, ...] = (
    "What kind of numerals, if any, does the dial of the {clock} have?",
    "Which numerals are on the dial of the {clock}: Arabic, Roman or none?",
    "Does the dial of the {clock} have Arabic numerals, Roman numerals or none?",
    "Are the numerals on the {clock} Arabic, Roman, or are there none?",
    "Name the kind of numerals on the {clock}: Arabic, Roman or none.",
)

HAS_SECOND_HAND: tuple[str, ...] = (
    "Does the {clock} show seconds?",
    "Can seconds be read on the {clock}?",
    "Does the {clock} tell the seconds too?",
    "Is there a display or hand for seconds on the {clock}?",
    "Besides hours and minutes, does the {clock} show seconds?",
    "Would the {clock} let you time twenty seconds, because it shows seconds?",
    "Are seconds shown on the {clock}?",
    "Has the {clock} a second hand or digits for the seconds?",
    "Look at the {clock}: are there seconds on it?",
    "Is the {clock} one of those that show seconds?",
)

COUNT_KIND: tuple[str, ...] = (
    "How many of the clocks {kind}?",
    "Count the clocks that {kind}.",
    "In the picture, how many clocks {kind}?",
    "What is the number of clocks that {kind}?",
    "Of all the clocks shown, how many {kind}?",
    "How many clocks can you find that {kind}?",
    "Go through the clocks one by one. How many of them {kind}?",
    "Tell how many of these clocks {kind}.",
    "Among these clocks, how many {kind}?",
    "Find all the clocks that {kind}. How many are there?",
)
