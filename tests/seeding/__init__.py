"""Seeded faults for the rules: reports in which nothing is wrong, and a catalogue of ways to break every rule.

``reports`` makes balanced random reports; each other module has the faults of some rules; ``catalogue`` has them all.
"""
