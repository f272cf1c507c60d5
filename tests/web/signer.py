"""A provider of OpenID Connect that says whatever a test has it say, signed by a key of its own or by another."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

CLIENT = "iqa"
SECRET = "a secret of tests alone"


class Signer:
    """It knows one code at a time, and for it makes a token of what a test has changed of a good one."""

    def __init__(self, issuer: str, now: Callable[[], datetime]) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signs_with = self.key
        self.headers: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {"sub": "42"}
        self.answers_as = issuer
        self.asked: list[dict[str, str]] = []
        self.token: str | None = None
        self._now = now

    def token_for(self, nonce: str) -> str:
        """The id token of whoever began with that nonce; a test that set one to replay has that."""
        if self.token is not None:
            return self.token
        now = int(self._now().timestamp())
        good = {
            "iss": self.issuer,
            "sub": "42",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "auth_time": now - 30,
            "nonce": nonce,
        }
        claims = {name: value for name, value in (good | self.claims).items() if value is not None}
        return jwt.encode(self.headers, claims, self.signs_with, algorithms=[self.headers["alg"]])

    def app(self) -> Starlette:
        """Its four addresses; the code is the nonce."""

        async def about(_: Request) -> JSONResponse:
            at = self.issuer
            return JSONResponse(
                {
                    "issuer": self.answers_as,
                    "authorization_endpoint": f"{at}/auth",
                    "token_endpoint": f"{at}/token",
                    "jwks_uri": f"{at}/jwks",
                    "userinfo_endpoint": f"{at}/me",
                }
            )

        async def keys(_: Request) -> JSONResponse:
            return JSONResponse({"keys": [self.key.as_dict(private=False)]})

        async def token(request: Request) -> JSONResponse:
            asked = {name: str(value) for name, value in (await request.form()).items()}
            self.asked.append(asked)
            if asked["code"] == "unknown":
                return JSONResponse({"error": "invalid_grant"}, status_code=400)
            made = self.token_for(asked["code"])
            return JSONResponse({"access_token": "opens", "token_type": "Bearer", "id_token": made})

        async def me(_: Request) -> JSONResponse:
            return JSONResponse(self.userinfo)

        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", about),
                Route("/jwks", keys),
                Route("/token", token, methods=["POST"]),
                Route("/me", me),
            ]
        )


@asynccontextmanager
async def signing(now: Callable[[], datetime]) -> AsyncIterator[Signer]:
    """Such a provider at a free port, until left."""
    listening = socket.create_server(("127.0.0.1", 0))
    signer = Signer(f"http://127.0.0.1:{listening.getsockname()[1]}", now)
    server = uvicorn.Server(uvicorn.Config(signer.app(), log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server._serve([listening]))  # noqa: SLF001  the test keeps its own signals
    try:
        yield signer
    finally:
        server.should_exit = True
        await serving
