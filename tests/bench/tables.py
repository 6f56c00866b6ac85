"""What was measured, as tables in Markdown."""

import os
import platform

import django

from .rounds import Spread, ratios

MILLISECONDS = 1_000


def print_tables(measured):
    """Print a table for each part that was measured."""
    listing = [row for one in measured for row in listing_rows(one)]
    if listing:
        print_table("Listing", LISTING, listing)
    imports = [row for one in measured for row in import_rows(one)]
    if imports:
        print_table("Import", IMPORT, imports)
    print_table("Samples", SAMPLES, map(samples_row, measured))


def print_table(title, header, rows):
    """Print one table in Markdown under its title."""
    print(f"\n{title}\n")
    print_row(header)
    print_row("---" for _name in header)
    for row in rows:
        print_row(row)


def print_row(cells):
    print(f"| {' | '.join(cells)} |")


LISTING = (
    "engine",
    "clinics",
    "request",
    "found",
    "times the base",
    "throughput over the base",
    "ms",
    "ms of the base",
    "statements",
    "bytes",
)


def listing_rows(measured):
    """Yield the cells of each request."""
    for name, request in measured.get("listing", {}).items():
        times = ratios(request["seconds"], request["base_seconds"])
        seconds, base = Spread.of(request["seconds"]), Spread.of(request["base_seconds"])
        yield (
            measured["engine"],
            f"{measured['clinics']:,}",
            name.replace("-", " "),
            f"{request['found']:,}",
            spread(times),
            f"{1 / times.middle:.4f}",
            f"{seconds.middle * MILLISECONDS:.1f}",
            f"{base.middle * MILLISECONDS:.2f}",
            str(request["statements"]),
            f"{request['bytes']:,}",
        )


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
