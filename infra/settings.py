"""What can be set from outside, read once from the environment and checked before anything starts."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import Field

from domain.values import Value
from infra.channels.addresses import mail_server

if TYPE_CHECKING:
    from temporalio.envconfig import ClientConnectConfig

LogLevel = Literal["debug", "info", "warning", "error"]
_T = TypeVar("_T")

_NAMES_A_SERVER = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
_POSTGRES_SCHEMES = ("postgresql://", "postgres://")
_SECRET = ("IQA_DSN", "IQA_MAIL", "IQA_NOTIFY_KEY")
_SHORTEST_NOTIFY_KEY = 74


class SettingRefused(ValueError):
    """A setting has a value that can't be used."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        shown = "..." if name in _SECRET else repr(value)
        super().__init__(f"{name}={shown}: {reason}")
        self.name = name
        self.value = value
        self.reason = reason


class Settings(Value):
    """Everything that differs between one installation and another.

    ``dsn`` absent means the embedded PostgreSQL, ``temporal`` empty the embedded Temporal server. An absent
    ``actor`` leaves the command line without a person to act for. Paths are absolute. ``mail`` is the address of a mail
    server as ``IQA_MAIL`` gives it (``infra/channels/addresses.py``); without it and a key for Notify nothing is sent.
    """

    data_dir: Path
    dsn: str | None = Field(default=None, repr=False)
    policy_file: Path | None = None
    task_queue: str = "iqa"
    actor: str | None = None
    log_level: LogLevel = "info"
    temporal_binary: Path | None = None
    temporal: tuple[tuple[str, str], ...] = Field(default=(), repr=False)
    mail: str | None = Field(default=None, repr=False)
    notify_key: str | None = Field(default=None, repr=False)
    notify_template: str | None = None
    notify_url: str | None = None
    public_url: str | None = None

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read ``IQA_*`` and, where they name a server, ``TEMPORAL_*``; a blank variable counts as absent.

        Raises ``SettingRefused`` for the first variable that can't be used.
        """
        given = {name: value for name, value in env.items() if value.strip()}
        if "IQA_NOTIFY_KEY" in given and "IQA_NOTIFY_TEMPLATE" not in given:
            name, reason = "IQA_NOTIFY_TEMPLATE", "name the template that IQA_NOTIFY_KEY sends"
            raise SettingRefused(name, "", reason)
        return cls(
            data_dir=_read(given, "IQA_DATA", _path, Path(".iqa").absolute()),
            dsn=_read(given, "IQA_DSN", _dsn, None),
            policy_file=_read(given, "IQA_POLICY", _existing_file, None),
            task_queue=_read(given, "IQA_TASK_QUEUE", _code, "iqa"),
            actor=_read(given, "IQA_ACTOR", _code, None),
            log_level=_read(given, "IQA_LOG_LEVEL", _log_level, "info"),
            temporal_binary=_read(given, "IQA_TEMPORAL_BIN", _existing_file, None),
            temporal=_temporal(given),
            mail=_read(given, "IQA_MAIL", _mail, None),
            notify_key=_read(given, "IQA_NOTIFY_KEY", _notify_key, None),
            notify_template=_read(given, "IQA_NOTIFY_TEMPLATE", _code, None),
            notify_url=_read(given, "IQA_NOTIFY_URL", _web_address, None),
            public_url=_read(given, "IQA_PUBLIC_URL", _web_address, None),
        )

    @property
    def embeds_postgres(self) -> bool:
        """Whether the database is the embedded one."""
        return self.dsn is None

    @property
    def embeds_temporal(self) -> bool:
        """Whether the engine is the embedded one."""
        return not self.temporal

    def temporal_connection(self) -> "ClientConnectConfig":
        """The arguments of ``Client.connect`` for the server that the environment or its profile names.

        Raises ``SettingRefused`` when the profile can't be read.
        """
        from temporalio.envconfig import ClientConfig  # noqa: PLC0415  the engine's library takes 0.3 s to import

        try:
            return ClientConfig.load_client_connect_config(override_env_vars=dict(self.temporal))
        except (RuntimeError, OSError, ValueError) as error:
            name = next(name for name, _ in self.temporal if name in _NAMES_A_SERVER)
            raise SettingRefused(name, dict(self.temporal)[name], str(error)) from error


def _read(env: Mapping[str, str], name: str, parse: Callable[[str], _T], default: _T) -> _T:
    if name not in env:
        return default
    try:
        return parse(env[name].strip())
    except ValueError as error:
        raise SettingRefused(name, env[name], str(error)) from error


def _path(text: str) -> Path:
    if "\x00" in text:
        msg = "a path has no NUL character"
        raise ValueError(msg)
    return Path(text).expanduser().absolute()


def _existing_file(text: str) -> Path:
    path = _path(text)
    if not path.is_file():
        msg = "no such file"
        raise ValueError(msg)
    return path


def _dsn(text: str) -> str:
    if not text.startswith(_POSTGRES_SCHEMES):
        msg = "write it as postgresql://user:password@host:port/database"
        raise ValueError(msg)
    return text


def _code(text: str) -> str:
    longest = 64
    if len(text) > longest or not text.isprintable() or " " in text:
        msg = f"use at most {longest} printable characters without blanks"
        raise ValueError(msg)
    return text


def _mail(text: str) -> str:
    mail_server(text)
    return text


def _notify_key(text: str) -> str:
    if len(text) < _SHORTEST_NOTIFY_KEY:
        msg = "it is shorter than any key of GOV.UK Notify: copy the whole of it"
        raise ValueError(msg)
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        msg = "write it as https://host/path"
        raise ValueError(msg)
    return text


def _log_level(text: str) -> LogLevel:
    for level in get_args(LogLevel):
        if text.lower() == level:
            return level  # type: ignore[no-any-return]  # get_args forgets the type of what it returns
    msg = f"use one of {', '.join(get_args(LogLevel))}"
    raise ValueError(msg)


def _temporal(env: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if not any(name in env for name in _NAMES_A_SERVER):
        return ()
    return tuple(sorted((name, value) for name, value in env.items() if name.startswith("TEMPORAL_")))
