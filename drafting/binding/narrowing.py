"""Of what a verb leaves open, what the other figures of its sentence leave (domain §4.3).

收到 with 其中上年结转1件 includes it, 收到 beside 上年结转3件 is 新收; 办理 beside 结转下年 is no 新收; applicants are of what their whole turned out
to be.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafting.facts import cells_of

from .frames import Read, State
from .names import CARRIED, VERBS, Names

_OF = {
    "done": ("done",),
    "received": ("new", "handled"),
    "new": ("new",),
    "handled": ("handled",),
    "handling": ("done", "handled"),
}
"""What a share is of, by the words for it (占办结总数, 占收到申请)."""
Cells = tuple[tuple[str, ...], ...]


def narrow(state: State) -> None:
    """Narrow the open readings of every sentence."""
    by_sentence: dict[int, list[int]] = {}
    for at, read in enumerate(state.found):
        if read is not None:
            by_sentence.setdefault(read.sentence, []).append(at)
    for sentence, places in by_sentence.items():
        _sentence(sentence, places, state)


def _sentence(sentence: int, places: Sequence[int], state: State) -> None:
    reads = {at: read for at in places if (read := state.found[at])}
    stages = {stage for read in reads.values() if not read.names.verb for each in read.names.stages for stage in each}
    received = any(read.names.verb == "received" for read in reads.values())
    over = next((at for at, read in reads.items() if read.names.stages == CARRIED[0]), None)
    for read in reads.values():
        _applicants_of(read, sentence, state)
    for at, read in reads.items():
        if (verb := read.names.verb) not in VERBS:
            continue
        left = _beside_carried(at, over, verb, state.carried.get(sentence), reads)
        if verb == "received" and stages & {"done", "carried_out"}:
            left.discard("done")
        if verb == "handling" and (received or stages & {"done", "carried_out"}):
            left.discard("new")
        kept = tuple(stage for stage in read.names.stages if set(stage) <= left)
        read.names = read.names._replace(stages=kept or read.names.stages)
    wholes = [read for read in reads.values() if not read.names.axis and read.names.family == "request"]
    last: Read | None = None  # the whole that was counted last
    for read in reads.values():
        last = last if read.names.axis else read
        if read.names.applicants and read.names.verb in VERBS:
            whole = state.at(read.governor) or last
            if whole and whole.names.verb == read.names.verb and not whole.names.axis:
                read.names = read.names._replace(stages=whole.names.stages)
        elif read.names.applicants and read.names.verb == "applicants" and last is None and len(wholes) == 1:
            (whole,) = wholes  # 自然人271件，法人47件，合为全年新收318件
            if not whole.names.verb and whole.names.stages in ((("new",),), (("handled",),)):
                read.names = read.names._replace(stages=whole.names.stages)


def _applicants_of(read: Read, sentence: int, state: State) -> None:
    """Whose applicants are meant where a share says of what (占新收的75%), or the sentence takes in what was carried over."""
    if read.names.verb != "applicants":
        return
    if read.measure == "share" and read.base in ("new", "handled", "done"):
        read.names = read.names._replace(stages=((read.base,),), verb="")
    elif sentence in state.fresh:
        read.names = read.names._replace(stages=(("new",),), verb="")
    elif state.carried.get(sentence) == "include":
        read.names = read.names._replace(stages=(("handled",),), verb="")


def _beside_carried(at: int, over: int | None, verb: str, unnumbered: str | None, reads: dict[int, Read]) -> set[str]:
    """What a verb may mean beside 上年结转, the figure at ``over`` or (``unnumbered``) words alone: included, or beside it."""
    every = set(VERBS[verb])
    if over is None:
        return every - {"new"} if unnumbered == "include" else every
    read = reads[over]
    if read.included and read.governor == at:
        return {"handled"} if verb == "received" else {"handled", "done"}
    if read.included and over < at:
        return every - {"new"}
    if read.included and read.governor >= 0:
        return every
    return {"new"} if verb == "received" else every - {"new"}


def wholes(read: Read, state: State) -> Cells:
    """What a share may be of: what its words name, else （七）总计, 新收, 收办, and the whole of the sentence."""
    names = read.names
    if read.of and read.of != names:
        return read.of.readings(state.form)
    governor = state.at(read.governor)
    above = (
        governor.names.readings(state.form)
        if governor and governor.names != names and governor.measure in ("count", "share")
        else ()
    )
    if names.family != "request":
        if not names.outcomes or above:
            return above
        every, decided = names._replace(outcomes=()), names._replace(outcomes=("decided",))
        of = {"received": every, "decided": decided}
        based = state.based.get(read.sentence) or {"received"}
        return tuple(cells for base in sorted(based) for cells in of[base].readings(state.form))
    if names.stages == (("done",),) and not names.axis and not read.base and _counts_handled(read, state):
        return tuple(filter(None, (cells_of(state.form, "request", "handled"),)))  # 应办25件，办结22件，办结率88%
    likely = (
        ("new", "handled", "done")
        if names.applicants and not names.results
        else ("done",)
        if names.results
        else ("done", "new", "handled")
    )
    if read.base == "that":  # 占该类的69.2%
        return _counted_round(read, Names.readings(names, state.form), state)
    named = tuple(cells for stage in _OF.get(read.base, likely) if (cells := cells_of(state.form, "request", stage)))
    own = () if names.also else Names.readings(names, state.form)
    before = read.maybe.readings(state.form) if read.maybe and not read.base else ()
    inside = () if read.base else (*above, *_counted_round(read, own, state))
    return tuple(dict.fromkeys(cells for cells in (*before, *named, *inside) if cells not in own))


def _counts_handled(read: Read, state: State) -> bool:
    """Whether the sentence counts 收办, of which its 办结率 then is."""
    some = (each for each in state.found if each and each.sentence == read.sentence and each.measure == "count")
    return any(each.names.stages == (("handled",),) and not each.names.axis for each in some)


def _counted_round(read: Read, own: Cells, state: State) -> Cells:
    """What the sentence has counted that the part is inside of (在不予公开的14件申请中，行政查询事项占一半)."""
    if not read.names.results:
        return ()
    some = [
        each for each in state.found if each and each.sentence == read.sentence and each.measure in ("count", "share")
    ]
    round_it = (cells for each in some if each.names.results for cells in each.names.readings(state.form))
    return tuple(cells for cells in round_it if any(set(part) < set(cells) for part in own))
