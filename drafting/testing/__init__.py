"""Doubles and helpers for tests of the program and of what is built on it. Ships with the package."""
