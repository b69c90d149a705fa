"""Figures in Chinese prose, and the facts and notes behind them (docs/decisions/0002-binding.md).

``figures`` reads every figure in a text; ``ties`` says where each one comes from. Imports facts, report, values.
"""

from .figures import Figure, read
from .ties import Binding, tie

__all__ = ["Binding", "Figure", "read", "tie"]
