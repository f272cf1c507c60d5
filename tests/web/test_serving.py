"""Where the pages are shown, and where local sign-in is not to be had."""

import pytest

from clients.desk.desk import Desk
from clients.web import serve
from clients.web.frame import assets
from infra.settings import Settings


@pytest.mark.parametrize(
    ("named", "settings"),
    [
        ("IQA_DSN", {"dsn": "postgresql://iqa@127.0.0.1/iqa"}),
        ("TEMPORAL_ADDRESS", {"temporal": (("TEMPORAL_ADDRESS", "127.0.0.1:7233"),)}),
        ("IQA_OIDC_ISSUER", {"oidc_issuer": "https://login.example.test"}),
        ("IQA_PUBLIC_URL", {"public_url": "https://iqa.example.test"}),
    ],
)
def test_local_sign_in_is_for_the_embedded_servers_alone(named: str, settings: dict[str, object]) -> None:
    with pytest.raises(serve.LocalSignInRefused) as refused:
        serve.check_local(Settings.model_validate(settings))

    assert refused.value.setting == named


def test_pages_are_shown_where_nothing_else_is_named_and_else_it_is_said_why_not() -> None:
    assert serve.why_no_pages(Settings()) == ""
    assert "IQA_PUBLIC_URL" in serve.why_no_pages(Settings(public_url="https://iqa.example.test"))


def test_with_a_provider_the_pages_are_shown_beside_real_servers() -> None:
    named = {
        "dsn": "postgresql://iqa@127.0.0.1/iqa",
        "temporal": (("TEMPORAL_ADDRESS", "127.0.0.1:7233"),),
        "public_url": "https://iqa.example.test/",
        "oidc_issuer": "https://login.example.test",
        "oidc_client": "iqa",
    }
    settings = Settings.model_validate(named)

    assert serve.why_no_pages(settings) == ""
    site = serve.site_of(Desk(settings), settings, "https://iqa.example.test/inbox")
    assert site.hosts == {"iqa.example.test"}
    assert site.origins == {"https://iqa.example.test"}
    assert site.provider


def test_pages_without_their_looks_say_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(assets, "_GOVUK", tmp_path)

    with pytest.raises(assets.AssetsMissing, match="make setup"):
        assets.check_assets()
