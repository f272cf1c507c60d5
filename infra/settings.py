"""What can be set from outside, read once from the environment and checked before anything starts."""

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    AnyUrl,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from domain.values import Value
from infra.channels.addresses import mail_server
from infra.dsn import checked

if TYPE_CHECKING:
    from temporalio.envconfig import ClientConnectConfig

LogLevel = Literal["debug", "info", "warning", "error"]

_NAMES_A_SERVER = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
_WEB = TypeAdapter(AnyHttpUrl)
_ANY_ADDRESS = TypeAdapter(AnyUrl)
_SECRET = ("IQA_DSN", "IQA_MAIL", "IQA_NOTIFY_KEY", "IQA_OIDC_SECRET", "TEMPORAL_API_KEY")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SHORTEST_NOTIFY_KEY = 74


class SettingRefused(ValueError):
    """A setting has a value that can't be used."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        shown = "..." if name in _SECRET else repr(value)
        super().__init__(f"{name}={shown}: {reason}")
        self.name = name
        self.value = value
        self.reason = reason


def _absolute(path: Path) -> Path:
    if "\x00" in str(path):
        msg = "a path has no NUL character"
        raise ValueError(msg)
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        msg = "nobody here has that home folder"
        raise ValueError(msg) from error


def _existing_file(path: Path) -> Path:
    if not path.is_file():
        msg = "no such file"
        raise ValueError(msg)
    return path


def _word(text: str) -> str:
    longest = 64
    if len(text) > longest or not text.isprintable() or " " in text:
        msg = f"use at most {longest} printable characters without blanks"
        raise ValueError(msg)
    return text


def _mail(text: str) -> str:
    mail_server(text)
    return text


def _whole_key(text: str) -> str:
    if len(text) < _SHORTEST_NOTIFY_KEY:
        msg = "it is shorter than any key of GOV.UK Notify: copy the whole of it"
        raise ValueError(msg)
    return text


def _web_address(text: str) -> str:
    try:
        _WEB.validate_python(text)
    except ValidationError:
        msg = "write it as https://host/path"
        raise ValueError(msg) from None
    return text


def _protected(text: str) -> str:
    parts = urlsplit(_web_address(text))
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        msg = "who signs in is told in clear there: write it as https://host"
        raise ValueError(msg)
    return text


def _listening(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        msg = "write it as 127.0.0.1:8000"
        raise ValueError(msg)
    return text


def _proxies(text: str) -> str:
    try:
        named = [str(ip_network(one)) for one in text.replace(",", " ").split()]
    except ValueError:
        msg = "write the addresses of the proxies with blanks between, such as 10.0.0.4 10.1.0.0/24"
        raise ValueError(msg) from None
    return " ".join(named)


_Path = Annotated[Path, AfterValidator(_absolute)]
_File = Annotated[_Path, AfterValidator(_existing_file)]
_Dsn = Annotated[str, AfterValidator(checked)]
_Word = Annotated[str, AfterValidator(_word)]
_Mail = Annotated[str, AfterValidator(_mail)]
_NotifyKey = Annotated[str, AfterValidator(_whole_key)]
_Web = Annotated[str, AfterValidator(_web_address)]
_Protected = Annotated[str, AfterValidator(_protected)]
_Listening = Annotated[str, AfterValidator(_listening)]
_Proxies = Annotated[str, AfterValidator(_proxies)]
_Most = Annotated[int, Field(ge=1)]


class Settings(Value):
    """Everything that differs between one installation and another; an alias is the variable that sets it.

    ``dsn`` absent means the embedded PostgreSQL, ``temporal`` empty the embedded Temporal server; both are embedded
    or neither is. An absent
    ``actor`` leaves the command line without a person to act for. Paths are absolute. ``mail`` is the address of a mail
    server as ``IQA_MAIL`` gives it (``infra/channels/addresses.py``); without it and a key for Notify nothing is sent.
    With an ``oidc_issuer`` people sign in there: ``oidc_acr`` are the classes of which one is demanded, blanks between,
    ``oidc_max_age`` the minutes since which they must have proved who they are; the pages then ``listen`` there.
    ``proxies`` are networks, blanks between, whose word on where a request came from is taken; ``person_limit`` and
    ``address_limit`` are the requests a minute that a person may send, and an address at which nobody is signed in.
    """

    model_config = ConfigDict(validate_by_name=True)

    data_dir: _Path = Field(alias="IQA_DATA", default_factory=lambda: Path(".iqa").absolute())
    dsn: _Dsn | None = Field(alias="IQA_DSN", default=None, repr=False)
    policy_file: _File | None = Field(alias="IQA_POLICY", default=None)
    task_queue: _Word = Field(alias="IQA_TASK_QUEUE", default="iqa")
    actor: _Word | None = Field(alias="IQA_ACTOR", default=None)
    log_level: Annotated[LogLevel, BeforeValidator(str.lower)] = Field(alias="IQA_LOG_LEVEL", default="info")
    temporal_binary: _File | None = Field(alias="IQA_TEMPORAL_BIN", default=None)
    temporal: tuple[tuple[str, str], ...] = Field(default=(), repr=False)
    mail: _Mail | None = Field(alias="IQA_MAIL", default=None, repr=False)
    notify_key: _NotifyKey | None = Field(alias="IQA_NOTIFY_KEY", default=None, repr=False)
    notify_template: _Word | None = Field(alias="IQA_NOTIFY_TEMPLATE", default=None)
    notify_url: _Web | None = Field(alias="IQA_NOTIFY_URL", default=None)
    public_url: _Web | None = Field(alias="IQA_PUBLIC_URL", default=None)
    listen: _Listening = Field(alias="IQA_LISTEN", default="127.0.0.1:8000")
    proxies: _Proxies = Field(alias="IQA_PROXIES", default="")
    person_limit: _Most = Field(alias="IQA_PERSON_LIMIT", default=300)
    address_limit: _Most = Field(alias="IQA_ADDRESS_LIMIT", default=600)
    oidc_issuer: _Protected | None = Field(alias="IQA_OIDC_ISSUER", default=None)
    oidc_client: _Word | None = Field(alias="IQA_OIDC_CLIENT", default=None)
    oidc_secret: str | None = Field(alias="IQA_OIDC_SECRET", default=None, repr=False)
    oidc_acr: str | None = Field(alias="IQA_OIDC_ACR", default=None)
    oidc_max_age: _Most | None = Field(alias="IQA_OIDC_MAX_AGE", default=None)
    oidc_by_email: bool = Field(alias="IQA_OIDC_BY_EMAIL", default=False)

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read ``IQA_*`` and, where they name a server, ``TEMPORAL_*``; a blank variable counts as absent.

        Raises ``SettingRefused`` for the first variable that can't be used.
        """
        given = {name: value for name, value in env.items() if value.strip()}
        if "IQA_NOTIFY_KEY" in given:
            _need(given, "IQA_NOTIFY_TEMPLATE", "name the template that IQA_NOTIFY_KEY sends")
        if "IQA_OIDC_ISSUER" in given:
            _need(given, "IQA_OIDC_CLIENT", "name the client that IQA_OIDC_ISSUER knows these pages as")
            _need(
                given,
                "IQA_PUBLIC_URL",
                "name the address of the pages, to which IQA_OIDC_ISSUER sends people back",
            )
        ours = {name: value.strip() for name, value in given.items() if name.startswith("IQA_")}
        _check_names(ours)
        try:
            found = cls.model_validate(ours | {"temporal": _temporal(given)})
        except ValidationError as error:
            first = error.errors()[0]
            name, reason = str(first["loc"][0]), first["msg"].removeprefix("Value error, ")
            raise SettingRefused(name, env[name], reason) from error
        _check_both_servers(given)
        return found

    def environment(self) -> dict[str, str]:
        """The variables that give another process these settings."""
        ours = self.model_dump(by_alias=True, exclude_none=True, exclude={"temporal"})
        return {name: str(value) for name, value in ours.items()} | dict(self.temporal)

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

        Raises ``SettingRefused`` when the profile or a certificate can't be read.
        """
        from temporalio.envconfig import ClientConfig  # noqa: PLC0415  the engine's library takes 0.3 s to import

        from infra.engine_tls import Unusable, check_engine, check_names  # noqa: PLC0415  as above

        given = dict(self.temporal)
        name = next(name for name in _NAMES_A_SERVER if name in given)
        try:
            check_names(given)
            found = ClientConfig.load_client_connect_config(override_env_vars=given)
            _check_host_and_port(found.get("target_host", ""))
            check_engine(found, given)
        except Unusable as error:
            raise SettingRefused(error.setting or name, "", error.reason) from error
        except (RuntimeError, OSError, ValueError) as error:
            raise SettingRefused(name, given[name], str(error)) from error
        return found


def _check_host_and_port(address: str) -> None:
    """Refuse with ``ValueError`` what the engine's library would take for a fault of its own."""
    try:
        parts = _ANY_ADDRESS.validate_python(f"grpc://{address}")
    except ValueError:
        parts = None
    if parts is None or not parts.port or "/" in address or parts.username:
        msg = "write the engine's address as host:port, such as temporal.example.test:7233"
        raise ValueError(msg)


def _check_names(given: Iterable[str]) -> None:
    """Refuse a name that nothing reads and that is nearly one of ours: a mistyped setting would go unnoticed."""
    ours = [field.alias for field in Settings.model_fields.values() if field.alias]
    for name in given:
        if name not in ours and (meant := get_close_matches(name, ours, n=1, cutoff=0.8)):
            raise SettingRefused(name, "", f"there is no such setting; {meant[0]} is perhaps meant")


def _check_both_servers(given: Mapping[str, str]) -> None:
    """Refuse one real server beside an embedded one: the two would hold halves of different systems."""
    engine = next((name for name in _NAMES_A_SERVER if name in given), None)
    if ("IQA_DSN" in given) == (engine is not None):
        return
    given_one, missing = (engine, "IQA_DSN") if engine else ("IQA_DSN", "TEMPORAL_ADDRESS")
    reason = f"it is not set, and {given_one} is; name both servers, or neither for those of `iqa run`"
    raise SettingRefused(missing, "", reason)


def _need(given: Mapping[str, str], name: str, reason: str) -> None:
    if name not in given:
        raise SettingRefused(name, "", reason)


def _temporal(env: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if not any(name in env for name in _NAMES_A_SERVER):
        return ()
    return tuple(sorted((name, value) for name, value in env.items() if name.startswith("TEMPORAL_")))
