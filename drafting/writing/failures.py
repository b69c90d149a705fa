"""What went wrong at the model endpoint, as one sentence for the staff member: what, at which address, what to do.

No sentence carries the key: server words are quoted only where they help, shortened and with the key blotted out.
"""

from __future__ import annotations

import json
import math
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from drafting.errors import ModelError, ModelInterrupted, ModelUnreachable, NotSent

from .endpoint import Endpoint

_Kind = TypeVar("_Kind", bound=BaseException)
_UNKNOWN_MODEL = re.compile(
    r"model.{0,80}not (found|exist)|(no such|unknown|invalid) model|model_not_found|模型.{0,40}不存在"
    r"|DeploymentNotFound|deployment.{0,60}not exist",
    re.I,
)
_TOO_LONG = re.compile(
    r"context|too long|maximum.{0,20}(length|token)|exceed|input.{0,20}length|(?:长度|上下文).{0,20}(?:超|过长)|超长|too large",
    re.I,
)
_INSPECTED = re.compile(
    r"data_?inspection_?failed|content[_ ]?(?:filter|policy|management)|inappropriate content|sensitive|敏感|内容安全|不安全.{0,6}内容",
    re.I,
)
"""百炼, Azure and 智谱 refusing what was asked, or what would be answered, for its content."""
_NO_MONEY = re.compile(
    r"insufficient_quota|exceeded_current_quota|insufficient.{0,10}balance|balance.{0,10}insufficient|account balance|overdue|arrearage"
    r"|good standing|free ?tier.{0,40}(?:exhausted|only)|pack ?exhausted|欠费|余额不足|账户.{0,10}充值|资源包.{0,10}(?:用尽|耗尽|用完)",
    re.I,
)
_BUSY = re.compile(r"overloaded|服务.{0,6}(?:繁忙|过载)|系统繁忙", re.I)
_BAD_KEY = re.compile(r"invalid.?api.?key|incorrect api key|invalid_authentication|api.?key.{0,20}(?:无效|错误)", re.I)


class NotAStream(Exception):
    """The server answered 200 with something other than an event stream.

    ``page``: it is a web page; otherwise ``body`` is its JSON (None when it is none).
    """

    def __init__(self, page: bool, raw: bytes):
        super().__init__("not an event stream")
        self.page = page
        try:
            self.body: Any = json.loads(raw)
        except ValueError:
            self.body = None

    @property
    def answer(self) -> dict[str, Any] | None:
        """The whole chat completion, where the server sent that because it cannot stream."""
        body = self.body
        return body if isinstance(body, dict) and body.get("choices") and not body.get("error") else None


class EmptyAnswer(Exception):
    """The stream ended without any text; ``finish`` is the reason the server gave."""

    def __init__(self, finish: str | None):
        super().__init__("no text")
        self.finish = finish


class CutOff(Exception):
    """The stream ended before the text did: the connection was cut, or the server ``censored`` the rest."""

    def __init__(self, censored: bool):
        super().__init__("cut off")
        self.censored = censored


def find(error: BaseException, *kinds: type[_Kind]) -> _Kind | None:
    """The first of ``kinds`` among ``error`` and what caused it."""
    return next((one for one in _chain(error) if isinstance(one, kinds)), None)


def status(error: BaseException) -> int | None:
    """The HTTP status of a refusal, None when there was no answer."""
    codes = (getattr(one, "status_code", None) for one in _chain(error))
    return next((code for code in codes if isinstance(code, int)), None)


def words(error: BaseException) -> str:
    """All that the server said about its refusal, to look for a code or the name of a parameter."""
    return " ".join(f"{one} {getattr(one, 'body', '')}" for one in _chain(error))


def is_transient(error: BaseException) -> bool:
    """Whether the same request may succeed in a moment: no connection, too many requests, server error."""
    code = status(error)
    if code is not None:
        return (code == 429 and not _NO_MONEY.search(words(error))) or code >= 500
    import openai

    return not find(error, NotAStream, ssl.SSLError, socket.gaierror, TimeoutError) and isinstance(
        error, openai.APIConnectionError
    )


def is_down(error: BaseException) -> bool:
    """Whether nothing answers there, or not now: another server may be asked the same. A refusal is for a person to read."""
    code = status(error)
    return find(error, NotAStream, EmptyAnswer) is None and (code is None or code == 429 or code >= 500)


def retry_after(error: BaseException) -> float | None:
    """The seconds the server asks to wait before a retry, None when it does not say (or names a date)."""
    answers = (getattr(one, "response", None) for one in _chain(error))
    headers = next((answer.headers for answer in answers if answer is not None), {})
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def unknown_model(error: BaseException) -> bool:
    """Whether the server says that it has no model of that name."""
    return status(error) in (400, 404) and bool(_UNKNOWN_MODEL.search(words(error)))


def too_long(error: BaseException) -> bool:
    """Whether the server says that the request is longer than its model reads."""
    return status(error) in (400, 413, 422) and bool(_TOO_LONG.search(words(error)))


def explained(error: BaseException, endpoint: Endpoint, *, text_came: bool) -> ModelError:
    """The error to raise for ``error``: ModelInterrupted when some text had come, else ModelUnreachable; NotSent as it is."""
    if isinstance(error, NotSent):
        return error
    if not text_came:
        return ModelUnreachable(_sentence(error, endpoint))
    if find(error, TimeoutError):
        why = f"“{endpoint.label}”超过 {endpoint.timeout:g} 秒没有继续写"
    elif isinstance(error, CutOff) and error.censored:
        why = f"“{endpoint.label}”的服务因内容审查中途停写"
    elif said := _said(error, endpoint):
        why = f"“{endpoint.label}”中途报错（{said}）"
    else:
        why = f"与“{endpoint.label}”的连接中途断开"
    return ModelInterrupted(f"{why}，已写出的文字保留。请在此基础上修改，或重新起草。")


def _sentence(error: BaseException, endpoint: Endpoint) -> str:
    url, model = endpoint.url, endpoint.model
    code, said = status(error), _said(error, endpoint)
    quoted = f"，服务的说明是：{said}" if said else ""
    if unknown_model(error):
        return f"{url} 上没有名为“{model}”的模型。请在“设置”页核对模型名称。"
    if code is not None and code < 500 and _INSPECTED.search(words(error)):
        return f"模型“{model}”的服务因内容审查没有受理（{code}）。请检查素材中的措辞后重试，或换一个模型。"
    if code == 401 or (code in (400, 403) and _BAD_KEY.search(words(error))):
        return f"{url} 不接受所填的密钥（{code}）。请在“设置”页重新填写密钥。"
    if code == 402 or (code in (400, 403, 429) and _NO_MONEY.search(words(error))):
        return f"{url} 提示账户余额或额度不足（{code}）。请联系服务管理员充值，或在“设置”页换一个模型。"
    if code == 403:
        return f"{url} 不允许使用模型“{model}”（403）。请联系服务管理员开通，或在“设置”页换一个模型。"
    if code == 404:
        return f"{url} 上没有模型接口（404）。请在“设置”页核对服务地址，它通常以 /v1 结尾。"
    if code == 429 or (code == 400 and _BUSY.search(words(error))):
        wait = retry_after(error)
        when = f"过 {math.ceil(wait / 60)} 分钟" if wait and wait > 60 else "过几分钟"
        return f"{url} 请求过多（{code}），暂不受理。请{when}再试，或在“设置”页调低同时起草数。"
    if too_long(error):
        return f"材料太长，超出模型“{model}”一次能处理的长度。请删减或拆分素材后重试，或换一个模型。"
    if code is not None and code >= 500:
        return f"{url} 的服务出错（{code}），重试后仍未成功。请稍后再试，或联系服务管理员。"
    if code is not None:
        return f"{url} 拒绝了请求（{code}{quoted}）。请在“设置”页核对服务地址和模型名称。"
    if strange := find(error, NotAStream):
        if strange.page:
            return (
                f"{url} 返回的是网页，不是模型接口。请在“设置”页核对服务地址，它通常以 /v1 结尾；经网关访问的请先登录。"
            )
        return f"{url} 没有给出文字{quoted}。请在“设置”页核对服务地址、模型名称和密钥。"
    if empty := find(error, EmptyAnswer):
        if empty.finish == "length":
            return f"模型“{model}”在写出正文之前就用完了篇幅（都用在思考上）。请重试，或换一个不带思考的模型。"
        if empty.finish == "content_filter":
            return f"模型“{model}”的服务因内容审查没有给出文字。请检查素材中的措辞后重试，或换一个模型。"
        return f"模型“{model}”没有写出任何文字。请重试；仍不行的，请在“设置”页换一个模型。"
    return _no_connection(error, endpoint) + "。"


def _proxy(endpoint: Endpoint) -> str:
    """The proxy that the environment names for ``endpoint``, as written there without user and password; ``""``: none."""
    if endpoint.is_loopback or proxy_bypass(endpoint.host):
        return ""
    named = getproxies()
    found = named.get(urlsplit(endpoint.url).scheme) or named.get("all") or ""
    return found.rpartition("@")[2] or found


def _no_connection(error: BaseException, endpoint: Endpoint) -> str:
    url, said = endpoint.url, " ".join(str(one).lower() for one in _chain(error))
    if proxy := _proxy(endpoint):
        return (
            f"经环境变量中的代理“{proxy}”连不上 {url}。请核对代理设置（HTTP_PROXY、HTTPS_PROXY、ALL_PROXY），"
            f"不需要代理的请在 NO_PROXY 中加上“{endpoint.host}”"
        )
    if find(error, socket.gaierror) or "name or service" in said or "getaddrinfo" in said or "nodename" in said:
        return f"找不到主机“{endpoint.host}”。请在“设置”页核对服务地址，并检查网络"
    if find(error, ssl.SSLError) or "ssl" in said or "certificate" in said:
        return f"与 {url} 建立不了安全连接（证书不受信任，或对方不是 https）。请核对地址开头是 http 还是 https，或请管理员安装证书"
    if find(error, ConnectionRefusedError) or "refused" in said or "all connection attempts failed" in said:
        return f"{url} 拒绝连接，服务可能没有启动。请确认服务已启动、端口无误后重试"
    if find(error, TimeoutError) or "timeout" in said or "timed out" in said:
        return f"{url} 在 {endpoint.timeout:g} 秒内没有回应。请稍后再试；模型较慢的，请在“设置”页调大等待时间"
    if _said(error, endpoint):
        return f"{url} 报告错误（{_said(error, endpoint)}）。请稍后再试，或联系服务管理员"
    return f"与 {url} 的连接在写出文字之前断开。请检查网络后重试，或联系服务管理员"


def _said(error: BaseException, endpoint: Endpoint) -> str:
    """The server's own words, at most 100 characters, without the key; ``""`` when it said nothing."""
    body: Any = next(filter(None, (getattr(one, "body", None) for one in _chain(error))), None)
    for name in ("error", "message", "msg", "detail"):
        if isinstance(body, dict) and body.get(name):
            body = body[name]
    if not isinstance(body, str):
        return ""
    if endpoint.api_key and endpoint.api_key.get_secret_value():
        body = body.replace(endpoint.api_key.get_secret_value(), "……")
    body = re.sub(r"\s+", " ", body).strip()
    return body if len(body) <= 100 else f"{body[:100]}……"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """``error``, what caused it and the members of groups among them."""
    seen: list[BaseException] = []
    queue = [error]
    while queue:
        one = queue.pop(0)
        if one is None or one in seen:
            continue
        seen.append(one)
        yield one
        queue += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
