"""Benchmarks as ratios: `make bench`, whose results and lessons stand in docs/benchmarks.md.

`__main__` starts a program of its own for every measurement, so that each has its own peak of memory;
`listings` and `imports` are what those programs measure.
"""
