"""How questions about counting, length, tempo, beats and loudness are put."""

from __future__ import annotations

COUNT = (
    "How many {notes} are played{where}?",
    "Count the {notes}{where}.",
    "How many {notes} do you hear{where}?",
    "What is the number of {notes}{where}?",
    "Listen to the whole of it: how many {notes} are there{where}?",
    "How many {notes} does one hear{where}, from beginning to end?",
    "Of how many {notes} does the music{where} consist?",
    "How many separate {notes} can be counted{where}?",
    "Tell the number of {notes} that are played{where}.",
    "If you tap once for each of the {notes}{where}, how many taps is that?",
)

LASTS_LONGER = (
    "Does the {one} note{where} last {longer} than the {other}?",
    "Is the {one} note{where} {longer} than the {other} note?",
    "Is the {one} note{where} held for a {longer} time than the {other}?",
    "Compare how long two notes{where} last: is the {one} {longer} than the {other}?",
    "In duration, is the {one} note{where} {longer} than the {other}?",
    "Would you say the {one} note{where} sounds for {longer} than the {other}?",
    "Is it true that the {one} note{where} is {longer} in duration than the {other}?",
    "Of the {one} and the {other} note{where}, is the {one} the {longer} in time?",
    "Does the {one} note{where} have a {longer} duration than the {other}?",
    "Set beside the {other} note, is the {one}{where} of {longer} duration?",
)

RANK_LENGTH = (
    "Which note{where} is the {longest} in duration? Give its number, counting from 1.",
    "Count the notes{where} from 1. Which number has the one of {longest} duration?",
    "The note of {longest} duration{where} is which one in order (1 for the first)?",
    "Give the position of the {longest} note{where} by duration, the first note being 1.",
    "By how long it lasts, one note{where} is the {longest}. What is its number, counted from 1?",
    "Number the notes{where} from 1. Which of them is the {longest} in time?",
)

COUNT_LONG = (
    "The notes{where} are of two lengths, long and short. How many are {long}?",
    "Some notes{where} are long, the others short. Count the {long} ones.",
    "There are only long and short notes{where}. How many {long} ones do you hear?",
    "Of the two note lengths{where}, how many notes have the {long} one?",
    "How many {long} notes are there{where}, if each note is either long or short?",
    "Tell long from short notes{where}. What is the number of {long} notes?",
)

TIMES_AS_LONG = (
    "How many times as long as the {other} note is the {one} note{where}?",
    "The {one} note{where} is longer than the {other}. By what factor?",
    "By what factor is the {one} note{where} longer in duration than the {other}, counted in beats?",
    "In beats, how many times the length of the {other} note does the {one} note{where} have?",
    "Divide the length in beats of the {one} note{where} by that of the {other}. What do you get?",
    "The {other} note{where} fits into the {one} how many times, by their written lengths?",
)

TEMPO = (
    "Every {note}{where} is one beat. What is the tempo in beats per minute?",
    "If each {note}{where} is a beat, how many beats per minute is that?",
    "At how many beats per minute is the music{where}, each {note} being one beat?",
    "Estimate the tempo{where} in beats per minute; each {note} counts as one beat.",
    "Give the tempo{where} in BPM, with one beat for each {note}.",
    "What number would a metronome show{where}, if it ticked once with each {note}?",
    "How fast is the music{where}, in beats per minute, if a beat is one {note}?",
    "Work out the beats per minute{where}, counting each {note} as a beat.",
    "With each {note}{where} taken as one beat, what is the tempo in BPM?",
    "Tap along with each {note}{where}. How many taps would that be in a minute?",
)

STARTS_AT = (
    "How many seconds after the start of the recording does the {one} note{where} begin?",
    "When does the {one} note{where} begin, in seconds from the start of the recording?",
    "At what time, in seconds, does the {one} note{where} start?",
    "Give the moment, in seconds from the start, at which the {one} note{where} sets in.",
    "From the very start of the recording, after how many seconds is the {one} note{where} heard?",
    "In seconds from the beginning of the recording, when is the {one} note{where} struck?",
    "After how many seconds does the {one} note{where} come in?",
)

GAP = (
    "How many seconds pass from the beginning of the {one} note{where} to the beginning of the {other}?",
    "The {other} note{where} begins how many seconds after the {one} begins?",
    "How much time, in seconds, lies between the starts of the {one} and the {other} note{where}?",
    "From start to start, how many seconds are the {one} and the {other} note{where} apart?",
    "Time the {one} and the {other} note{where}: how many seconds apart do they begin?",
    "In seconds, how long after the {one} note{where} sets in does the {other} set in?",
)

HAS_REST = (
    "Is there a rest between the {one} and the {other} note{where}?",
    "Does a pause of a beat or more separate the {one} from the {other} note{where}?",
    "Between the {one} and the {other} note{where}, is there a rest?",
    "Is the music{where} silent for a beat or longer between the {one} and the {other} note?",
    "After the {one} note{where}, is there a rest before the {other}?",
    "Do you hear a rest, not just a short breath, between the {one} and the {other} note{where}?",
    "Is the {other} note{where} kept waiting by a rest after the {one}?",
    "Does the player rest for at least a beat after the {one} note{where}, before the {other}?",
    "Is there a silence of at least a beat between the {one} and the {other} note{where}?",
    "Has the music{where} a rest right after the {one} note, before the {other}?",
)

METER = (
    "Each bar begins with an accent. Is the time signature 2/4, 3/4 or 4/4?",
    "The first beat of each bar is accented. Which time signature is this: 2/4, 3/4 or 4/4?",
    "Listen for the accents that begin the bars. What is the time signature, 2/4, 3/4 or 4/4?",
    "If every stroke is a quarter note and each accent starts a bar, is it in 2/4, 3/4 or 4/4?",
    "Which time signature fits this beat, its accents marking the bars: 2/4, 3/4 or 4/4?",
    "Name the time signature (2/4, 3/4 or 4/4); an accent is the first beat of a bar.",
    "Is this beat in 2/4, 3/4 or 4/4 time, if the accents mark the beginning of each bar?",
    "Count from accent to accent: is the meter 2/4, 3/4 or 4/4?",
    "The strokes are quarter notes with an accent on the first of each bar. Is it 2/4, 3/4 or 4/4?",
    "How would you write the meter, 2/4, 3/4 or 4/4, if every accent begins a new bar?",
)

COUNT_STRONG = (
    "How many of the beats are accented?",
    "Count the accented beats.",
    "How many accents do you hear?",
    "What is the number of accented beats?",
    "Some beats are louder than the others. How many?",
    "How many strokes stand out as accents?",
)

ACCENT_PLACE = (
    "Which beat is the {one} that is accented? Give its number, counting from 1.",
    "Count the beats from 1. On which one does the {one} accent fall?",
    "At which beat, the very first being number 1, is the {one} accent?",
    "The {one} accented beat is which one in order, counted from 1?",
    "Number all beats from 1. Which number has the {one} accented one?",
    "On what beat, counted from the first stroke as 1, does the {one} accent come?",
)

IS_ACCENTED = (
    "Is the {one} beat accented?",
    "Does the {one} beat carry an accent?",
    "Counting all beats, is the {one} an accented one?",
    "Is there an accent on the {one} beat?",
    "Does the {one} stroke stand out as an accent?",
    "Is the {one} beat one of the loud ones?",
    "Listen to the {one} beat. Is it accented?",
    "Is it true that the {one} beat is accented?",
    "Does an accent fall on the {one} beat?",
    "Is the {one} of the beats played with an accent?",
)

COUNT_ACCENTS = (
    "How many notes{where} are played much louder than the others?",
    "Some notes{where} are accented. How many?",
    "Count the accented notes{where}: those much louder than the rest.",
    "How many accents do you hear{where}?",
    "How many of the notes{where} stand out by being loud?",
    "There are loud and soft notes{where}. How many loud ones are there?",
)

IS_LOUDER = (
    "Is the {one} note{where} {louder} than the {other}?",
    "Does the {one} note{where} sound {louder} than the {other} note?",
    "Compare the loudness of two notes{where}: is the {one} {louder} than the {other}?",
    "Is the {one} note{where} played {louder} than the {other}?",
    "Is it true that the {one} note{where} is {louder} than the {other}?",
    "Of the {one} and the {other} note{where}, is the {one} the {louder} one?",
    "Was the {one} note{where} struck or blown {louder} than the {other}?",
    "In loudness, is the {one} note{where} {louder} than the {other}?",
    "Would you call the {one} note{where} {louder} than the {other}?",
    "Listen to the {one} and the {other} note{where}. Is the {one} {louder}?",
)

TREND = (
    "Does the music{where} get louder or softer from beginning to end?",
    "Louder or softer: how does the loudness{where} change from the first note to the last?",
    "From the first note to the last{where}, do the notes get louder or softer?",
    "Is there a crescendo or a diminuendo{where}? Answer louder or softer.",
    "In the course of the music{where}, does it grow louder or softer?",
    "Which is it{where}: do the notes become louder or softer as the music goes on?",
)
