"""A provider of OpenID Connect: where it sends people, and what of its answers is believed (OpenID Connect Core 1.0).

Authorisation code with PKCE (RFC 7636) and a nonce; it is believed by its signature, issuer, audience and time.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from infra.errors import OutOfReach
from infra.postgres.sign_ins import Handshake
from infra.postgres.web import Account
from infra.settings import Settings

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
"""By which a provider may sign: with keys of which it publishes half, and never ``none``."""
_SCOPE: Final = "openid email"
_PATIENCE_S: Final = 5.0
_LEEWAY_S: Final = 60
_OLDEST_TOKEN_S: Final = 600
_METADATA_LASTS: Final = timedelta(hours=1)
_KEYS_LAST: Final = timedelta(minutes=1)
_WELL_KNOWN: Final = "/.well-known/openid-configuration"


class ProviderOutOfReach(OutOfReach):
    """The provider does not answer, or says nothing that can be used."""

    what = "the sign-in provider"


class Doubt(StrEnum):
    """Why what came back proves nothing, where it is no fault of the token's form, signature, time or audience."""

    OTHER_ISSUER = "another_provider_sent_them"
    CODE_REFUSED = "the_code_was_refused"
    OTHER_CLIENT = "made_for_another_client"
    OLD = "made_too_long_ago"
    WEAK = "not_as_strong_as_demanded"
    LONG_AGO = "proved_too_long_ago"


_OTHER_ISSUER: Final = "it says that it is another issuer"
_NO_DOCUMENT: Final = "it says nothing that can be used"


class NotProven(Exception):
    """What came back does not prove who somebody is; ``why`` is for those who run the system."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Proven(NamedTuple):
    """Somebody who proved who they are, when (UTC, where it is told), and what opens the provider's word on them."""

    account: Account
    auth_at: datetime | None
    access_token: str


class Provider:
    """The provider that the settings name, to which ``back`` is the address of these pages' answer."""

    def __init__(self, settings: Settings, back: str, now: Callable[[], datetime]) -> None:
        self.issuer = settings.oidc_issuer or ""
        self._client_id = settings.oidc_client or ""
        self._secret = settings.oidc_secret
        self._acr = tuple((settings.oidc_acr or "").split())
        self._max_age_s = settings.oidc_max_age * 60 if settings.oidc_max_age else None
        self._back = back
        self._now = now
        self._metadata: Mapping[str, Any] = {}
        self._metadata_until = datetime.min.replace(tzinfo=UTC)
        self._keys: KeySet | None = None
        self._keys_read = datetime.min.replace(tzinfo=UTC)

    async def address(self, handshake: Handshake) -> str:
        """Return where a browser is sent to prove who sits there; raises ``ProviderOutOfReach``."""
        metadata = await self._known()
        more: dict[str, Any] = {"nonce": handshake.nonce}
        if self._max_age_s is not None:
            more["max_age"] = self._max_age_s
        if self._acr:
            more["acr_values"] = " ".join(self._acr)
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=handshake.state,
                code_verifier=handshake.verifier,
                **more,
            )
        return str(address)

    async def proven(self, code: str, issuer: str | None, handshake: Handshake) -> Proven:
        """Return who somebody proved to be who came back with a code; ``issuer`` is who sent them (RFC 9207).

        Raises ``NotProven`` or ``ProviderOutOfReach``.
        """
        metadata = await self._known()
        told = metadata.get("authorization_response_iss_parameter_supported")
        if (told or issuer is not None) and issuer != self.issuer:
            raise NotProven(Doubt.OTHER_ISSUER)
        try:
            async with self._client() as client:
                token = await client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=handshake.verifier,
                )
        except OAuthError as error:
            raise NotProven(Doubt.CODE_REFUSED) from error
        except httpx2.HTTPError as error:
            raise ProviderOutOfReach(type(error).__name__) from error
        claims = await self._claims(str(token.get("id_token", "")), handshake.nonce)
        auth_time = claims.get("auth_time")
        return Proven(
            Account(self.issuer, claims["sub"]),
            datetime.fromtimestamp(auth_time, UTC) if auth_time else None,
            str(token.get("access_token", "")),
        )

    async def email(self, proven: Proven) -> str | None:
        """Return the e-mail address of somebody, if the provider has verified it; raises ``ProviderOutOfReach``."""
        metadata = await self._known()
        told = await self._read(
            metadata["userinfo_endpoint"], {"Authorization": f"Bearer {proven.access_token}"}
        )
        same, verified = told.get("sub") == proven.account.subject, told.get("email_verified") is True
        return str(told["email"]) if same and verified and told.get("email") else None

    async def _claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """What an id token says, once everything about it is as it should be; raises ``NotProven``."""
        try:
            token = jwt.decode(id_token, await self._keys_for(id_token), algorithms=list(ALGORITHMS))
            self._registry(nonce).validate(token.claims)
        except (JoseError, ValueError) as error:
            raise NotProven(type(error).__name__) from error
        self._judge(token.claims)
        return token.claims

    def _registry(self, nonce: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._now().timestamp()),
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )

    def _judge(self, claims: Mapping[str, Any]) -> None:
        now = self._now().timestamp()
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._client_id) != self._client_id:
            raise NotProven(Doubt.OTHER_CLIENT)
        if now - claims["iat"] > _OLDEST_TOKEN_S:
            raise NotProven(Doubt.OLD)
        if self._acr and claims.get("acr") not in self._acr:
            raise NotProven(Doubt.WEAK)
        auth_time = claims.get("auth_time")
        if self._max_age_s is not None and (
            not isinstance(auth_time, int) or now - auth_time > self._max_age_s + _LEEWAY_S
        ):
            raise NotProven(Doubt.LONG_AGO)

    async def _keys_for(self, id_token: str) -> KeySet:
        """The provider's keys, read anew for one that is not among them, once a minute at most."""
        kid = _kid(id_token)
        known = self._keys is not None and (kid is None or any(key.kid == kid for key in self._keys.keys))
        if self._keys is None or (not known and self._now() - self._keys_read > _KEYS_LAST):
            metadata = await self._known()
            self._keys = KeySet.import_key_set(await self._read(metadata["jwks_uri"]))  # type: ignore[arg-type]
            self._keys_read = self._now()
        return self._keys

    async def _known(self) -> Mapping[str, Any]:
        """What the provider says of itself, which must be of the very issuer that the settings name."""
        if self._now() < self._metadata_until:
            return self._metadata
        found = await self._read(self.issuer.rstrip("/") + _WELL_KNOWN)
        if found.get("issuer") != self.issuer:
            raise ProviderOutOfReach(_OTHER_ISSUER)
        self._metadata, self._metadata_until = found, self._now() + _METADATA_LASTS
        return found

    async def _read(self, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        try:
            async with httpx2.AsyncClient(timeout=_PATIENCE_S) as client:
                answer = await client.get(address, headers=dict(headers or {}))
            answer.raise_for_status()
            found = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderOutOfReach(type(error).__name__) from error
        if not isinstance(found, dict):
            raise ProviderOutOfReach(_NO_DOCUMENT)
        return found

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self._client_id,
            client_secret=self._secret,
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            scope=_SCOPE,
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=_PATIENCE_S,
        )


def _kid(id_token: str) -> str | None:
    return extract_compact(id_token.encode()).headers().get("kid")
