"""A small OpenID provider on loopback for the tests: discovery, keys, authorisation, tokens; honest unless told."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "upstander-test", "a secret of the test"


class IdentityProvider:
    """What the provider knows and says; tests change `claims`, `description` and `sign` to make it lie."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = "one"
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []
        self.claims: dict[str, Any] = {}
        self.without: set[str] = set()
        self.description: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.tokens_given = 0

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign claims as an honest provider does."""
        return jwt.encode(claims, self.key, "RS256", headers={"kid": self.kid})

    def discovery(self) -> dict[str, Any]:
        """Describe the provider."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.description,
        }

    def keys(self) -> dict[str, Any]:
        """Return the public key."""
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Sign the person in without asking, and return where their browser goes."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Give a token for a code: once, to the client that asked, who can prove that it did."""
        asked = self.codes.pop(said.get("code", ""), None)
        if asked is None or (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        proved = base64.urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest())
        if asked.get("code_challenge_method") != "S256" or proved.rstrip(b"=").decode() != asked.get("code_challenge"):
            return 400, {"error": "invalid_grant", "error_description": "PKCE"}
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": "officer-7", "iat": now, "exp": now + 300, "auth_time": now,
            "nonce": asked.get("nonce", ""), **self.claims,
        }  # fmt: skip
        self.tokens_given += 1
        token = self.sign({name: value for name, value in claims.items() if name not in self.without})
        return 200, {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": token}


@contextmanager
def serving() -> Iterator[IdentityProvider]:
    """Serve a provider on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            if place.path == "/.well-known/openid-configuration":
                self._say(200, provider.discovery())
            elif place.path == "/keys":
                self._say(200, provider.keys())
            elif place.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = IdentityProvider(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
