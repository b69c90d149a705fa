"""Settings: environment variables, ``.streamlit/secrets.toml``, the model this machine serves, the 设置 page.

A layer that stands higher wins, name by name; ``Settings.where`` says which layer a value came from::

    环境变量       OPENAI_API_KEY … NIANBAO_LLM_CONCURRENCY
    secrets.toml   the same names at the top level of .streamlit/secrets.toml in the working folder
    本机模型       <data_dir>/local-model.json, while ``nianbao model`` runs
    设置页         <data_dir>/model.json
    默认

One exception: a key goes only to the address it was set for. A key from outside is not sent to an address of this
machine's files, nor the other way round.
"""

from __future__ import annotations

import json
import os
import re
import socket
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_dir
from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from drafting import private_files, service_address
from drafting.errors import SettingError
from drafting.service_address import ADDRESS_ADVICE, Use

NAMES = {
    "data_dir": "NIANBAO_DATA_DIR",
    "database_url": "NIANBAO_DATABASE_URL",
    "api_key": "OPENAI_API_KEY",
    "base_url": "OPENAI_BASE_URL",
    "model": "NIANBAO_MODEL",
    "llm_timeout": "NIANBAO_LLM_TIMEOUT",
    "llm_concurrency": "NIANBAO_LLM_CONCURRENCY",
    "llm_strategy": "NIANBAO_LLM_STRATEGY",
    "llm_per_minute": "NIANBAO_LLM_PER_MINUTE",
    "model_use": "NIANBAO_MODEL_USE",
    "fallback_model": "NIANBAO_FALLBACK_MODEL",
    "fallback_url": "NIANBAO_FALLBACK_BASE_URL",
    "fallback_key": "NIANBAO_FALLBACK_API_KEY",
    "first_manager": "NIANBAO_FIRST_MANAGER",
    "idle_minutes": "NIANBAO_IDLE_MINUTES",
    "person_running": "NIANBAO_PERSON_RUNNING",
    "person_hourly": "NIANBAO_PERSON_HOURLY",
}
"""Setting -> its name in the environment and in secrets.toml."""

_ADVICE = {
    "data_dir": "应是一个文件夹的路径",
    "database_url": "应是 sqlite:/// 或 postgresql:// 开头的数据库地址",
    "api_key": "应是一行英文字母、数字和符号，中间没有空格",
    "base_url": ADDRESS_ADVICE,
    "model": "应是模型服务认得的模型名称",
    "model_use": "应是 any（允许远程模型）、office（只用本机或内网的模型）或 none（不使用模型）",
    "fallback_model": "应是模型服务认得的模型名称",
    "fallback_url": ADDRESS_ADVICE,
    "fallback_key": "应是一行英文字母、数字和符号，中间没有空格",
    "first_manager": "应是首位管理员登录用的邮箱地址",
    "idle_minutes": "应是 1 到 1440 之间的整数，例如 60",
    "person_running": "应是 1 到 1000 之间的整数，例如 40",
    "person_hourly": "应是 1 到 10000 之间的整数，例如 300",
    "llm_timeout": "应是不小于 1 的秒数，例如 60",
    "llm_per_minute": "应是 1 到 10000 之间的整数，例如 30",
    "llm_concurrency": "应是 1 到 32 之间的整数，例如 8",
    "llm_strategy": "应是 prose（整段起草）、paragraphs（逐段改写，适合中等大小的模型）或 items（逐条素材改写，适合小模型）",
}
_LABELS = {
    "api_key": "密钥",
    "base_url": "服务地址",
    "model": "模型名称",
    "llm_timeout": "等待时间",
    "llm_concurrency": "同时起草数",
    "llm_strategy": "起草方式",
    "fallback_model": "备用模型名称",
    "fallback_url": "备用服务地址",
    "fallback_key": "备用密钥",
}
_FALLBACK = frozenset({"fallback_model", "fallback_url", "fallback_key"})
_SECRETS = Path(".streamlit/secrets.toml")

MODEL_FILE, LOCAL_FILE, FALLBACK_FILE = "model.json", "local-model.json", "fallback-model.json"

Where = Literal["环境变量", "secrets.toml", "本机模型", "设置页", "默认"]


class Settings(BaseSettings):
    """What can be set; ``load()`` makes one.

    ``llm_timeout``: the longest silence in seconds before and between tokens. ``llm_concurrency`` and ``llm_strategy``
    (see ``writing.endpoint``) None: as the profile of the endpoint says (``writing.profile``). ``llm_per_minute``: how many
    requests a service takes in a minute, set from outside only; None: any number. ``model_use``: whether a model may be
    used, by where it is, where that is set from outside (``model_use.of_office``). ``fallback_…``: the model
    that drafts where the other cannot be reached. ``first_manager``: the e-mail address of whoever
    may invite the others where people sign in. ``idle_minutes``: how long a sign-in is good unused. ``person_running`` and
    ``person_hourly``: how much one person may have the model write at one time, and begin in an hour.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
        case_sensitive=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(
        default_factory=lambda: Path(user_data_dir("nianbao", appauthor=False)), validation_alias=NAMES["data_dir"]
    )
    database_url: str = Field(default="", validation_alias=NAMES["database_url"], repr=False)
    api_key: SecretStr | None = Field(default=None, validation_alias=NAMES["api_key"])
    base_url: str | None = Field(default=None, validation_alias=NAMES["base_url"])
    model: str | None = Field(default=None, validation_alias=NAMES["model"], max_length=200)
    llm_timeout: float = Field(default=60, validation_alias=NAMES["llm_timeout"], ge=1, allow_inf_nan=False)
    llm_concurrency: int | None = Field(default=None, validation_alias=NAMES["llm_concurrency"], ge=1, le=32)
    llm_per_minute: int | None = Field(default=None, validation_alias=NAMES["llm_per_minute"], ge=1, le=10_000)
    llm_strategy: Literal["prose", "paragraphs", "items"] | None = Field(
        default=None, validation_alias=NAMES["llm_strategy"]
    )
    model_use: Use | None = Field(default=None, validation_alias=NAMES["model_use"])
    fallback_model: str | None = Field(default=None, validation_alias=NAMES["fallback_model"], max_length=200)
    fallback_url: str | None = Field(default=None, validation_alias=NAMES["fallback_url"])
    fallback_key: SecretStr | None = Field(default=None, validation_alias=NAMES["fallback_key"])
    first_manager: str = Field(default="", validation_alias=NAMES["first_manager"], max_length=200)
    idle_minutes: int = Field(default=60, validation_alias=NAMES["idle_minutes"], ge=1, le=1440)
    person_running: int = Field(default=40, validation_alias=NAMES["person_running"], ge=1, le=1000)
    person_hourly: int = Field(default=300, validation_alias=NAMES["person_hourly"], ge=1, le=10_000)
    _where: dict[str, Where] = PrivateAttr(default_factory=dict)

    @field_validator("data_dir")
    @classmethod
    def _expanded(cls, folder: Path) -> Path:
        return folder.expanduser()

    @field_validator("base_url", "fallback_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        try:
            return service_address.checked(url) if url else None
        except SettingError as error:
            raise ValueError(str(error)) from None

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:", "sqlite+", "postgresql:", "postgresql+", "postgres:")):
            raise ValueError("not a database address")
        return url

    @field_validator("api_key", "fallback_key")
    @classmethod
    def _one_word(cls, key: SecretStr | None) -> SecretStr | None:
        text = key.get_secret_value() if key else ""
        if not all("!" <= letter <= "~" for letter in text):  # what an HTTP header can carry
            raise ValueError("not a key")
        return key if text else None

    @field_validator("model", "fallback_model")
    @classmethod
    def _tidy(cls, name: str | None) -> str | None:
        return (name or "").strip() or None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Outside before this machine's files, which ``load`` hands in."""
        return env_settings, TomlConfigSettingsSource(settings_cls, _SECRETS), init_settings

    def where(self, field: str) -> Where:
        """Which layer the value of ``field`` came from."""
        return self._where.get(field, "默认")

    @property
    def shared(self) -> bool:
        """Whether other machines may use the same database; what is kept in the data folder is this machine's alone."""
        return self.database_url.startswith("postgres")

    @property
    def configured(self) -> bool:
        """Whether a model can be used: it has a name, and an address or a key."""
        return bool(self.model and (self.base_url or self.api_key))


class _Typed(Settings):
    """Settings as typed on the page, whatever is set outside."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def load() -> Settings:
    """The settings as they stand now.

    Raises SettingError, naming the variable and what to write, for a wrong value.
    """
    outside = _made({})
    given = outside.model_fields_set
    layer: Where = "本机模型"
    ours = {} if given & {"base_url", "model"} else _serving(outside.data_dir)
    if not ours:
        layer, ours = "设置页", _saved(outside.data_dir)
    spare = {} if given & _FALLBACK else kept(outside.data_dir / FALLBACK_FILE)
    return _layered(outside, ours | spare, layer)


def as_typed(
    *,
    model: str | None = None,
    base_url: str | None = None,
    api_key: str | None = None,
    llm_timeout: float | None = None,
    llm_concurrency: int | None = None,
    llm_strategy: str | None = None,
) -> Settings:
    """The settings as they would stand if ``save_model`` kept these; nothing is kept. Raises SettingError as it does."""
    outside = _made({})
    return _layered(
        outside,
        _typed(
            outside.data_dir,
            model=model,
            base_url=base_url,
            api_key=api_key,
            llm_timeout=llm_timeout,
            llm_concurrency=llm_concurrency,
            llm_strategy=llm_strategy,
        ),
        "设置页",
    )


def _layered(outside: Settings, ours: dict[str, Any], layer: Where) -> Settings:
    """``outside`` over what this machine keeps. Raises SettingError."""
    given, ours = outside.model_fields_set, dict(ours)
    if outside.base_url and ours.get("base_url", outside.base_url) != outside.base_url:
        ours.pop("api_key", None)
    settings = _made(ours)
    where: dict[str, Where] = dict.fromkeys(ours, layer)
    where |= {field: "环境变量" if os.environ.get(NAMES[field]) else "secrets.toml" for field in given}
    update: dict[str, Any] = {}
    if not settings.database_url:
        update["database_url"] = f"sqlite:///{settings.data_dir.absolute() / 'nianbao.db'}"
    if "api_key" in given and where.get("base_url") == layer:
        update["api_key"] = SecretStr(ours["api_key"]) if "api_key" in ours else None
        where["api_key"] = layer if "api_key" in ours else "默认"
    settings = settings.model_copy(update=update)
    settings._where.update(where)
    return settings


def save_model(
    *,
    model: str | None = None,
    base_url: str | None = None,
    api_key: str | None = None,
    llm_timeout: float | None = None,
    llm_concurrency: int | None = None,
    llm_strategy: str | None = None,
) -> None:
    """Keeps what the 设置 page sets, readable by this user only.

    ``api_key`` None keeps the key already saved for the same address; ``""`` saves none. Other fields None: not set.
    Raises SettingError for a wrong value or a folder that cannot be written; the old file is whole then.
    """
    folder = data_dir()
    private_files.write_private(
        folder / MODEL_FILE,
        _typed(
            folder,
            model=model,
            base_url=base_url,
            api_key=api_key,
            llm_timeout=llm_timeout,
            llm_concurrency=llm_concurrency,
            llm_strategy=llm_strategy,
        ),
    )


def _typed(
    folder: Path, *, model: str | None, base_url: str | None, api_key: str | None, **more: Any
) -> dict[str, Any]:
    """What ``save_model`` keeps of what was typed. Raises SettingError."""
    before = _saved(folder)
    url = service_address.checked(base_url, "“设置”页所填的服务地址") if base_url and base_url.strip() else None
    if api_key is None and url == before.get("base_url"):
        api_key = before.get("api_key")
    values = {"model": (model or "").strip(), "base_url": url, "api_key": (api_key or "").strip(), **more}
    values = {field: value for field, value in values.items() if value not in ("", None)}
    if not _made(values, _Typed).configured:
        raise SettingError("请填写模型名称，并填写服务地址或密钥。")
    return values


def forget_model() -> None:
    """Removes what the 设置 page saved; nothing saved is fine. Raises SettingError when the file cannot be removed."""
    remove(data_dir() / MODEL_FILE)


def remove(path: Path) -> None:
    """Removes a file of settings; one that is not there is fine. Raises SettingError when it cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SettingError(f"无法删除“{path}”（{error.strerror}），请检查该文件夹的权限。") from None


def alone(values: dict[str, Any]) -> Settings:
    """Settings of these values, whatever is set elsewhere. Raises SettingError."""
    return _made(values, _Typed)


def data_dir() -> Path:
    """The folder of everything this program keeps on this machine. Raises SettingError."""
    return outside().data_dir


def outside() -> Settings:
    """What is set from outside alone, over the defaults. Raises SettingError."""
    return _made({})


def _made(ours: dict[str, Any], kind: type[Settings] = Settings) -> Settings:
    """Settings from outside, over ``ours``. Raises SettingError."""
    try:
        return kind(**ours)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第 {line[1]} 行" if line else "末尾"
        raise SettingError(f"{_SECRETS} 的{where}不合 TOML 格式，请改正后重试。") from None
    except (OSError, UnicodeDecodeError):
        raise SettingError(f"{_SECRETS} 无法读取，请核对文件权限和编码（应为 UTF-8）。") from None
    except ValidationError as error:
        raise _refusal(error, ours) from None


def _refusal(error: ValidationError, ours: dict[str, Any]) -> SettingError:
    fields = {name: field for field, name in NAMES.items()}
    wrong = str(error.errors()[0]["loc"][0])
    field = fields.get(wrong, wrong)
    name = NAMES[field]
    if field in ours and ours[field] in [problem.get("input") for problem in error.errors()]:
        source = f"“设置”页所填的{_LABELS[field]}"
    elif os.environ.get(name):
        source = f"环境变量 {name} "
    else:
        source = f"{_SECRETS} 中的 {name} "
    return SettingError(f"{source}不对：{_ADVICE[field]}。请改正后重试。")


def _saved(folder: Path) -> dict[str, Any]:
    """What the 设置 page saved. Raises SettingError for a damaged file."""
    return kept(folder / MODEL_FILE)


def _serving(folder: Path) -> dict[str, Any]:
    """The model this machine serves, ``{}`` when none is: a file left behind by a crash answers nowhere."""
    values = kept(folder / LOCAL_FILE)
    try:
        parts = urlsplit(values["base_url"])
        socket.create_connection((parts.hostname, parts.port), timeout=0.5).close()
    except (KeyError, OSError, ValueError):
        return {}
    return values


def kept(path: Path) -> dict[str, Any]:
    """What a file of settings holds, ``{}`` where there is none. Raises SettingError for a damaged file."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return {field: value for field, value in values.items() if field in _LABELS}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingError(f"无法读取“{path}”（{error.strerror}），请检查文件权限。") from None
    except (ValueError, AttributeError):
        raise SettingError(f"模型设置文件“{path}”已损坏，请删除它，再在“设置”页重新填写。") from None
