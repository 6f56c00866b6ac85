"""The settings under which benchmarks run: those of the tests, but no file is looked for in each request."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

SAMPLES = 0
KEPT_PAGES_BYTES = int(os.environ.get("BENCH_KEPT_MB", "0")) * 1024 * 1024
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
STATIC_ROOT = None

# The directory that rows are copied from, beside the one that they are written to.
if origin := os.environ.get("BENCH_ORIGIN"):
    DATABASES["origin"] = {**DATABASES["default"], "NAME": origin}
