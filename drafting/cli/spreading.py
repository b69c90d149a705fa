"""Where work over many items is done: in this process, in several of this machine, or on a cluster."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from drafting.errors import InputError

from .progress import processes

if TYPE_CHECKING:
    from drafting.collection.pool import Spread


@contextmanager
def spreading(arguments: argparse.Namespace, items: int) -> Iterator[tuple[Spread, int]]:
    """How the work is spread over so many ``items``, and over how many workers, as ``--workers`` and ``--cluster`` say.

    Raises InputError for options that do not hold, and for a cluster that cannot be used.
    """
    if not arguments.cluster:
        from drafting.collection.pool import in_order

        yield in_order, processes(arguments.workers, items)
        return
    if arguments.workers is not None:
        raise InputError("--workers 和 --cluster 只能用一个：用集群时由集群决定同时处理几份。")
    from drafting.collection.cluster import Cluster

    with Cluster(arguments.cluster) as cluster:
        yield cluster.in_order, cluster.workers
