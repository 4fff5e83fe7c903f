"""Delivery over HTTP: signed requests to the app's one URL."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from liaison.sandbox.delivery.transport import Ack, Retry
from liaison.sandbox.jsons import Json, parse
from liaison.sandbox.rules import limits

SIGNING_SECRET = "sandbox-secret"  # noqa: S105  # the sandbox's own, known to everybody
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


def sign(secret: str, timestamp: str, body: str) -> str:
    """Slack's signature, version 0, of a raw body."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpTransport:
    """Sends everything to one URL, as Bolt apps have it."""

    def __init__(self, url: str, ack_seconds: float = limits.ACK_SECONDS) -> None:
        self.url = url
        self.connected = False
        self._timeout = aiohttp.ClientTimeout(total=ack_seconds)
        self._session = aiohttp.ClientSession()

    async def send(self, kind: str, payload: Json, *, answerable: bool, retry: Retry | None = None) -> Ack:  # noqa: ARG002
        if kind == "events_api":
            body, content_type = json.dumps(payload), _JSON
        elif kind == "slash_commands":
            body, content_type = urlencode(payload, errors="replace"), _FORM  # half a character has no bytes
        else:
            body, content_type = urlencode({"payload": json.dumps(payload)}), _FORM
        headers = {}
        if retry:
            headers = {
                "X-Slack-Retry-Num": str(retry.attempt),
                "X-Slack-Retry-Reason": retry.reason,
            }
        # Slack reads nothing of an event's answer. Whether an interaction may be answered is for others to say.
        return await self._post(body, content_type, headers, read=kind != "events_api")

    def cut(self, *, last_used: bool) -> None:
        """Nothing to break: each request has a connection of its own."""

    async def verify(self) -> bool:
        """Slack's check of a URL: the app must echo the challenge."""
        challenge = {"type": "url_verification", "challenge": "sandbox-challenge"}
        ack = await self._post(json.dumps(challenge), _JSON, {})
        answer = ack.payload
        given = answer.get("challenge", answer.get("text")) if isinstance(answer, dict) else None
        self.connected = ack.ok and given == challenge["challenge"]
        return self.connected

    async def close(self) -> None:
        await self._session.close()

    async def _post(self, body: str, content_type: str, headers: dict[str, str], *, read: bool = True) -> Ack:
        timestamp = str(int(time.time()))  # real time: the app compares it with its own machine's
        headers = {
            **headers,
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(SIGNING_SECRET, timestamp, body),
        }
        try:
            async with self._session.post(
                self.url,
                data=body.encode(),
                headers=headers,
                timeout=self._timeout,
                max_redirects=limits.EVENT_REDIRECTS + 1,  # the number that aiohttp gives up at
            ) as response:
                ok = 200 <= response.status < 300  # noqa: PLR2004  # the 2xx range
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                payload = _payload(await response.text(), response.content_type) if ok and read else None
                return Ack(ok, payload, "" if ok else "http_error", no_retry, None if ok else response.status)
        except (ValueError, LookupError):  # no text, or no JSON that can be read
            return Ack(ok=False, reason="http_error")
        except TimeoutError:
            return Ack(ok=False, reason="http_timeout")
        except aiohttp.TooManyRedirects:
            return Ack(ok=False, reason="too_many_redirects")
        except aiohttp.ClientSSLError:
            return Ack(ok=False, reason="ssl_error")
        except aiohttp.ClientError:
            return Ack(ok=False, reason="connection_failed")


def _payload(text: str, content_type: str) -> Any:
    if not text:
        return None
    if content_type == _JSON:
        return parse(text)
    return {"text": text}
