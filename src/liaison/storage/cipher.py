"""Restricted text at rest: encrypted with the first of LIAISON_KEY's keys, readable with any of them."""

from typing import TypeVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from liaison.domain.errors import Problem
from liaison.domain.values import Value

T = TypeVar("T", bound=Value)


class Cipher:
    """Seals values and opens them again."""

    def __init__(self, keys: str) -> None:
        """Takes Fernet keys, comma-separated, the first encrypts. Raises Problem where one of them is no key."""
        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
        except ValueError as error:
            raise Problem(
                "LIAISON_KEY is missing or is no Fernet key.",
                "Make one with: liaison key. Keep it where it is safe.",
            ) from error

    def seal(self, value: Value, *, in_short: bool = False) -> bytes:
        """The value, encrypted; `in_short` leaves out what stands at its default."""
        return self._fernet.encrypt(value.model_dump_json(exclude_defaults=in_short).encode())

    def open(self, kind: type[T], sealed: bytes) -> T:
        """The value, readable. Raises Problem where no key fits."""
        try:
            return kind.model_validate_json(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise Problem(
                "What is stored was encrypted with another key.",
                "Put the earlier key back into LIAISON_KEY, after the new one.",
            ) from error


def new_key() -> str:
    """A fresh key for LIAISON_KEY."""
    return Fernet.generate_key().decode()
