"""Figures in Chinese prose, and the facts and notes behind them (docs/decisions/0002-binding.md).

``figures`` reads every figure in a text; ``EvidenceIndex.marks`` says where each one comes from; ``record`` keeps it with the
paragraph.
"""

from .evidence import EvidenceIndex
from .figures import Figure, read
from .marks import Mark, State
from .record import recorded

__all__ = ["EvidenceIndex", "Figure", "Mark", "State", "read", "recorded"]
