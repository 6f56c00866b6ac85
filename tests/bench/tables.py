"""What was measured, as tables in Markdown."""

import os
import platform

import django

from .bars import bars_of
from .rounds import Spread, ratios

MILLISECONDS = 1_000
LARGE = 1_000  # from here on three figures say too little


def print_tables(measured):
    """Print a table for each part that was measured, and the bars."""
    requests = [row for one in measured for row in request_rows(one)]
    if requests:
        print_table("Requests", REQUESTS, requests)
    imports = [row for one in measured for row in import_rows(one)]
    if imports:
        print_table("Import", IMPORT, imports)
    simulated = [one["simulated"] for one in measured if "simulated" in one]
    if simulated:
        print_table("Index alone", SIMULATED, map(simulated_row, simulated))
    samples = [samples_row(one) for one in measured if "samples" in one]
    if samples:
        print_table("Samples", SAMPLES, samples)
    print_table("Bars", BARS, map(bar_row, bars_of(measured)))


def print_table(title, header, rows):
    """Print one table in Markdown under its title."""
    print(f"\n{title}\n")
    print_row(header)
    print_row("---" for _name in header)
    for row in rows:
        print_row(row)


def print_row(cells):
    print(f"| {' | '.join(cells)} |")


REQUESTS = (
    "engine",
    "clinics",
    "request",
    "throughput over the base",
    "ms",
    "ms of the base",
    "queries, ms",
)


def request_rows(measured):
    """Yield the cells of each request, of all runs together."""
    runs = measured.get("site", [])
    for name in runs[0]["requests"] if runs else ():
        asked = [run["requests"][name] for run in runs]
        seconds = [each for one in asked for each in one["seconds"]]
        base = [each for one in asked for each in one["base_seconds"]]
        by_queries = [run["by_queries"][name] for run in runs if name in run["by_queries"]]
        over = ratios(base, seconds)
        yield (
            measured["engine"],
            f"{measured['clinics']:,}",
            name,
            f"{over.middle:.3f} ({over.least:.3f}-{over.most:.3f})",
            f"{Spread.of(seconds).middle * MILLISECONDS:.2f}",
            f"{Spread.of(base).middle * MILLISECONDS:.2f}",
            f"{Spread.of(by_queries).middle * MILLISECONDS:.0f}" if by_queries else "",
        )


BARS = ("engine", "clinics", "bar", "must", "aim", "measured in each run", "")


def bar_row(bar):
    """Return the cells of a Bar."""
    verdict = "missed" if bar.is_missed else "aim" if bar.is_aim_reached else "must"
    sign = "≥" if bar.is_least else "≤"
    aim = "" if bar.aim is None else f"{sign} {bar.aim:,}"
    measured = ", ".join(f"{value:,.3g}" if value < LARGE else f"{value:,.0f}" for value in bar.measured)
    return bar.engine, bar.clinics, bar.label, f"{sign} {bar.must:,}", aim, measured, verdict


IMPORT = ("engine", "clinics", "what", "times the bare insert", "seconds", "peak MiB")
IMPORTS = {"bare": "bare bulk insert", "import": "native import", "again": "the same file again"}


def import_rows(measured):
    """Yield the cells of the bare insert and of what is compared with it."""
    rounds = measured.get("import", [])
    for key, label in IMPORTS.items() if rounds else ():
        seconds = [one[key]["seconds"] for one in rounds]
        yield (
            measured["engine"],
            f"{measured['clinics']:,}",
            label,
            spread(ratios(seconds, [one["bare"]["seconds"] for one in rounds])),
            f"{Spread.of(seconds).middle:.2f}",
            memory(one[key] for one in rounds),
        )


SIMULATED = (
    "clinics",
    "seconds to build",
    "more MiB at the peak",
    "ms for all counts of C and its first page",
    "ms to find three words in the names",
    "ms by the full text of PostgreSQL",
)


def simulated_row(simulated):
    """Return the cells of an index alone."""
    milliseconds = simulated["facets"] * MILLISECONDS
    return (
        f"{simulated['clinics']:,}",
        f"{simulated['build']:.1f}",
        f"{simulated['MiB']:.0f}",
        f"{milliseconds:.2f}",
        f"{simulated['search'] * MILLISECONDS:.2f}",
        "" if simulated["full_text"] is None else f"{simulated['full_text'] * MILLISECONDS:.2f}",
    )


SAMPLES = ("engine", "clinics", "seconds to make", "clinics a second", "peak MiB", "seconds to export")


def samples_row(measured):
    """Return the cells of the making of the samples."""
    samples = measured["samples"]
    return (
        measured["engine"],
        f"{measured['clinics']:,}",
        f"{samples['seconds']:.1f}",
        f"{samples['added'] / samples['seconds']:.0f}",
        memory([samples]),
        f"{samples['export_seconds']:.1f}",
    )


def spread(measured):
    """Return a Spread as text: "12.3 (11.8-14.0)"."""
    return f"{measured.middle:.1f} ({measured.least:.1f}-{measured.most:.1f})"


def memory(rounds):
    """Return the highest peak of some programs, and how much of it was held before the work: "95 (70)"."""
    highest = max(rounds, key=lambda one: one["peak"])
    return f"{highest['peak']:.0f} ({highest['peak_before']:.0f})"


def machine(*, load_before):
    """Return the sentence that says where and with what the figures were measured."""
    load = " to ".join(f"{load:.1f}" for load in (load_before, os.getloadavg()[0]))
    return (
        f"\n{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, Django {django.get_version()}; the load of the machine went"
        f" from {load}. In brackets: the least and the most of all rounds, or memory held before the work."
    )
