"""What of a provider's word is believed, and what is not: forged, expired, replayed, made for another."""

import base64
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from joserfc.jwk import RSAKey

from infra.openid import Doubt, NotProven, Provider, ProviderOutOfReach
from infra.postgres.sign_ins import Handshake
from infra.settings import Settings
from tests import clock
from tests.web.signer import CLIENT, SECRET, Signer, signing

BACK = "http://127.0.0.1:20345/sign-in/back"
TAKEN = Handshake(state="state", browser="browser", nonce="nonce", verifier="v" * 43)
MINUTE = 60


@pytest_asyncio.fixture
async def signer() -> AsyncIterator[Signer]:
    async with signing(clock.now) as one:
        yield one


def provider(signer: Signer, **more: Any) -> Provider:  # noqa: ANN401  settings of whatever kind
    named = {"oidc_issuer": signer.issuer, "oidc_client": CLIENT, "oidc_secret": SECRET}
    return Provider(Settings.model_validate(named | more), BACK, clock.now)


async def test_a_browser_is_sent_with_a_challenge_a_nonce_and_no_address_to_go_to(signer: Signer) -> None:
    asks = provider(signer, oidc_max_age=30, oidc_acr="gold silver")

    address = await asks.address(TAKEN)

    asked = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{signer.issuer}/auth?")
    assert asked.pop("code_challenge") != TAKEN.verifier
    assert asked == {
        "client_id": CLIENT,
        "response_type": "code",
        "redirect_uri": BACK,
        "scope": "openid email",
        "state": "state",
        "nonce": "nonce",
        "code_challenge_method": "S256",
        "max_age": "1800",
        "acr_values": "gold silver",
    }


async def test_whoever_comes_back_with_a_good_token_has_proved_who_they_are(signer: Signer) -> None:
    proven = await provider(signer).proven("nonce", None, TAKEN)

    assert proven.account == (signer.issuer, "42")
    assert signer.asked[0]["code_verifier"] == TAKEN.verifier
    assert signer.asked[0]["redirect_uri"] == BACK


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example.test"},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "of another browser"},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
        {"iat": None},
        {"aud": None},
        {"iss": None},
    ],
    ids=str,
)
async def test_a_token_for_or_by_another_is_refused(signer: Signer, claims: dict[str, Any]) -> None:
    signer.claims = claims

    with pytest.raises(NotProven):
        await provider(signer).proven("nonce", None, TAKEN)


@pytest.mark.parametrize(
    ("iat", "exp"), [(-20 * MINUTE, -10 * MINUTE), (10 * MINUTE, 20 * MINUTE), (-20 * MINUTE, 20 * MINUTE)]
)
async def test_a_token_of_another_time_is_refused(signer: Signer, iat: int, exp: int) -> None:
    now = int(clock.now().timestamp())
    signer.claims = {"iat": now + iat, "exp": now + exp}

    with pytest.raises(NotProven):
        await provider(signer).proven("nonce", None, TAKEN)


async def test_a_token_signed_by_another_key_is_refused(signer: Signer) -> None:
    signer.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    with pytest.raises(NotProven, match="BadSignatureError"):
        await provider(signer).proven("nonce", None, TAKEN)


def by_hand(signer: Signer, alg: str, secret: bytes) -> str:
    """A good token whose header says how it is signed, which no library would make."""
    payload = signer.token_for("nonce").split(".")[1]
    head = f"{_base64(json.dumps({'alg': alg, 'kid': 'one'}).encode())}.{payload}"
    signed = b"" if alg == "none" else hmac.digest(secret, head.encode(), "sha256")
    return f"{head}.{_base64(signed)}"


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.mark.parametrize("alg", ["none", "None", "HS256"])
async def test_a_token_that_is_not_signed_or_by_what_is_no_secret_key_is_refused(
    signer: Signer, alg: str
) -> None:
    for secret in (signer.key.as_pem(private=False), SECRET.encode()):
        signer.token = by_hand(signer, alg, secret)
        with pytest.raises(NotProven):
            await provider(signer).proven("nonce", None, TAKEN)
        signer.token = None


@pytest.mark.parametrize("token", ["", "a.b.c", "no token", "e30.e30."])
async def test_what_is_no_token_is_refused(signer: Signer, token: str) -> None:
    signer.token = token

    with pytest.raises(NotProven):
        await provider(signer).proven("nonce", None, TAKEN)


async def test_a_token_that_was_used_before_is_refused_in_another_sign_in(signer: Signer) -> None:
    signer.token = signer.token_for("nonce")
    asks = provider(signer)
    await asks.proven("nonce", None, TAKEN)

    with pytest.raises(NotProven):
        await asks.proven("other", None, TAKEN._replace(nonce="other"))


async def test_a_key_that_the_provider_has_only_since_is_read(signer: Signer) -> None:
    asks = provider(signer)
    await asks.proven("nonce", None, TAKEN)
    signer.key = signer.signs_with = RSAKey.generate_key(2048, {"kid": "two"})
    signer.headers = {"alg": "RS256", "kid": "two"}

    with pytest.raises(NotProven):
        await asks.proven("nonce", None, TAKEN)
    later = provider(signer)
    assert (await later.proven("nonce", None, TAKEN)).account.subject == "42"


async def test_a_code_that_the_provider_does_not_know_is_refused(signer: Signer) -> None:
    with pytest.raises(NotProven, match=Doubt.CODE_REFUSED):
        await provider(signer).proven("unknown", None, TAKEN)


async def test_an_answer_that_names_another_issuer_is_refused(signer: Signer) -> None:
    asks = provider(signer)

    with pytest.raises(NotProven, match=Doubt.OTHER_ISSUER):
        await asks.proven("nonce", "https://other.example.test", TAKEN)
    assert await asks.proven("nonce", signer.issuer, TAKEN)


async def test_how_strongly_and_how_lately_is_judged_where_settings_demand_it(signer: Signer) -> None:
    asks = provider(signer, oidc_acr="gold silver", oidc_max_age=30)
    with pytest.raises(NotProven, match=Doubt.WEAK):
        await asks.proven("nonce", None, TAKEN)
    signer.claims = {"acr": "silver"}
    assert await asks.proven("nonce", None, TAKEN)
    for auth_time in (int(clock.now().timestamp()) - 32 * MINUTE, None, "yesterday"):
        signer.claims = {"acr": "silver", "auth_time": auth_time}
        with pytest.raises(NotProven, match=Doubt.LONG_AGO):
            await asks.proven("nonce", None, TAKEN)


async def test_an_address_counts_where_it_is_verified_and_of_the_same_person(signer: Signer) -> None:
    asks = provider(signer)
    proven = await asks.proven("nonce", None, TAKEN)
    known = {"sub": "42", "email": "m1@example.test", "email_verified": True}

    for told, found in (
        (known, "m1@example.test"),
        (known | {"email_verified": False}, None),
        (known | {"email_verified": "true"}, None),
        (known | {"sub": "43"}, None),
        ({"sub": "42", "email_verified": True}, None),
    ):
        signer.userinfo = told
        assert await asks.email(proven) == found


async def test_a_provider_that_says_it_is_another_is_not_asked(signer: Signer) -> None:
    signer.answers_as = "https://other.example.test"

    with pytest.raises(ProviderOutOfReach):
        await provider(signer).address(TAKEN)


async def test_a_provider_that_does_not_answer_is_out_of_reach() -> None:
    nowhere = Signer("http://127.0.0.1:1", clock.now)

    with pytest.raises(ProviderOutOfReach):
        await provider(nowhere).address(TAKEN)
