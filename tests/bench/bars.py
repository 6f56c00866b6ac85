"""What the site must reach and aims at, and what the runs of a benchmark reached."""

from dataclasses import dataclass
from statistics import median

from .rounds import ratios

FEW, MANY = 1_000, 100_000  # clinics
LARGE = 50_000  # clinics: from here on some bars are lower
STREAMED_MOST = 32  # MiB that an answer may take while it is sent, however long it is


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and what each run measured; a measure must be at least as high as it, or else as low."""

    engine: str
    clinics: str
    label: str
    must: float
    aim: float | None
    measured: list[float]
    is_least: bool = True

    @property
    def is_missed(self):
        """Whether most runs missed it."""
        missed = sum(value < self.must if self.is_least else value > self.must for value in self.measured)
        return 2 * missed > len(self.measured)

    @property
    def is_aim_reached(self):
        """Whether the middle of the runs reached the aim."""
        middle = median(self.measured)
        return self.aim is not None and (middle >= self.aim if self.is_least else middle <= self.aim)


def bars_of(measured):
    """Return the Bars of what was measured, one dict for each engine and number of clinics."""
    bars = [bar for one in measured for bar in _of_one(one)]
    for engine in dict.fromkeys(one["engine"] for one in measured):
        sizes = {one["clinics"]: one for one in measured if one["engine"] == engine}
        if FEW in sizes and MANY in sizes:
            bars += _of_growth(engine, sizes[FEW], sizes[MANY])
    return bars


def _of_one(measured):
    engine, clinics = measured["engine"], measured["clinics"]
    is_large = clinics >= LARGE

    def bar(label, must, aim, values, *, is_least=True):
        return Bar(engine, f"{clinics:,}", label, must, aim, list(values), is_least)

    if runs := measured.get("site"):
        throughput = {
            name: [_throughput(run["requests"][name]) for run in runs] for name in runs[0]["requests"]
        }
        must, aim = (0.06, 0.18) if is_large else (0.08, 0.20)
        for letter in ("A", "B", "C", "D", "U"):
            yield bar(f"{letter}, throughput over the base", must, aim, throughput[letter])
        must, aim = (0.02, 0.06) if is_large else (0.045, 0.09)
        yield bar("E, search", must, aim, throughput["E"])
        yield bar("F, a clinic shown before", 0.25, 0.40, throughput["F"])
        yield bar("A kept, an edit shows at once", 0.6, 0.85, throughput["repeated"])
        yield bar("A unchanged (304)", 0.6, 0.85, throughput["unchanged"])
        for name in runs[0]["streamed"] if is_large else ():
            growth = [run["streamed"][name][1] for run in runs]
            yield bar(f"{name}, MiB taken while sent", STREAMED_MOST, None, growth, is_least=False)
        if clinics >= 10 * FEW:
            must, aim = (25, 60) if is_large else (8, 25)
            for letter in runs[0]["by_queries"]:
                faster = [run["by_queries"][letter] / _seconds(run, letter) for run in runs]
                yield bar(f"{letter}, times as fast as by queries", must, aim, faster)
    if runs := measured.get("inside"):
        yield from _of_inside(bar, runs, is_large=is_large)
    if rounds := measured.get("import"):
        times = [one["import"]["seconds"] / one["bare"]["seconds"] for one in rounds]
        yield bar("native import, times the bare insert", 15, 6, times, is_least=False)


def _of_inside(bar, runs, *, is_large):
    for page, must, aim in (("listing", 6, 3), ("clinic", 6, 4), ("editors' list", 14, 10)):
        yield bar(f"{page}, statements", must, aim, [run["statements"][page] for run in runs], is_least=False)
    yield bar("A, bytes of HTML", 50_000, 40_000, [run["html"] for run in runs], is_least=False)
    yield bar("A, bytes compressed", 9_000, 7_000, [run["compressed"] for run in runs], is_least=False)
    if is_large:
        lists = [run["editors_list"] for run in runs]
        yield bar(
            "editors' list, times as fast as Django's counts",
            3,
            5,
            [each["by_django"] / each["seconds"] for each in lists],
        )
        facets = [run["facets"]["seconds"] / run["facets"]["by_sql"] for run in runs]
        yield bar("facets of C over hand-written SQL", 0.10, 0.03, facets, is_least=False)
        built = [run["index"]["build"] / run["index"]["read"] for run in runs]
        yield bar("building the index over reading its rows", 3, 2, built, is_least=False)


def _of_growth(engine, few, many):
    sizes = f"{few['clinics']:,} to {many['clinics']:,}"
    if not (few.get("site") and many.get("site")):
        return
    pairs = list(zip(few["site"], many["site"], strict=True))
    for letter in ("A", "B", "C"):
        grown = [_seconds(large, letter) / _seconds(small, letter) for small, large in pairs]
        yield Bar(engine, sizes, f"{letter}, times the milliseconds", 1.6, 1.3, grown, is_least=False)
    more = [large["memory"] - small["memory"] for small, large in pairs]
    yield Bar(engine, sizes, "memory of a process, more MiB", 60, 35, more, is_least=False)


def _seconds(run, letter):
    return median(run["requests"][letter]["seconds"])


def _throughput(request):
    return ratios(request["base_seconds"], request["seconds"]).middle
