"""An OpenID Connect provider for the tests: discovery, keys, authorisation, token and profile over HTTP on this machine."""

from __future__ import annotations

import base64
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "mutua"


@dataclass
class Provider:
    """Who signs in there next: subject, address. asked: what came to the doors of authorisation and token. issuer: what its tokens say."""

    address: str
    subject: str = "subject-1"
    email: str = "ada@example.org"
    issuer: str = ""
    audience: str = CLIENT
    asked: list[dict[str, str]] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))

    def discovery(self) -> dict[str, Any]:
        doors = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "profile", "jwks_uri": "keys"}
        return {"issuer": self.address, **{name: f"{self.address}/{door}" for name, door in doors.items()}}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        self.asked.append(query)
        return f"{query['redirect_uri']}?{urlencode({'code': 'once', 'state': query['state']})}"

    def token(self, query: dict[str, str]) -> dict[str, Any]:
        self.asked.append(query)
        claims = {"iss": self.issuer or self.address, "aud": self.audience, "sub": self.subject, "exp": int(time.time()) + 60}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def profile(self) -> dict[str, Any]:
        return {"sub": self.subject, "email": self.email, "email_verified": True, "name": "Ada"}


def challenge_of(verifier: str) -> str:
    import hashlib

    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Running:
    """`with Running() as provider:`"""

    def __enter__(self) -> Provider:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
        provider = Provider(f"http://127.0.0.1:{self.server.server_address[1]}")
        self.server.provider = provider  # type: ignore[attr-defined]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return provider

    def __exit__(self, *what: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Door(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        provider, parts = self.server.provider, urlsplit(self.path)  # type: ignore[attr-defined]
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._say(provider.discovery())
            case "/keys":
                self._say(provider.keys())
            case "/profile":
                self._say(provider.profile())
            case "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = {name: values[0] for name, values in parse_qs(sent).items()}
        self._say(self.server.provider.token(query))  # type: ignore[attr-defined]

    def _say(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *what: object) -> None:
        pass
