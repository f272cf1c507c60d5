import subprocess
import sys
from pathlib import Path

import pytest

from infra.settings import SettingRefused, Settings
from tests.post import NOTIFY_KEY

DSN = "postgresql://iqa@db/iqa"


def test_nothing_set_means_the_embedded_servers_in_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    settings = Settings.from_environment({})

    assert settings.data_dir == tmp_path / ".iqa"
    assert settings.embeds_postgres
    assert settings.embeds_temporal
    assert (settings.task_queue, settings.log_level, settings.actor, settings.policy_file) == (
        "iqa",
        "info",
        None,
        None,
    )


def test_every_variable_is_read(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.touch()

    settings = Settings.from_environment(
        {
            "IQA_DATA": str(tmp_path / "data"),
            "IQA_DSN": "postgresql://iqa@db/iqa",
            "IQA_POLICY": str(policy),
            "IQA_TASK_QUEUE": "north",
            "IQA_ACTOR": "LM-001",
            "IQA_LOG_LEVEL": "DEBUG",
            "IQA_TEMPORAL_BIN": sys.executable,
            "IQA_MAIL": "smtp://mail.example.test?from=iqa@example.test",
            "IQA_NOTIFY_KEY": NOTIFY_KEY,
            "IQA_NOTIFY_TEMPLATE": "t1",
            "IQA_NOTIFY_URL": "http://notify.example.test",
            "IQA_PUBLIC_URL": "https://iqa.example.test/inbox",
            "TEMPORAL_ADDRESS": "temporal:7233",
        }
    )

    assert settings == Settings(
        data_dir=tmp_path / "data",
        dsn="postgresql://iqa@db/iqa",
        policy_file=policy,
        task_queue="north",
        actor="LM-001",
        log_level="debug",
        temporal_binary=Path(sys.executable),
        mail="smtp://mail.example.test?from=iqa@example.test",
        notify_key=NOTIFY_KEY,
        notify_template="t1",
        notify_url="http://notify.example.test",
        public_url="https://iqa.example.test/inbox",
        temporal=(("TEMPORAL_ADDRESS", "temporal:7233"),),
    )
    assert not settings.embeds_postgres


def test_another_process_is_given_the_same_settings(tmp_path: Path) -> None:
    given = {
        "IQA_DATA": str(tmp_path),
        "IQA_NOTIFY_KEY": NOTIFY_KEY,
        "IQA_NOTIFY_TEMPLATE": "t1",
        "IQA_DSN": DSN,
        "TEMPORAL_ADDRESS": "temporal:7233",
    }
    settings = Settings.from_environment(given)

    assert settings.environment() == given | {
        "IQA_TASK_QUEUE": "iqa",
        "IQA_LOG_LEVEL": "info",
        "IQA_LISTEN": "127.0.0.1:8000",
        "IQA_PROXIES": "",
        "IQA_PERSON_LIMIT": "300",
        "IQA_ADDRESS_LIMIT": "600",
        "IQA_OIDC_BY_EMAIL": "False",
    }
    assert Settings.from_environment(settings.environment()) == settings


def test_a_blank_variable_counts_as_absent() -> None:
    assert Settings.from_environment({"IQA_DSN": " ", "TEMPORAL_ADDRESS": ""}) == Settings.from_environment(
        {}
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IQA_DSN", "mysql://somewhere"),
        ("IQA_DSN", "postgresql://"),
        ("IQA_DSN", "postgresql://iqa:secret@localhost:54x2/iqa"),
        ("IQA_DSN", "postgresql://iqa:secret@localhost:99999/iqa"),
        ("IQA_DSN", "postgresql://iqa:pa/ss@localhost:5432/iqa"),
        ("IQA_DSN", "postgresql://iqa:12/ss@localhost/iqa"),
        ("IQA_DSN", "postgresql://iqa:12#ss@localhost/iqa"),
        ("IQA_DSN", "postgresql://iqa:pa?ss@localhost/iqa"),
        ("IQA_DSN", "postgresql://iqa:pa@ss@localhost/iqa"),
        ("IQA_DSN", "postgresql://iqa:x@[::1/iqa"),
        ("IQA_DATA", "a\x00b"),
        ("IQA_DATA", "~nobody-of-that-name/iqa"),
        ("IQA_POLICY", "/no/such/policy.toml"),
        ("IQA_TASK_QUEUE", "two words"),
        ("IQA_TASK_QUEUE", "q" * 65),
        ("IQA_ACTOR", "line\nbreak"),
        ("IQA_LOG_LEVEL", "loud"),
        ("IQA_TEMPORAL_BIN", "/no/such/temporal"),
        ("IQA_MAIL", "mail.example.test"),
        ("IQA_NOTIFY_URL", "notify"),
        ("IQA_NOTIFY_URL", "https://notify.example.test:port"),
        ("IQA_PUBLIC_URL", "ftp://iqa.example.test"),
        ("IQA_PUBLIC_URL", "https://[iqa.example.test"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        Settings.from_environment({name: value})

    assert (refused.value.name, refused.value.value) == (name, value)
    assert refused.value.reason


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://iqa:p%2Fa%23%40@localhost:5432/iqa?sslmode=require",
        "postgres://iqa@[::1]:5432/iqa",
        "postgresql://iqa@one:5432,two:5432/iqa?target_session_attrs=primary",
        "postgresql:///iqa?host=/run/postgresql",
    ],
)
def test_every_form_of_an_address_that_the_driver_reads_is_taken(dsn: str) -> None:
    assert Settings.from_environment({"IQA_DSN": dsn, "TEMPORAL_ADDRESS": "temporal:7233"}).dsn == dsn


def test_a_refused_address_of_a_database_shows_no_password() -> None:
    with pytest.raises(SettingRefused) as refused:
        Settings.from_environment({"IQA_DSN": "postgresql://iqa:secret@localhost:54x2/iqa"})

    assert "secret" not in f"{refused.value} {refused.value.reason}"


@pytest.mark.parametrize(("mistyped", "meant"), [("IQA_DNS", "IQA_DSN"), ("IQA_MIAL", "IQA_MAIL")])
def test_a_mistyped_name_is_refused_with_the_one_that_is_meant(mistyped: str, meant: str) -> None:
    with pytest.raises(SettingRefused, match=meant) as refused:
        Settings.from_environment({mistyped: "x"})

    assert refused.value.name == mistyped


def test_a_variable_of_somebody_else_is_left_alone() -> None:
    assert Settings.from_environment({"IQA_BACKUP_FOLDER": "/x"}) == Settings.from_environment({})


@pytest.mark.parametrize("name", ["TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE"])
def test_naming_both_servers_turns_the_embedded_ones_off(name: str) -> None:
    settings = Settings.from_environment({"IQA_DSN": DSN, name: "somewhere:7233"})

    assert not settings.embeds_temporal
    assert not settings.embeds_postgres


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"IQA_DSN": DSN}, "TEMPORAL_ADDRESS"),
        ({"TEMPORAL_ADDRESS": "temporal:7233"}, "IQA_DSN"),
        ({"TEMPORAL_PROFILE": "live"}, "IQA_DSN"),
    ],
)
def test_one_real_server_beside_an_embedded_one_is_refused(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingRefused, match="name both servers, or neither") as refused:
        Settings.from_environment(given)

    assert refused.value.name == missing


def test_an_api_key_alone_names_no_server() -> None:
    assert Settings.from_environment({"TEMPORAL_API_KEY": "k"}).embeds_temporal


def test_an_address_becomes_the_arguments_of_a_connection() -> None:
    settings = Settings.from_environment(
        {"IQA_DSN": DSN, "TEMPORAL_ADDRESS": "temporal:7233", "TEMPORAL_NAMESPACE": "iqa"}
    )

    connection = settings.temporal_connection()

    assert (connection["target_host"], connection["namespace"]) == ("temporal:7233", "iqa")


@pytest.mark.parametrize(
    "address",
    [
        "temporal",
        "temporal:72x3",
        "temporal:99999",
        ":7233",
        "[::1",
        "a b:7233",
        "https://temporal:7233",
        "t:1/x",
    ],
)
def test_an_address_of_an_engine_that_is_no_host_and_port_is_refused(address: str) -> None:
    settings = Settings.from_environment({"IQA_DSN": DSN, "TEMPORAL_ADDRESS": address})

    with pytest.raises(SettingRefused, match="host:port") as refused:
        settings.temporal_connection()

    assert refused.value.name == "TEMPORAL_ADDRESS"


def test_a_profile_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "temporal.toml"
    file.write_text('[profile.live]\naddress = "live:7233"\nnamespace = "iqa"\n', encoding="utf-8")

    settings = Settings.from_environment(
        {"IQA_DSN": DSN, "TEMPORAL_CONFIG_FILE": str(file), "TEMPORAL_PROFILE": "live"}
    )

    assert settings.temporal_connection()["target_host"] == "live:7233"


def test_a_profile_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"IQA_DSN": DSN, "TEMPORAL_CONFIG_FILE": str(tmp_path / "absent.toml"), "TEMPORAL_PROFILE": "absent"}
    )

    with pytest.raises(SettingRefused, match="TEMPORAL_"):
        settings.temporal_connection()


def test_secrets_are_not_shown() -> None:
    settings = Settings.from_environment(
        {
            "IQA_DSN": "postgresql://iqa:secret@db/iqa",
            "TEMPORAL_ADDRESS": "t:7233",
            "TEMPORAL_API_KEY": "secret",
            "IQA_MAIL": "smtp://iqa:secret@mail.example.test?from=iqa@example.test",
            "IQA_NOTIFY_KEY": NOTIFY_KEY.replace("iqa-", "secret-"),
            "IQA_NOTIFY_TEMPLATE": "t1",
        }
    )

    assert "secret" not in repr(settings)


@pytest.mark.parametrize("name", ["IQA_MAIL", "IQA_NOTIFY_KEY"])
def test_a_secret_that_cannot_be_used_is_not_shown_either(name: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        Settings.from_environment({name: "smtp://iqa:secret@", "IQA_NOTIFY_TEMPLATE": "t1"})

    assert "secret" not in str(refused.value)


def test_a_key_of_notify_without_a_template_is_refused() -> None:
    with pytest.raises(SettingRefused, match="IQA_NOTIFY_TEMPLATE"):
        Settings.from_environment({"IQA_NOTIFY_KEY": NOTIFY_KEY})


@pytest.mark.parametrize("module", ["infra.settings", "infra.embedded.running"])
def test_a_client_can_look_for_servers_without_loading_engine_or_driver(module: str) -> None:
    code = f"import sys, {module}; print([name for name in ('temporalio', 'asyncpg') if name in sys.modules])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


OIDC = {
    "IQA_OIDC_ISSUER": "https://login.example.test",
    "IQA_OIDC_CLIENT": "iqa",
    "IQA_PUBLIC_URL": "https://iqa.example.test",
}


def test_a_provider_is_named_with_its_client_and_the_address_of_the_pages() -> None:
    settings = Settings.from_environment(
        OIDC
        | {
            "IQA_OIDC_SECRET": "s",
            "IQA_OIDC_ACR": "gold silver",
            "IQA_OIDC_MAX_AGE": "30",
            "IQA_OIDC_BY_EMAIL": "yes",
            "IQA_LISTEN": "0.0.0.0:8000",
            "IQA_PROXIES": "10.0.0.4, 2001:db8::/32",
        }
    )

    assert settings.proxies == "10.0.0.4/32 2001:db8::/32"

    assert (settings.oidc_acr, settings.oidc_max_age, settings.oidc_by_email) == ("gold silver", 30, True)
    for missing in ("IQA_OIDC_CLIENT", "IQA_PUBLIC_URL"):
        with pytest.raises(SettingRefused, match=missing):
            Settings.from_environment({name: one for name, one in OIDC.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IQA_OIDC_ISSUER", "http://login.example.test"),
        ("IQA_OIDC_ISSUER", "login.example.test"),
        ("IQA_OIDC_CLIENT", "two words"),
        ("IQA_OIDC_MAX_AGE", "0"),
        ("IQA_OIDC_BY_EMAIL", "perhaps"),
        ("IQA_LISTEN", "8000"),
        ("IQA_LISTEN", "127.0.0.1:web"),
        ("IQA_PROXIES", "proxy.example.test"),
        ("IQA_PROXIES", "10.0.0.1/8"),
        ("IQA_PERSON_LIMIT", "0"),
        ("IQA_ADDRESS_LIMIT", "many"),
    ],
)
def test_a_provider_is_named_as_it_can_be_used(name: str, value: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        Settings.from_environment(OIDC | {name: value})

    assert refused.value.name == name


def test_a_secret_of_the_provider_is_shown_nowhere() -> None:
    settings = Settings.from_environment(OIDC | {"IQA_OIDC_SECRET": "hush-hush"})

    assert "hush-hush" not in repr(settings)
