"""What rules P-04, P-05 and Y-07 say about the words of the lexicon that a report uses."""

from __future__ import annotations

from .context import Context
from .lexicon import Hit, hits
from .rule import Finding, Outcome, Rule


def check(rule: Rule, context: Context, kinds: tuple[str, ...]) -> Outcome:
    """What ``rule`` says about the words of ``kinds``: a warning where they are 必错, else a hint."""
    if not context.texts:
        yield rule.not_assessed("unwritten")
        return
    if context.office.words_fault:
        yield rule.because(context.office.words_fault.removesuffix("。"))
    organ = context.report.organ
    names = "\n".join((organ.name, organ.short_name, organ.superior))
    for section, text in context.texts.items():
        for hit in hits(text, kinds, context.report.year, names, context.office.words):
            yield _finding(rule, section, hit)


def _finding(rule: Rule, section: str, hit: Hit) -> Finding:
    """A word that is wrong can be put right with one click; about the others a person decides."""
    entry = hit.entry
    wrong = entry.grade == "必错"
    better = rule.part("must_be" if wrong else "may_be", better=entry.better) if entry.better else ""
    why = rule.part("why", why=entry.why.rstrip("。")) if entry.why.rstrip("。") not in ("", entry.kind) else ""
    return rule.finding(
        "word_wrong" if wrong else "word_doubtful" if entry.grade == "疑似" else "word_noticed",
        kind=entry.kind,
        word=entry.word,
        better=better,
        why=why,
        section=section,
        span=(hit.start, hit.end),
        severity="warning" if wrong else "hint",
        fix=entry.better if wrong or entry.kind == "口语" else "",
    )
