"""The whole catalogue of seeded faults."""

from __future__ import annotations

from . import content, figures, language, names, privacy, structure, tables, tables_compared  # noqa: F401  (they fill FAULTS)
from .case import FAULTS, Case, Fault, Place

__all__ = ["FAULTS", "Case", "Fault", "Place"]
