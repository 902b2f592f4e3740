"""Passwords, one-time codes, and the secrets that cookies and tokens carry."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import time
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 256
"""Characters of a password."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's floor
_NOBODY = _HASHER.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    return _HASHER.hash(_form(password))


def is_password(kept: str, password: str) -> bool:
    """Whether a password is the one. Without one that was kept it takes as long, and is not."""
    if len(password) > LONGEST:
        password = ""
    try:
        return _HASHER.verify(kept or _NOBODY, _form(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def _form(password: str) -> str:
    """Keyboards do not agree on how an accent is written."""
    return unicodedata.normalize("NFKC", password)


# -- one-time codes (RFC 6238) ---------------------------------------------------------------------

_STEP = 30


def new_totp() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def totp(secret: str, moment: int) -> str:
    """The code of one half minute."""
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", moment), "sha1")
    at = mac[-1] & 15
    number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def totp_moment(secret: str, code: str, after: int, clock: float | None = None) -> int:
    """The half minute that a code belongs to, or 0. No code works twice, so `after` is the last
    one that did; clocks may be one step apart."""
    here = int((time.time() if clock is None else clock) // _STEP)
    for moment in (here - 1, here, here + 1):
        same = hmac.compare_digest(totp(secret, moment).encode(), code.strip().encode())
        if same and moment > after:
            return moment
    return 0


# -- what cookies and tokens carry -----------------------------------------------------------------


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """A secret of 256 random bits needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(server_key: bytes, secret: str) -> str:
    return hmac.digest(server_key, secret.encode(), "sha256").hex()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
