"""The binary form in which SSH writes keys and signatures (RFC 4251, section 5).

Read more strictly than OpenSSH does, so that a value has one form only:

* numbers (``mpint``) are positive or zero and have no superfluous leading zeros;
* names (``cstring``) hold no zero byte;
* whoever has read all that a format has asks for the end: nothing may be left.
"""

from __future__ import annotations

_MAX_NUMBER = 16_384 // 8 + 1  # OpenSSH's largest number, and the zero before its highest bit


class MalformedError(ValueError):
    """Bytes that are not what the format says. The message completes "it is damaged: …"."""


class Reader:
    """Takes one value after the other from the front of *data*."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next *size* bytes."""
        end = self._at + size
        if end > len(self._data):
            raise MalformedError("it ends too early")
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def u8(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def u32(self) -> int:
        """The next four bytes as a number."""
        return int.from_bytes(self.take(4), "big")

    def u64(self) -> int:
        """The next eight bytes as a number."""
        return int.from_bytes(self.take(8), "big")

    def string(self) -> bytes:
        """The next string: its length, then its bytes."""
        return self.take(self.u32())

    def cstring(self) -> bytes:
        """The next string, which C must be able to hold."""
        value = self.string()
        if b"\0" in value:
            raise MalformedError("a name holds a zero byte")
        return value

    def name(self) -> str:
        """The next string as a name of the protocol: printable ASCII."""
        value = self.string()
        if not value.isascii() or not (text := value.decode("ascii")).isprintable():
            raise MalformedError("a name is not plain text")
        return text

    def mpint(self) -> int:
        """The next number, of any size up to 16,384 bits."""
        digits = self.string()
        if len(digits) > _MAX_NUMBER:
            raise MalformedError("a number is too large")
        if digits[:1] >= b"\x80":
            raise MalformedError("a number is negative")
        if digits[:1] == b"\0" and digits[1:2] < b"\x80":
            raise MalformedError("a number has superfluous zeros in front")
        return int.from_bytes(digits, "big")

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(len(self._data) - self._at)

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._data)

    def end(self) -> None:
        """Insist that nothing is left."""
        if not self.at_end():
            raise MalformedError("there is more than there should be")


def u32(number: int) -> bytes:
    """*number* in four bytes."""
    return number.to_bytes(4, "big")


def string(value: bytes) -> bytes:
    """*value* with its length in front."""
    return u32(len(value)) + value


def mpint(number: int) -> bytes:
    """*number*, which is not negative, in as few bytes as will do."""
    # One bit more than the number needs: the highest is its sign.
    return string(number.to_bytes(number.bit_length() // 8 + 1, "big") if number else b"")
