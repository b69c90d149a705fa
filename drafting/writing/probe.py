"""测试连接: a few short calls that find out what an endpoint can do; the result is its profile.

Each call has its own time limit and all together have one; a call that fails says that the endpoint cannot do that one
thing. Only the first call may fail the whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from drafting.errors import ModelError, ModelUnreachable

from . import client, connection, failures
from . import profile as profiles
from .client import Messages, Stream, Usage
from .endpoint import Endpoint, Strategy
from .profile import SWITCHES, Form, Profile, Thinks
from .think import NEW_PAGE

CALL_SECONDS = 30
"""The longest silence of one call."""
LONGEST_SECONDS = 120
"""The longest a whole probe may take: a call that runs then is stopped, later ones are not made."""
ONE_WORD: Messages = [("user", "请只回答一个字：好")]
MATERIAL = "5月组织业务培训2次，参训48人"
"""What the trial of structure is about."""
LENGTHS = (9_000, 5_000, 2_500)
"""Letters of the long requests, the longest first: a window of 4,096 tokens loses of the first, and reads the second."""
CODES = ("7391", "2684", "5107")
"""The numbers that stand at the beginning, in the middle and at the end of a long request."""
FILLING = "本年度继续做好政府信息公开工作，及时更新栏目内容，规范办理流程，加强日常检查。"
TELLING = 10
"""Letters of an answer from which it tells how fast the model writes."""
_FORMS: tuple[Form, ...] = ("json_schema", "json_object", "text")


WAYS: dict[Strategy, str] = {
    "prose": "整段起草",
    "paragraphs": "逐段改写，程序逐句核对",
    "items": "逐条改写素材，由程序编排",
}


@dataclass(frozen=True)
class Verdict:
    """How to draft with an endpoint and, in words for the page, because of what. ``answers``: letters and usage of what it
    wrote meanwhile.
    """

    strategy: Strategy
    because: str
    answers: Sequence[tuple[int, Usage]] = ()


Tell = Callable[[str], None]
Choose = Callable[[Endpoint, threading.Event, Tell], Verdict | None]


class Count(BaseModel):
    """What the trial of structure asks for."""

    model_config = ConfigDict(extra="forbid")

    month: int
    people: int


@dataclass
class _Trial:
    """One probe: the endpoint with short time limits, its profile so far, when to give up, where to tell the steps."""

    endpoint: Endpoint
    profile: Profile
    stop: threading.Event
    tell: Tell
    choose: Choose | None = None
    letters: int = 0
    """Letters of the longest answer, which says how fast the model writes."""
    rate: float | None = None

    def ask(self, messages: Messages, max_tokens: int, profile: Profile | None = None) -> tuple[str, Stream]:
        """The answer in full, and how it came. Raises ModelError."""
        answer = Stream(
            self.endpoint,
            messages,
            stop=self.stop,
            max_tokens=max_tokens,
            profile=profile or self.profile,
            may_be_empty=True,
        )
        text = "".join(answer).rpartition(NEW_PAGE)[2].strip()
        self.time(len(text), answer.usage)
        return text, answer

    def time(self, letters: int, usage: Usage) -> None:
        """Takes how fast an answer of that many letters came, if it is the longest."""
        writing = usage.seconds - (usage.first_token_seconds or 0.0)
        if letters > max(self.letters, TELLING - 1) and writing > 0:
            self.letters, self.rate = letters, letters / writing


def probe(endpoint: Endpoint, tell: Tell = lambda _: None, choose: Choose | None = None) -> tuple[str, Profile]:
    """Measures ``endpoint`` and keeps its profile; a sentence on how the connection went, and the profile.

    ``choose``: finds out how to draft with it; None: that is not asked. ``tell`` gets a short phrase before each step.
    Raises ModelError with the sentence to show where the first call fails; for an unknown model it names up to five that
    the server has. Raises SettingError where nothing can be kept.
    """
    stop = threading.Event()
    short = replace(endpoint, timeout=min(endpoint.timeout, CALL_SECONDS))
    limit = threading.Timer(LONGEST_SECONDS, stop.set)
    limit.daemon = True
    limit.start()
    try:
        trial = _Trial(short, Profile(concurrency=profiles.expected(endpoint).concurrency), stop, tell, choose)
        seconds = _connect(trial)
        for step in (_quiet, _form, _strategy, _window):
            if not stop.is_set():
                step(trial)
    finally:
        limit.cancel()
    found = trial.profile.model_copy(
        update={
            "probed_at": datetime.now(UTC).replace(microsecond=0),
            "complete": not stop.is_set(),
            "letters_per_second": trial.rate,
        }
    )
    profiles.learn(endpoint, lambda kept: _with_prices(found, kept))
    return f"连接正常，模型“{endpoint.label}”用 {seconds:.1f} 秒作答。", profiles.of(endpoint)


def _connect(trial: _Trial) -> float:
    """The first call: whether there is an answer, as a stream, with its usage, thought over. The seconds it took."""
    trial.tell("正在连接")
    try:
        text, answer = trial.ask(ONE_WORD, 16)
    except ModelUnreachable as error:
        if error.__cause__ is None or not failures.unknown_model(error.__cause__):
            raise
        names = connection.listed_models(trial.endpoint)
        raise ModelUnreachable(f"{error}该服务现有：{'、'.join(names[:5])}。" if names else str(error)) from error
    trial.profile = answer.profile.model_copy(
        update={
            "streams": answer.profile.streams and not answer.whole,
            "thinks": _thinks(text, answer),
            "reports_usage": answer.usage.completion_tokens is not None,
        }
    )
    return answer.usage.seconds


def _thinks(text: str, answer: Stream) -> Thinks:
    """How the answer was thought over."""
    return "hidden" if answer.thought == "none" and not text and answer.finish_reason == "length" else answer.thought


def _quiet(trial: _Trial) -> None:
    """Where the model thinks first: the switch that turns it off, if one does."""
    if trial.profile.thinks == "none":
        return
    trial.tell("正在关闭思考")
    for switch in SWITCHES:
        tried = trial.profile.model_copy(update={"switch": switch})
        try:
            text, answer = trial.ask(ONE_WORD, 16, tried)
        except ModelError:
            continue
        if text and _thinks(text, answer) == "none":
            trial.profile = answer.profile
            return


def _form(trial: _Trial) -> None:
    """The best form of structured answer the server gives."""
    trial.tell("正在试按格式作答")
    question = [("user", f"材料：{MATERIAL}。培训在几月（month），参训多少人（people）？")]
    for form in _FORMS:
        tried = trial.profile.model_copy(update={"form": form})
        try:
            answer = client.structured(trial.endpoint, question, Count, stop=trial.stop, max_tokens=100, profile=tried)
        except ModelError:
            continue
        if answer.value == Count(month=5, people=48):
            trial.profile = answer.profile
            return
        if trial.stop.is_set():
            return
    trial.profile = trial.profile.model_copy(update={"form": "text"})


def _strategy(trial: _Trial) -> None:
    """How to draft: as ``choose`` finds it, which uses the endpoint as what is known so far says."""
    if trial.choose is None:
        return
    profiles.learn(trial.endpoint, lambda kept: _with_prices(trial.profile, kept))
    verdict = trial.choose(trial.endpoint, trial.stop, trial.tell)
    trial.profile = profiles.of(trial.endpoint)
    if verdict is None:
        return
    for letters, usage in verdict.answers:
        trial.time(letters, usage)
    why = f"起草方式：{WAYS[verdict.strategy]}（{verdict.because}）。"
    trial.profile = trial.profile.model_copy(update={"strategy": verdict.strategy, "why": why})


def _window(trial: _Trial) -> None:
    """How long a request is read whole: numbers stand at its beginning, middle and end, and the model is asked for them.

    Where the last comes back and the first does not, the server left out the beginning without a word. A model that names
    none tells nothing.
    """
    trial.tell("正在试长材料")
    cut = False
    for letters in LENGTHS:
        read = _reads(trial, letters)
        if read is None:
            return
        if read:
            break
        cut = True
    else:
        letters = LENGTHS[-1] // 2
    if cut:
        trial.profile = trial.profile.model_copy(update={"window": letters})


def _reads(trial: _Trial, letters: int) -> bool | None:
    """Whether a request of that many letters is read from its beginning; None: the answer does not tell."""
    try:
        said, answer = trial.ask(_long(letters), 60)
    except ModelError as error:
        return False if error.__cause__ is not None and failures.too_long(error.__cause__) else None
    if CODES[-1] not in said or answer.finish_reason == "stopped":
        return None
    return all(code in said for code in CODES)


def _long(letters: int) -> Messages:
    """A request of about that many letters, with the numbers in it."""
    half = FILLING * (letters // len(FILLING) // 2)
    first, middle, last = (f"【编号{code}】" for code in CODES)
    return [("user", f"{first}{half}{middle}{half}{last}\n材料中有三处“编号”。请只按先后写出这三个编号，不写别的。")]


def _with_prices(profile: Profile, kept: Profile) -> Profile:
    """``profile`` with what the office typed."""
    return profile.model_copy(update={"price_in": kept.price_in, "price_out": kept.price_out})
