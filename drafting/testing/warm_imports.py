"""Imported once by the process that ``warm`` forks servers from."""

from .warm import import_everything

import_everything()
