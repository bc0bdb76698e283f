"""Icons of landmarks, one for each kind, as outlines on a 24 by 24 grid."""

from __future__ import annotations

from functools import cache

from scenewright.renderers.skia_loader import skia

OUTLINES = {
    "bakery": "M 5 11 C 2 6 8 5 12 5 C 16 5 22 6 19 11 L 18 12 L 18 19 L 6 19 L 6 12 Z "
    "M 9 8 L 10.6 8 L 12 12 L 10.4 12 Z M 13 8 L 14.6 8 L 16 12 L 14.4 12 Z",
    "bank": "M 12 3.5 L 20.5 9 L 3.5 9 Z R 5.2 10.2 7.8 16 R 10.7 10.2 13.3 16 R 16.2 10.2 18.8 16 R 4 17.2 20 20",
    "bookshop": "M 11.5 7 C 9 5 6 5 3.5 5.8 L 3.5 17.8 C 6 17 9 17 11.5 19 Z "
    "M 12.5 7 C 15 5 18 5 20.5 5.8 L 20.5 17.8 C 18 17 15 17 12.5 19 Z",
    "café": "M 4.5 7 L 15.5 7 L 15.5 12 C 15.5 16 13.5 17 10 17 C 6.5 17 4.5 16 4.5 12 Z "
    "M 16 8 L 18 8 C 21 8 21 14 16 14 L 16 12.4 C 18.6 12.4 18.6 9.6 16 9.6 Z R 3.5 18.2 17 20",
    "castle": "M 4 5 L 7 5 L 7 8 L 10.2 8 L 10.2 5 L 13.8 5 L 13.8 8 L 17 8 L 17 5 L 20 5 L 20 20 L 14.2 20 "
    "L 14.2 15.5 C 14.2 12.5 9.8 12.5 9.8 15.5 L 9.8 20 L 4 20 Z",
    "church": "M 11.1 2 L 12.9 2 L 12.9 3.7 L 14.6 3.7 L 14.6 5.3 L 12.9 5.3 L 12.9 8 L 18.5 12.5 L 18.5 "
    "20.5 L 13.8 20.5 "
    "L 13.8 16 L 10.2 16 L 10.2 20.5 L 5.5 20.5 L 5.5 12.5 L 11.1 8 L 11.1 5.3 L 9.4 5.3 L 9.4 3.7 L "
    "11.1 3.7 Z",
    "cinema": "R 3.5 9.8 15 18.5 M 16 12.6 L 20.8 9.8 L 20.8 18.2 L 16 15.6 Z O 6.3 6.6 2.4 O 12.2 6.6 2.4",
    "dentist": "M 7 4 C 9 4 10 5.2 12 5.2 C 14 5.2 15 4 17 4 C 20.4 4 20.8 8 19.2 11 C 18 14 18.4 20.5 "
    "16 20.5 "
    "C 13.8 20.5 14.6 14.5 12 14.5 C 9.4 14.5 10.2 20.5 8 20.5 C 5.6 20.5 6 14 4.8 11 C 3.2 8 3.6 4 7 4 Z",
    "fire station": "M 12 2.5 C 13 7 18.5 9 18.5 14.4 C 18.5 18.5 15.6 21 12 21 C 8.4 21 5.5 18.5 5.5 14.4 "
    "C 5.5 11 8 10 8.5 7 C 10 8 10.6 9.5 10.6 11 C 12 9 12.5 6 12 2.5 Z "
    "M 12 13 C 13.4 15 14.6 15.6 14.6 17.2 C 14.6 18.8 13.5 19.6 12 19.6 C 10.5 19.6 9.4 18.8 9.4 17.2 "
    "C 9.4 15.6 11.3 14.8 12 13 Z",
    "florist": "O 12 6.6 2.8 O 17 10.2 2.8 O 15.1 16.1 2.8 O 8.9 16.1 2.8 O 7 10.2 2.8 O 12 11.8 2",
    "garage": "M 3.5 13 L 5.8 7.6 C 6.2 6.6 7 6 8 6 L 16 6 C 17 6 17.8 6.6 18.2 7.6 L 20.5 13 L 20.5 19 "
    "L 17.6 19 "
    "L 17.6 17 L 6.4 17 L 6.4 19 L 3.5 19 Z M 7.4 8 L 5.8 12 L 18.2 12 L 16.6 8 Z O 7 14.5 1.1 O 17 14.5 1.1",
    "gym": "R 2.8 9.5 5 14.5 R 5.6 6.5 8.8 17.5 R 9.2 10.8 14.8 13.2 R 15.2 6.5 18.4 17.5 R 19 9.5 21.2 14.5",
    "hospital": "M 9.2 3.5 L 14.8 3.5 L 14.8 9.2 L 20.5 9.2 L 20.5 14.8 L 14.8 14.8 L 14.8 20.5 L 9.2 "
    "20.5 L 9.2 14.8 "
    "L 3.5 14.8 L 3.5 9.2 L 9.2 9.2 Z",
    "hotel": "M 2.8 6 L 5 6 L 5 13 L 21.2 13 L 21.2 19 L 19 19 L 19 16.2 L 5 16.2 L 5 19 L 2.8 19 Z O "
    "7.9 10.1 2.1 "
    "M 10.8 8 L 17 8 C 19.6 8 21.2 9.4 21.2 12 L 10.8 12 Z",
    "library": "R 3.8 5 7.6 20 R 8.6 7 12 20 M 13 7.2 L 16 6.2 L 20.6 18.8 L 17.6 20 Z",
    "market": "M 4.5 4 L 19.5 4 L 21.5 10.5 L 2.5 10.5 Z R 4.5 11.7 6.6 20 R 17.4 11.7 19.5 20 R 6.6 14.6 17.4 17",
    "museum": "M 8.8 3 L 15.2 3 L 14.2 6.4 C 18 7.6 19 11 17.4 14.6 C 16.3 17 14.8 18.2 14.8 21 L 9.2 21 "
    "C 9.2 18.2 7.7 17 6.6 14.6 C 5 11 6 7.6 9.8 6.4 Z R 7.6 10.4 16.4 12",
    "petrol station": "M 4.5 4 L 13.5 4 L 13.5 20.5 L 4.5 20.5 Z M 6.5 6 L 11.5 6 L 11.5 10.4 L 6.5 10.4 Z "
    "M 14.3 11 C 16.8 11 15.8 17 17 17 C 18.2 17 17.6 11.4 17.6 9.6 L 15.4 7.2 L 16.6 6 L 19.6 9 C 19.8 "
    "13 20.4 18.9 "
    "17 18.9 C 13.8 18.9 15.4 12.9 14.3 12.9 Z",
    "pharmacy": "R 3.5 9.6 20.5 11.6 M 5 12.8 L 19 12.8 C 19 16.2 17 18 15.4 18.5 L 15.4 20.6 L 8.6 20.6 "
    "L 8.6 18.5 "
    "C 7 18 5 16.2 5 12.8 Z M 12.4 8.6 L 17 2.8 L 19.2 4.4 L 16 8.6 Z",
    "playground": "M 6.2 4 L 17.8 4 L 21 20 L 18.8 20 L 16.1 6.2 L 14 6.2 L 14 14 L 15.4 14 L 15.4 16.4 "
    "L 8.6 16.4 L 8.6 14 "
    "L 10 14 L 10 6.2 L 7.9 6.2 L 5.2 20 L 3 20 Z M 11.4 6.2 L 11.4 14 L 12.6 14 L 12.6 6.2 Z",
    "police station": "M 12 2.5 L 19.6 5.4 C 19.6 13 17.4 18.6 12 21.5 C 6.6 18.6 4.4 13 4.4 5.4 Z "
    "M 12 7 L 13.4 10.2 L 16.8 10.6 L 14.3 12.9 L 15 16.3 L 12 14.6 L 9 16.3 L 9.7 12.9 L 7.2 10.6 L "
    "10.6 10.2 Z",
    "post office": "M 3.5 6 L 20.5 6 L 12 12.6 Z M 3.5 8.2 L 12 14.8 L 20.5 8.2 L 20.5 18.6 L 3.5 18.6 Z",
    "restaurant": "M 5.4 3.5 L 6.9 3.5 L 6.9 9 L 7.9 9 L 7.9 3.5 L 9.5 3.5 L 9.5 9 L 10.5 9 L 10.5 3.5 L "
    "12 3.5 L 12 9.8 "
    "C 12 11.4 11 12.4 10 12.6 L 10 20.5 L 7.4 20.5 L 7.4 12.6 C 6.4 12.4 5.4 11.4 5.4 9.8 Z "
    "M 14.6 3.5 C 18 4 18.8 9 18.8 13.4 L 17 13.4 L 17 20.5 L 14.6 20.5 Z",
    "school": "M 4.4 20 L 5.6 14.8 L 14.6 5.8 L 18.6 9.8 L 9.6 18.8 Z M 15.6 4.8 L 17 3.4 C 18.2 2.4 22 "
    "6.2 21 7.4 "
    "L 19.6 8.8 Z",
    "stadium": "M 12 4.5 C 17.4 4.5 21.5 7.6 21.5 12 C 21.5 16.4 17.4 19.5 12 19.5 C 6.6 19.5 2.5 16.4 "
    "2.5 12 "
    "C 2.5 7.6 6.6 4.5 12 4.5 Z M 12 7.2 C 8 7.2 5.4 9.2 5.4 12 C 5.4 14.8 8 16.8 12 16.8 C 16 16.8 18.6 "
    "14.8 18.6 12 "
    "C 18.6 9.2 16 7.2 12 7.2 Z R 11.1 8.6 12.9 15.4",
    "supermarket": "M 2.5 4.5 L 6 4.5 L 7 7 L 21 7 L 18.8 15 L 8.2 15 L 4.8 6.4 L 2.5 6.4 Z O 9.4 18.4 "
    "1.9 O 16.8 18.4 1.9",
    "swimming pool": "O 17 8.4 2.3 M 5.4 11.6 L 11.4 6 L 15 10.8 L 12.6 12.6 L 11 10.4 L 8.6 12.6 Z "
    "M 3 15 C 5.6 12.8 7.4 12.8 9.4 15 C 11.4 17 13 17 15 15 C 17 12.8 18.4 12.8 21 15 L 21 17.6 C 18.4 "
    "15.4 17 15.4 15 17.6 "
    "C 13 19.6 11.4 19.6 9.4 17.6 C 7.4 15.4 5.6 15.4 3 17.6 Z",
    "theatre": "M 4.6 4.4 C 9 6.2 15 6.2 19.4 4.4 C 20.6 14 17.4 20.8 12 20.8 C 6.6 20.8 3.4 14 4.6 4.4 Z "
    "M 7.4 9.6 C 8.6 8.2 10.4 8.4 11 10 C 10 11.2 8.4 11 7.4 9.6 Z M 16.6 9.6 C 15.4 8.2 13.6 8.4 13 10 "
    "C 14 11.2 15.6 11 16.6 9.6 Z M 7.8 13.6 C 10.4 15.2 13.6 15.2 16.2 13.6 C 15.4 18.4 8.6 18.4 7.8 13.6 Z",
    "town hall": "M 11.3 2 L 16.6 3.7 L 12.7 5.4 L 12.7 6.8 L 17 9.8 L 20.5 9.8 L 20.5 20.5 L 14.2 20.5 "
    "L 14.2 16 L 9.8 16 "
    "L 9.8 20.5 L 3.5 20.5 L 3.5 9.8 L 7 9.8 L 11.3 6.8 Z O 12 11.6 2.1",
    "train station": "M 7 3.2 L 17 3.2 C 18.8 3.2 19.5 4.2 19.5 6 L 19.5 14.6 C 19.5 16.2 18.6 17.2 16.9 "
    "17.2 L 19 20.8 "
    "L 16.5 20.8 L 14.6 17.6 L 9.4 17.6 L 7.5 20.8 L 5 20.8 L 7.1 17.2 C 5.4 17.2 4.5 16.2 4.5 14.6 L 4.5 6 "
    "C 4.5 4.2 5.2 3.2 7 3.2 Z R 6.8 5.8 17.2 10.8 O 8.3 14 1.4 O 15.7 14 1.4",
    "university": "M 12 4.5 L 22.5 9.4 L 12 14.2 L 1.5 9.4 Z M 5.6 12.7 L 12 15.6 L 18.4 12.7 L 18.4 17 "
    "C 15 20 9 20 5.6 17 Z",
    "zoo": "O 5.4 11.4 2.2 O 9.6 6.6 2.4 O 14.4 6.6 2.4 O 18.6 11.4 2.2 "
    "M 12 10.8 C 14.8 10.8 18 15 17.2 18 C 16.5 20.3 13.5 19.4 12 19.4 C 10.5 19.4 7.5 20.3 6.8 18 C 6 "
    "15 9.2 10.8 12 10.8 Z",
}
"""Letters as in SVG (M, L, C, Z), R for a rectangle (left, top, right, bottom), O for a disc (x, y, radius). What is
covered twice is a hole."""

GROUPS = {
    "health": ("dentist", "hospital", "pharmacy"),
    "food": ("bakery", "café", "market", "restaurant", "supermarket"),
    "culture": ("castle", "church", "cinema", "museum", "theatre", "zoo"),
    "learning": ("bookshop", "library", "school", "university"),
    "sport": ("gym", "playground", "stadium", "swimming pool", "florist"),
    "service": ("bank", "hotel", "police station", "post office", "town hall"),
    "traffic": ("fire station", "garage", "petrol station", "train station"),
}
GROUP_OF = {kind: place for place, kinds in enumerate(GROUPS.values()) for kind in kinds}
"""Which of the seven groups a kind belongs to: maps may colour their icons by it."""


@cache
def icon(kind: str) -> skia.Path:
    """The outline of a kind of landmark, centred on the origin, 24 units wide."""
    path = skia.Path()
    path.setFillType(skia.PathFillType.kEvenOdd)
    words = OUTLINES[kind].split()
    place = 0

    def take(count: int) -> list[float]:
        nonlocal place
        place += count
        return [float(word) - 12.0 for word in words[place - count : place]]

    while place < len(words):
        letter = words[place]
        place += 1
        if letter == "M":
            path.moveTo(*take(2))
        elif letter == "L":
            path.lineTo(*take(2))
        elif letter == "C":
            path.cubicTo(*take(6))
        elif letter == "R":
            path.addRect(skia.Rect.MakeLTRB(*take(4)))
        elif letter == "O":
            x, y, radius = take(3)
            path.addCircle(x, y, radius + 12.0)
        else:
            path.close()
    return path
