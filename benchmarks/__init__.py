"""Measurements. `python -m benchmarks.NAME` prints a table and the machine; `--json FILE` writes the figures."""
