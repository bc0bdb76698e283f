"""How questions about pitch are put. `{where}` is empty, or names one of two recordings."""

from __future__ import annotations

IS_HIGHER = (
    "Is the {one} note{where} {higher} than the {other}?",
    "Compare two notes{where}: is the {one} {higher} than the {other}?",
    "Does the {one} note{where} sound {higher} in pitch than the {other} note?",
    "Is the pitch of the {one} note{where} {higher} than that of the {other}?",
    "Listening{where}, would you call the {one} note {higher} than the {other} one?",
    "Is it true that the {one} note{where} is {higher} than the {other} note?",
    "Set beside the {other} note, is the {one}{where} {higher}?",
    "Of the {one} and the {other} note{where}, is the {one} the {higher} one?",
    "Does the {one} note{where} lie {higher} on a keyboard's scale of pitches than the {other}?",
    "Count the notes{where}. Is the {one} of them {higher} in pitch than the {other}?",
    "Would a singer sing the {one} note{where} {higher} than the {other}?",
)

SAME_PITCH = (
    "Do the {one} and the {other} note{where} have the same pitch?",
    "Is the {other} note{where} the same pitch as the {one}?",
    "Are the {one} and {other} notes{where} equally high?",
    "Does the {other} note{where} repeat the pitch of the {one}?",
    "Compare the {one} note{where} with the {other}: is it the same pitch?",
    "Listen for the {one} and the {other} note{where}. Are they one and the same pitch?",
    "Is the pitch of the {one} note{where} heard again as the {other} note?",
    "Would the {one} and the {other} note{where} be played with the same key of a piano?",
    "Is there no difference in pitch between the {one} and the {other} note{where}?",
    "Do you hear the same pitch at the {one} and at the {other} note{where}?",
)

SEMITONES = (
    "How many semitones lie between the {one} and the {other} note{where}?",
    "By how many semitones do the {one} and the {other} note{where} differ?",
    "What is the distance in semitones between the {one} and the {other} note{where}?",
    "How many semitones apart are the {one} note{where} and the {other}?",
    "Count the semitones from the {one} note{where} to the {other}.",
    "Give the interval between the {one} and the {other} note{where} in semitones.",
    "Compare the {one} with the {other} note{where}: how many semitones separate them?",
    "In semitones, how far is the {other} note{where} from the {one}?",
    "How many half steps lie between the {one} and the {other} note{where}?",
    "On a piano, how many semitones would separate the {one} and the {other} note{where}?",
)

INTERVAL = (
    "What interval lies between the {one} and the {other} note{where}? Give its name, such as minor third.",
    "Name the interval from the {one} to the {other} note{where}, with its quality (such as major second).",
    "Which interval do the {one} and the {other} note{where} form? Answer as in perfect fifth.",
    "The {one} and the {other} note{where} are a certain interval apart. What is its name (such as minor sixth)?",
    "By what interval does the melody move from the {one} to the {other} note{where}? Give its name and quality.",
    "What would a musician call the interval between the {one} and the {other} note{where} (for example, octave)?",
    "Identify the interval from the {one} note{where} to the {other}, for example minor second.",
    "How large, by the name of the interval (such as major third), is the step between the {one} and the {other} "
    "note{where}?",
    "Give the full name of the interval, such as perfect fourth, between the {one} and the {other} note{where}.",
    "Listen to the {one} and the {other} note{where}. Which interval is that? Name it with its quality.",
)

DIRECTION = (
    "Does the melody go up or down from the {one} to the {other} note{where}?",
    "From the {one} note to the {other}{where}, does the pitch go up or down?",
    "Which way does the tune move between the {one} and the {other} note{where}, up or down?",
    "After the {one} note{where}, does the melody step up or down to the {other}?",
    "Up or down: how does the pitch change from the {one} to the {other} note{where}?",
    "Listen to the {one} and the {other} note{where}. Does the pitch go up or down?",
    "In which direction, up or down, does the melody go from note to note at the {one} and the {other}{where}?",
    "Is the way from the {one} to the {other} note{where} up or down?",
    "Tell whether the melody goes up or down from the {one} note{where} to the {other}.",
    "When the {other} note follows the {one}{where}, has the pitch gone up or down?",
)

RANK = (
    "Which note{where} is the {highest}? Give its number, counting from 1.",
    "Count the notes{where} from 1. What is the number of the {highest} one?",
    "The {highest} note{where} is which one in order? Answer with a number, the first note being 1.",
    "Where among the notes{where} does the {highest} one stand, the first being number 1?",
    "Give the position of the {highest} note{where} (1 for the first).",
    "If the notes{where} are numbered from 1, which number has the {highest}?",
    "At which place, counting from 1, is the {highest} note{where} played?",
    "Find the {highest} note{where}. What number is it, counted from 1?",
    "By pitch, one note{where} is the {highest}. Which is it, as a number from 1?",
    "Number the notes{where} 1, 2, 3 and so on. Which of them is the {highest}?",
)

NAME = (
    "The first note{where} is {first}. What is the name of the {one} note? (The letter is enough, no octave.)",
    "Given that the first note{where} is {first}, name the {one} note, without its octave.",
    "If the first note{where} is {first}, which note is the {one}? Leave out the octave.",
    "Take the first note{where} as {first}. Which letter name has the {one} note?",
    "With {first} as the first note{where}, what is the {one} note called, octave left out?",
    "Starting from {first} as the first note{where}, name the {one} one (no octave needed).",
    "The opening note{where} is {first}. Work out the name of the {one} note, without octave.",
    "You are told that the melody{where} starts on {first}. What note comes {one}? Give the letter name.",
    "Use the first note{where}, which is {first}, as a reference. What is the {one} note's name, without octave?",
    "The first note{where} is {first}. Say which note the {one} is, by letter, with sharp or flat if it has one.",
)

RANGE = (
    "How many semitones lie between the lowest and the highest note{where}?",
    "What is the range, in semitones, of the notes{where}?",
    "From the lowest note{where} to the highest, how many semitones is it?",
    "In semitones, how wide is the range of the melody{where}?",
    "By how many semitones is the highest note{where} above the lowest?",
    "Find the lowest and the highest note{where}. How many semitones apart are they?",
)

DISTINCT = (
    "How many different pitches are played{where}?",
    "How many distinct pitches does the melody{where} use? Count a repeated pitch once.",
    "Count the different pitches{where}, each of them once.",
    "Of how many different notes, by pitch, is the melody{where} made?",
    "If every pitch is counted only once, how many are heard{where}?",
    "How many keys of a piano would be needed for the notes{where}?",
)

RISES = (
    "How many times does the pitch go up from one note to the next{where}?",
    "Count how often a note{where} is higher than the one right before it.",
    "How many of the notes{where} are higher than the note just before them?",
    "Going from note to note{where}, how many times does the melody rise?",
    "How many upward steps or leaps does the melody{where} make?",
    "In how many places{where} is a note followed directly by a higher one?",
)

MODE = (
    "Is the {scale}{where} major or minor?",
    "Does the {scale}{where} sound major or minor?",
    "Which is it, a major or a minor {scale}{where}?",
    "Tell whether the {scale}{where} is major or minor.",
    "What is the mode of the {scale}{where}: major or minor?",
    "Listen to the third of the {scale}{where}. Is it major or minor?",
    "Major or minor: what is the {scale} that is played{where}?",
    "Would you call this {scale}{where} major or minor?",
    "Name the kind of {scale}{where}, major or minor.",
    "The {scale}{where} is either major or minor. Which of the two is it?",
)

SHAPE = (
    "Does the {scale}{where} go up or down?",
    "In which direction does the {scale}{where} run, up or down?",
    "Is the {scale}{where} played going up or going down? Answer up or down.",
    "Up or down: which way does the {scale}{where} go?",
    "Tell the direction of the {scale}{where}, up or down.",
    "From its first to its last note, does the {scale}{where} go up or down?",
    "Which way do the notes of the {scale}{where} run, up or down?",
)
