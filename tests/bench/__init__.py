"""Benchmarks, run by hand: ``python -m tests.bench [start|edit|stream|check|memory …] [--repeat N] [--write]``.

Each module measures one thing with its baseline beside it, in turn, and gives an ``Outcome``; nothing here is collected
by pytest, and no time is asserted. ``--write`` puts the outcome into its own section of ``docs/performance.md``.
"""
