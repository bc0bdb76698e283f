"""How questions about chords, instruments, phrases and pairs of recordings are put."""

from __future__ import annotations

CHORD_KIND = (
    "Is the chord that is the {one} sound major, minor or diminished?",
    "The {one} sound is a chord. Is it a major, a minor or a diminished triad?",
    "What kind of triad is the {one} sound: major, minor or diminished?",
    "Counting single notes and chords alike, the {one} sound is a triad. Which kind: major, minor or diminished?",
    "Major, minor or diminished: what is the quality of the chord heard as the {one} sound?",
    "Name the quality of the triad played as the {one} sound (major, minor or diminished).",
    "Listen to the {one} sound, a triad. Is it major, minor or diminished?",
    "Which triad is struck as the {one} sound, a major, minor or diminished one?",
    "Of the kinds major, minor and diminished, which is the chord played {one}?",
    "Tell the kind of the chord that comes {one} among the sounds: major, minor or diminished.",
)

IS_CHORD = (
    "Is the {one} sound {chord}?",
    "Counting single notes and chords alike, is the {one} sound {chord}?",
    "Would you call the {one} sound {chord}?",
    "Is what is struck {one} {chord}?",
    "Listen to the {one} sound. Is it {chord}?",
    "Does {chord} come {one} in the row of sounds?",
    "Is it true that the {one} sound is {chord}?",
    "When the instrument is struck for the {one} time, is it {chord}?",
    "Among the sounds, is the {one} one {chord}?",
    "Do you hear {chord} as the {one} sound?",
)

COUNT_CHORDS = (
    "How many {chords} are played?",
    "Count the {chords}.",
    "How many {chords} do you hear?",
    "What is the number of {chords} in the recording?",
    "Listen to the recording: how many {chords} are in it?",
    "How many {chords} can be counted from beginning to end?",
)

WHO_PLAYS = (
    "Which instrument plays the {one} note?",
    "What instrument is the {one} note played on?",
    "On which instrument do you hear the {one} note?",
    "The {one} note is played by which instrument?",
    "Name the instrument that plays the {one} note.",
    "Count the notes. Which instrument plays the {one} of them?",
    "Who plays the {one} note: which of the instruments?",
    "By its sound, which instrument plays the {one} note?",
    "Identify the instrument of the {one} note.",
    "Listen for the {one} note. What instrument is that?",
)

ENTERS = (
    "Which instrument enters {one}?",
    "Which of the instruments is the {one} to enter?",
    "In order of entry, which instrument comes {one}?",
    "Name the instrument that enters {one}.",
    "What is the {one} instrument that you hear come in?",
    "Which instrument is the {one} to be heard?",
    "Order the instruments by when they begin. Which one is {one}?",
    "The instruments begin one after another. Which is the {one}?",
    "By the moment it starts playing, which instrument is {one}?",
    "Of all the instruments, which one comes in {one}?",
)

ENTERS_BEFORE = (
    "Does the {a} enter {before} the {b}?",
    "Is the {a} first heard {before} the {b}?",
    "Does the {a} begin to play {before} the {b} begins?",
    "Does the first note of the {a} come {before} the first note of the {b}?",
    "Compare the entries: does the {a} come in {before} the {b}?",
    "Is it true that the {a} starts {before} the {b}?",
    "Listening from the beginning, does the {a} come in {before} the {b}?",
    "Do you hear the {a} start {before} the {b} does?",
    "Is the entry of the {a} {before} that of the {b}?",
    "Does the {a} start playing {before} the {b} starts?",
)

ORDER = (
    "In which order are the instruments ({players}) first heard?",
    "The instruments are {players}. List them in the order in which they enter.",
    "Put the instruments {players} in the order of their entries.",
    "List the instruments in order of entry: {players}.",
    "Which order do the instruments {players} follow, from the first to enter to the last?",
    "Name the instruments ({players}) one after another as they come in.",
)

COUNT_PLAYERS = (
    "How many different instruments are heard?",
    "How many instruments play in the recording?",
    "Count the different instruments in the recording.",
    "Of how many different instruments do you hear the sound?",
    "What is the number of different instruments that play?",
    "How many kinds of instrument take part?",
)

NOTES_OF = (
    "How many notes does the {player} play?",
    "Count the notes of the {player}.",
    "How many of the notes are played by the {player}?",
    "What is the number of notes that the {player} plays?",
    "Listen to the {player} alone: how many notes does it have?",
    "How many notes do you hear from the {player}?",
    "Leaving out the other instruments, how many notes does the {player} play?",
    "On the {player}, how many notes are played?",
    "Tell how many notes come from the {player}.",
    "How many times is a note struck, blown or bowed on the {player}?",
)

HIGHER_PLAYER = (
    "Which plays the {higher} notes, the {a} or the {b}?",
    "Of the {a} and the {b}, which plays {higher}?",
    "Which instrument has the {higher} part: the {a} or the {b}?",
    "The {a} or the {b}: which one is {higher} in pitch?",
    "Compare the {a} with the {b}. Which of them has the {higher} notes?",
    "Between the {a} and the {b}, which instrument lies {higher} in pitch?",
)

ENTERS_AT = (
    "How many seconds after the start of the recording is the {player} first heard?",
    "When does the {player} enter, in seconds from the start of the recording?",
    "At what time, in seconds, does the {player} begin to play?",
    "After how many seconds does the {player} come in?",
    "In seconds from the start of the recording, when is the first note of the {player}?",
    "Give the moment, in seconds, at which the {player} enters.",
)

ENTRY_GAP = (
    "How many seconds lie between the entries of the {a} and the {b}?",
    "By how many seconds do the first notes of the {a} and the {b} differ in time?",
    "The {a} and the {b} enter at different times. How many seconds apart?",
    "How much time, in seconds, passes between the first note of the {a} and the first note of the {b}?",
    "Take the moments when the {a} and the {b} begin. How many seconds are they apart?",
    "How far apart in seconds do the {a} and the {b} come in?",
)

MORE_NOTES = (
    "Which plays {more} notes, the {a} or the {b}?",
    "Of the {a} and the {b}, which has {more} notes?",
    "The {a} or the {b}: which one plays {more} notes?",
    "Count the notes of the {a} and of the {b}. Which plays {more}?",
    "Which instrument has {more} notes to play, the {a} or the {b}?",
    "Compare the {a} with the {b}: which of them plays {more} notes?",
)

SAME_CLIPS = (
    "Are the two recordings {same}: pitches, lengths, tempo and instrument?",
    "Comparing pitches, lengths, tempo and instrument, are the two recordings {same}?",
    "Is the music of the two recordings {same}, in pitch, rhythm, tempo and instrument?",
    "Taking pitch, rhythm, tempo and instrument together, do the two recordings sound {same}?",
    "Listen to both recordings. In pitch, rhythm, tempo and instrument, are they {same}?",
    "Is the second recording {same_as} the first in pitch, rhythm, tempo and instrument?",
    "Note for note, and in tempo and instrument too, are the two recordings {same}?",
    "When you compare the notes, the tempo and the instrument, are both recordings {same}?",
    "Are the notes, the tempo and the instrument of the two recordings, taken together, {same}?",
    "With regard to pitch, note lengths, tempo and instrument, would you call the recordings {same}?",
)

WHAT_CHANGED = (
    "What is different about the second recording, compared with the first?",
    "One thing is changed in the second recording. What is it?",
    "In what way does the second recording differ from the first?",
    "Compare the two recordings. What has been changed in the second?",
    "The second recording is not quite the first again. What is different?",
    "What was altered between the first and the second recording?",
)

CHANGED_NOTE = (
    "One note has another pitch in the second recording. Which one? Give its number, counting from 1.",
    "At which note (counted from 1) does the second recording differ from the first in pitch?",
    "The two recordings differ in the pitch of one note. What is its number, the first note being 1?",
    "Which note, by number from 1, was changed in pitch in the second recording?",
    "Compare the recordings note by note. Which note, counted from 1, has a different pitch?",
    "Find the one note whose pitch is not the same in both recordings. What is its number, from 1?",
)

TRANSPOSED_BY = (
    "The second recording is the first one transposed. By how many semitones?",
    "By how many semitones is the melody shifted in the second recording?",
    "How many semitones apart are the two recordings, one being the other transposed?",
    "The same melody is played at another pitch in the second recording. How many semitones away is it?",
    "Count the semitones by which the second recording is moved up or down from the first.",
    "In semitones, how far is the melody of the second recording from that of the first?",
)

WHICH_RECORDING = (
    "Which recording is {faster}, the first or the second?",
    "Of the two recordings, which is {faster}: the first or the second?",
    "Is the first or the second recording {faster}?",
    "Compare the two recordings. Which one is {faster}, the first or the second?",
    "The same melody is played twice. In which recording, the first or the second, is it {faster}?",
    "First or second: which recording is {faster}?",
)

ODD_PHRASE = (
    "The recording falls into short phrases, all alike but one. Which one is different? Give its number, from 1.",
    "One of the phrases is not like the others. Which is it, counting from 1?",
    "Which phrase, by number from 1, is the odd one out?",
    "All phrases but one have the same melody. What is the number of the other one, counted from 1?",
    "Between the rests the same phrase is heard again and again, but once it is different. Which time? Count from 1.",
    "Find the phrase whose melody differs from the rest. Give its position, the first being 1.",
    "Number the phrases from 1. Which one does not repeat the melody of the others?",
    "The phrases are separated by rests. Which one of them (counted from 1) is unlike the others?",
    "Which phrase breaks the pattern? Answer with its number, counting from 1.",
    "Listen to each phrase. Which one, by number from 1, has another melody?",
)

COUNT_PHRASES = (
    "Rests divide the music into phrases. How many phrases are there?",
    "How many phrases, separated by rests, do you hear?",
    "Count the phrases; a rest ends each of them.",
    "Into how many phrases do the rests divide the recording?",
    "How many groups of notes are there, with a rest between one and the next?",
    "What is the number of phrases, if a rest lies between neighbouring ones?",
)

PHRASE_NOTES = (
    "How many notes are in the {one} phrase?",
    "Rests divide the music into phrases. How many notes has the {one} one?",
    "Count the notes of the {one} phrase.",
    "Of how many notes is the {one} phrase made?",
    "The {one} phrase, up to the rest, has how many notes?",
    "How many notes do you hear in the {one} phrase?",
)
