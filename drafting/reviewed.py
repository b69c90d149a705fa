"""What reviewers leave with a report: approvals, remarks, and findings let pass with a reason."""

from __future__ import annotations

from pydantic import Field

from drafting.strict_model import Model, Moment


class Approval(Model):
    """A part that a named person approved as it stood then.

    ``part``: ``tables``, or the id of a narrative section. ``digest``: of what was approved (``Report.digest``); when
    that changes, the approval counts no more. ``at``: the UTC moment in ISO 8601, may be empty.
    """

    part: str
    person: str = Field(min_length=1, max_length=50)
    digest: str
    at: Moment = ""


class Waiver(Model):
    """A finding let pass with a typed reason. ``fingerprint`` is of what it is about; when that changes, it counts no
    more.
    """

    rule: str
    fingerprint: str
    reason: str = Field(min_length=1, max_length=500)
    at: str = ""


class Remark(Model):
    """What a reviewer wants mended, and what was answered to it.

    The place is a ``section``, or the passage ``quote`` of it, or a ``cell`` by its key; without either, the whole
    report. ``paragraph``, ``start``: the id of the paragraph the passage was taken from, and where in it
    (``Report.passage``). ``at``, ``answered_at``: UTC moments in ISO 8601. A remark is open until it has an ``answer``.
    """

    id: str = Field(min_length=1, max_length=64)
    section: str = ""
    quote: str = Field(default="", max_length=500)
    paragraph: str = Field(default="", max_length=64)
    start: int = Field(default=0, ge=0)
    cell: str = ""
    text: str = Field(min_length=1, max_length=1_000)
    person: str = Field(min_length=1, max_length=50)
    at: Moment = ""
    answer: str = Field(default="", max_length=1_000)
    answered_by: str = Field(default="", max_length=50)
    answered_at: Moment = ""

    @property
    def open(self) -> bool:
        """Whether nobody has answered it yet."""
        return not self.answer
