"""Patterns compiled at their first use."""

import re

import pytest

from drafting.language import late_pattern as module
from drafting.language.late_pattern import late_pattern


def test_a_pattern_is_compiled_once_and_not_before_it_is_used(monkeypatch):
    made, compile_ = [], re.compile
    monkeypatch.setattr(module.re, "compile", lambda *given: made.append(given) or compile_(*given))
    pattern = late_pattern("公(?P<what>开|告)", re.MULTILINE)
    assert made == [] and pattern.pattern == "公(?P<what>开|告)"
    assert [found["what"] for found in pattern.finditer("公开、公告")] == ["开", "告"]
    assert pattern.sub("-", "公开了") == "-了" and pattern.fullmatch("公") is None
    assert pattern.groups == 1 and len(made) == 1


def test_what_is_no_pattern_is_said_at_the_first_use():
    with pytest.raises(re.error):
        late_pattern("(").search("x")
    with pytest.raises(AttributeError):
        late_pattern("x").nothing
