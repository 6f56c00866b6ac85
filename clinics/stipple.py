"""Stipple drawings: dots that thin out along a hairline, drawn from a word alone.

The same word gives the same drawing on any machine: all numbers come from SHA-256, and all arithmetic is done
in whole numbers.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import count
from struct import unpack

FINE = 16  # whole numbers in a unit of the drawing
GOLDEN = 618  # thousandths; rows shifted by the golden ratio never fall into columns


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a drawing is made on, in units: its size, the tightest and widest spacing in tenths, and the
    diameters of its dots from the dense end to the thin one, in tenths, 0 where the style sheet says it;
    `most` is the greatest number of dots.
    """

    width: int
    height: int
    spacing: tuple[int, int]
    diameters: tuple[int, ...]
    most: int


SHEETS = {
    "card": Sheet(40, 40, (50, 130), (0,), most=28),
    "large": Sheet(320, 200, (64, 210), (48, 38, 29, 21), most=480),
    "wide": Sheet(960, 160, (90, 240), (62, 48, 36, 26), most=700),
    "poster": Sheet(1200, 630, (150, 560), (104, 84, 66, 50), most=1100),
}


def numbers_of(word):
    """Yield numbers from 0 to 65,535 that only their word decides, without an end."""
    for block in count():
        yield from unpack(">16H", sha256(f"{word}:{block}".encode()).digest())


def below(limit, number):
    """Return a number of numbers_of as one from 0 to one less than a limit of at most 65,536."""
    return number * limit >> 16


def hairline(width, height, *, bow, tilt):
    """Return the line along which dots thin out: at each x how far it runs below its middle.

    It is bent by `bow` and slanted by `tilt`, in thousandths.
    """
    square = width**2

    def at(x):
        across = 2 * x - width
        return tilt * across // width * height // 2000 - bow * across * across // square * height // 2000

    return at


@lru_cache(maxsize=4096)
def draw(word, size="card"):
    """Return the paths of a drawing as (diameter, commands) pairs, each dot a closed line of no length."""
    dots = place_dots(word, size)
    tones = {}  # diameter -> dots
    for x, y, diameter in dots:
        tones.setdefault(diameter, []).append((x, y))
    return [
        (f"{diameter / 10:g}" if diameter else "", commands(of_tone)) for diameter, of_tone in tones.items()
    ]


def place_dots(word, size):
    """Return (x, y, diameter in tenths) of each dot of a drawing, in units of its sheet."""
    sheet = SHEETS[size]
    dots = thinned(_dots(word, sheet), most=sheet.most)
    return [(x, y, sheet.diameters[tone]) for x, y, tone in dots]


def _dots(word, sheet):
    """Return (x, y, tone) of each dot, row by row from the dense end to the thin one."""
    numbers = numbers_of(word)
    width, height = sheet.width * FINE, sheet.height * FINE
    bow, tilt, phase = (below(limit, next(numbers)) for limit in (1001, 1001, 1000))
    line = hairline(width, height, bow=bow - 400, tilt=tilt - 500)
    ends = [line(0), line(width // 2), line(width)]
    first, last = -max(ends), height - min(ends)
    tightest, widest = (tenths * FINE // 10 for tenths in sheet.spacing)

    dots = []
    row, depth = 0, first
    while depth < last:
        spacing = tightest + (widest - tightest) * (depth - first) // (last - first)
        tone = (depth - first) * len(sheet.diameters) // (last - first)
        stray = spacing * 6 // 10
        half = stray // 2
        start = -(spacing * ((phase + row * GOLDEN) % 1000) // 1000)
        places = range(start, width + spacing, spacing)
        # A page has hundreds of dots, so `below` is written out.
        for place, across, down in zip(places, numbers, numbers, strict=False):
            x = place + (across * stray >> 16) - half
            if 0 <= x <= width and 0 <= (y := depth + line(x) + (down * stray >> 16) - half) <= height:
                dots.append((x // FINE, y // FINE, tone))
        depth += spacing * 9 // 10
        row += 1
    return dots


def thinned(dots, *, most):
    """Return the dots, or where there are more than `most` of them that many, left out evenly."""
    if len(dots) <= most:
        return dots
    return [dots[number * len(dots) // most] for number in range(most)]


def commands(dots):
    """Return the path of some (x, y) dots, each from the one before: [(3, 4), (5, 1)] -> "m3 4zm2-3z"."""
    parts = []
    last_x, last_y = 0, 0
    for x, y in dots:
        down = y - last_y
        parts.append(f"m{x - last_x}{'' if down < 0 else ' '}{down}z")
        last_x, last_y = x, y
    return "".join(parts)
