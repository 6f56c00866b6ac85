"""Pictures for links that are passed on: a title on paper, under the dots of its own stipple drawing."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from clinics.lettering import Lettering, fit
from clinics.stipple import place_dots

EDITION = 1  # to be raised when the same Poster gives another picture
WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph recommends
MARGIN = 72
FREE = 26  # how far dots stay away from letters
EDGE = 8  # a dot is drawn so many times as large and made small again, so that it is round
# The colors of the light look in static/css/site.css.
PAPER, INK, MUTED, ACCENT, WARNING = "#faf7f1", "#1b2320", "#58635d", "#23665a", "#9c3d1b"
COLORS = 48  # in the file
LEADING = 1.18  # from one line to the next, in sizes of the font
TITLE_SIZES, OTHER_SIZES, LINE_SIZES = (92, 76, 62, 52), (52, 44, 36), (36, 30)
MOST_LINES = 3  # of a title


@dataclass(frozen=True, slots=True)
class Poster:
    """What a picture says: its title, another name, a line below, a warning and the site; "" leaves one out.

    `word` decides the dots.
    """

    word: str
    title: str
    other: str
    line: str
    warning: str
    site: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of text: its upper left corner, its box grown by FREE, how it is drawn."""

    text: str
    lettering: Lettering
    color: str
    x: int
    y: int

    @property
    def box(self):
        """The room that no dot may enter: left, top, right, bottom."""
        left, top, right, bottom = self.lettering.font.getbbox(self.text)
        return self.x + left - FREE, self.y + top - FREE, self.x + right + FREE, self.y + bottom + FREE


def draw_poster(poster):
    """Return a Poster as the bytes of a PNG of 1200 by 630 pixels."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    placed = list(_placed(poster))
    picture.paste(ACCENT, (0, 0), _dots(poster.word, [line.box for line in placed]))
    draw = ImageDraw.Draw(picture)
    for line in placed:
        draw.text((line.x, line.y), line.text, font=line.lettering.font, fill=line.color)
    out = BytesIO()
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _placed(poster):
    """Yield each line of a Poster, from the lowest to the highest."""
    width = WIDTH - 2 * MARGIN
    bottom = HEIGHT - MARGIN
    parts = [
        (fit(poster.site, width=width, sizes=LINE_SIZES[1:]), MUTED, 28),
        (fit(poster.warning, width=width, sizes=LINE_SIZES), WARNING, 8),
        (fit(poster.line, width=width, sizes=LINE_SIZES), MUTED, 18),
        (fit(poster.other, width=width, sizes=OTHER_SIZES), INK, 4),
        (fit(poster.title, width=width, sizes=TITLE_SIZES, most=MOST_LINES), INK, 0),
    ]
    for lettering, color, gap_above in parts:
        if lettering is None:
            continue
        for text in reversed(lettering.lines):
            bottom -= round(lettering.size * LEADING)
            yield Placed(text, lettering, color, MARGIN, bottom)
        bottom -= gap_above


def _dots(word, boxes):
    """Return the dots of a word as a mask, without those that would touch a box."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    for x, y, diameter in place_dots(word, "poster"):
        if any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes):
            continue
        disc = _disc(diameter)
        mask.paste(255, (x - disc.width // 2, y - disc.height // 2), disc)
    return mask


@lru_cache(maxsize=16)
def _disc(diameter):
    """Return a round dot of a diameter in tenths of a pixel, with smooth edges."""
    side = -(-diameter // 10) + 1
    large = Image.new("L", (side * EDGE, side * EDGE))
    middle, radius = side * EDGE / 2, diameter * EDGE / 20
    ends = (middle - radius, middle + radius)
    ImageDraw.Draw(large).ellipse((ends[0], ends[0], ends[1], ends[1]), fill=255)
    return large.resize((side, side), Image.Resampling.BOX)
