"""Signing a statement with a key pair of the class's own, and checking a signature (Ed25519).

The private key stays in the folder of the course, readable by its owner alone. The public key is
for everybody: whoever has it can tell that a statement came from here and was not changed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from solidarity.course import CourseProblem
from solidarity.files import write_whole
from solidarity.foreign import bytes_of, visible
from solidarity.trouble import at

FOLDER = "signing"
PRIVATE, PUBLIC = "private-key.pem", "public-key.pem"
_MOST_BYTES = 10_000


def own_key(root: Path) -> Ed25519PrivateKey:
    """The private key of this course's folder, made on first use together with the public one.

    Raises CourseProblem when the file is there and is no key: it is never written over.
    """
    folder = root / FOLDER
    path = folder / PRIVATE
    if not path.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        _write_new(path, _private_bytes(Ed25519PrivateKey.generate()))
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CourseProblem(
            f"{FOLDER}/{PRIVATE} is no private key. Put the right file back from your copy; "
            "or move this one away, and the next statement is signed with a new key."
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise CourseProblem(f"{FOLDER}/{PRIVATE} is a key of another kind: Ed25519 is wanted.")
    write_whole(folder / PUBLIC, _public_bytes(key.public_key()))
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """A public key from its file. Raises CourseProblem when there is none in it."""
    try:
        key = serialization.load_pem_public_key(bytes_of(path, _MOST_BYTES))
    except FileNotFoundError:
        raise CourseProblem(
            f"There is no public key at {visible(path)}. Ask whoever issued the statement for "
            "theirs, and name it with --key."
        ) from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CourseProblem(f"{visible(path)} is no public key.") from None
    if not isinstance(key, Ed25519PublicKey):
        raise CourseProblem(f"{visible(path)} is a key of another kind: Ed25519 is wanted.")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """A short name of a key, in groups of four letters, to be read out and compared."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    digest = hashlib.sha256(raw).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def sign(content: dict[str, Any], key: Ed25519PrivateKey) -> str:
    """The signature of plain data, as base64."""
    return base64.b64encode(key.sign(_canonical(content))).decode()


def fits(content: dict[str, Any], signature: str, key: Ed25519PublicKey) -> bool:
    """Was this very content signed with the private half of this key?"""
    try:
        signed = base64.b64decode(signature, validate=True)
        key.verify(signed, _canonical(content))
    except (InvalidSignature, binascii.Error, ValueError, RecursionError):
        return False
    # base64 has several ways to write the same bytes; one of them is ours.
    return base64.b64encode(signed).decode() == signature


def _canonical(content: dict[str, Any]) -> bytes:
    """The same bytes for the same content, whatever the order and spaces of its file."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read; one that came into being meanwhile is kept."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        with at(path), os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except BaseException:
        # Half a key, as on a full disk, would stand in the way of every later statement.
        path.unlink(missing_ok=True)
        raise


def _private_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public_bytes(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
