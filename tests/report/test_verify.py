"""``sse verify`` reads what anybody may have made: it ends, and shows all that was signed."""

from __future__ import annotations

import base64
import copy
import json
import os
import resource
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from helpers import PATIENCE
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from solidarity.cli import app
from solidarity.report.facts import FORMAT
from solidarity.report.signing import FOLDER, PUBLIC, own_key, sign

CONTENT: dict[str, Any] = {
    "format": FORMAT,
    "course": "Solidarity",
    "version": "0.1.0",
    "learner": "ana",
    "name": "Ana Cruz",
    "issued": "2026-11-25",
    "modules": [
        {"id": "m01", "number": 1, "title": "First", "points": 3.0, "of": 18.0, "final": True},
        {"id": "m02", "number": 2, "title": "Second", "points": None, "of": None, "final": True},
        {"id": "m03", "number": 3, "title": "Third", "points": 0.1, "of": 2.0, "final": False},
    ],
}


class Issuer:
    """Somebody with a key, who signs whatever she is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.private: Ed25519PrivateKey = own_key(folder)
        self.public = folder / FOLDER / PUBLIC

    def signed(self, content: Any) -> dict[str, Any]:
        return {"statement": content, "signature": sign(content, self.private)}

    def file(self, content: Any, name: str = "ana.json") -> Path:
        return self.written(json.dumps(self.signed(content)).encode(), name)

    def written(self, data: bytes, name: str = "ana.json") -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def verify(self, path: Path, key: Path | None = None) -> Result:
        told = CliRunner().invoke(app, ["verify", str(path), "--key", str(key or self.public)])
        assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
        assert told.exit_code in (0, 1, 2)
        assert ("Genuine:" in told.stdout) == (told.exit_code == 0)
        assert bool(told.stderr) == (told.exit_code != 0)
        demand_seen(told.output)
        return told


def demand_seen(text: str) -> None:
    """Nothing in it that a terminal obeys or that nobody sees."""
    for letter in text.replace("\n", ""):
        assert letter == " " or unicodedata.category(letter)[0] not in "CZ", ascii(letter)
        assert letter not in "\u115f\u1160\u2800\u3164\ufe0f\uffa0\u034f", ascii(letter)


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer(tmp_path_factory.mktemp("issuer"))


def test_every_part_that_is_signed_is_shown(issuer: Issuer) -> None:
    told = issuer.verify(issuer.file(CONTENT))
    assert told.exit_code == 0
    assert told.stdout.splitlines()[1:] == [
        "course: Solidarity",
        "version: 0.1.0",
        "name: Ana Cruz",
        "learner: ana",
        "issued: 2026-11-25",
        "  1. First (m01): 3 of 18 points",
        "  2. Second (m02): not handed in",
        "  3. Third (m03): 0.1 of 2 points, a part still to be marked",
    ]


# --- Files that are none --------------------------------------------------------------------------

READ_ALL = """
import json, sys
from typer.testing import CliRunner
from solidarity.cli import app
for one in json.loads(sys.argv[1]):
    told = CliRunner().invoke(app, ["verify", *one])
    print(json.dumps([told.exit_code, repr(told.exception), told.stdout, told.stderr]), flush=True)
"""


def little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))


def test_what_is_no_ordinary_file_is_named_and_nobody_waits_for_it(
    issuer: Issuer, tmp_path: Path
) -> None:
    """Each in the place of the statement, and of the key."""
    good = issuer.file(CONTENT, "good.json")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    (tmp_path / "zeros").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 2**40)
    (tmp_path / "round").symlink_to("round")
    line = socket.socket(socket.AF_UNIX)
    line.bind(str(tmp_path / "socket"))
    expected = {
        "pipe": "is a pipe or a device",
        "link": "is a pipe or a device",
        "zeros": "is a pipe or a device",
        "folder": "is a folder",
        "huge": "is too large",
        "round": "cannot be read",
        "socket": "is a pipe or a device",
        "nothing": "There is no",
        f"{'x' * 300}": "cannot be read",
    }
    asked = [
        arguments
        for name in expected
        for arguments in (
            [str(tmp_path / name), "--key", str(issuer.public)],
            [str(good), "--key", str(tmp_path / name)],
        )
    ]
    asked.append([str(good), "--key", str(issuer.public)])
    with line:
        done = subprocess.run(
            [sys.executable, "-c", READ_ALL, json.dumps(asked)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            preexec_fn=little_memory,
        )
    told = [json.loads(one) for one in done.stdout.splitlines()]
    assert len(told) == len(asked), done.stderr
    sentences = [sentence for sentence in expected.values() for _ in "sk"]
    for (code, error, out, err), sentence in zip(told, sentences, strict=False):
        assert (code, error, out) == (2, "SystemExit(2)", "")
        assert sentence in err
    assert told[-1][0] == 0


@pytest.mark.parametrize(
    "name",
    ["\x1b[2J", "a\nGenuine: b", "\u202e", "\u200b", "\x9b1m", ":x:", "[red]a[red]", "\udcff"],
)
@pytest.mark.parametrize("place", ["statement", "key", "missing"])
def test_a_name_of_a_file_is_shown_and_not_obeyed(issuer: Issuer, name: str, place: str) -> None:
    good = issuer.file(CONTENT, "good.json")
    odd = issuer.folder / f"odd {name}.json"
    if place != "missing":
        odd.write_bytes(b"nothing")
    told = issuer.verify(odd) if place != "key" else issuer.verify(good, odd)
    assert told.exit_code == 2
    assert "odd " in told.stderr
    assert told.stderr.count("\n") == 1


# --- JSON that can be read in several ways --------------------------------------------------------

GOOD = json.dumps(CONTENT)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD.replace('"points": 3.0', '"points": 18.0, "points": 3.0'), "“points” stands in it"),
        (GOOD.replace('"name"', '"name": "Eve", "name"'), "“name” stands in it twice"),
        (GOOD.replace('"name"', '"n\\u0061me": "Eve", "name"'), "“name” stands in it twice"),
        (GOOD.replace("3.0", "3" * 5_000), "a number in it is too long"),
        (GOOD.replace("3.0", "[" * 100_000 + "]" * 100_000), "it is nested too deep"),
        (GOOD.replace("3.0", '{"a":' * 100_000 + "1" + "}" * 100_000), "it is nested too deep"),
        (GOOD.replace("Ana", "\ufeff"), None),
        (GOOD[:-3], "it is not JSON"),
    ],
)
def test_json_that_two_readers_may_read_differently_is_refused(
    issuer: Issuer, text: str, sentence: str | None
) -> None:
    signature = issuer.signed(CONTENT)["signature"]
    told = issuer.verify(
        issuer.written(f'{{"statement": {text}, "signature": "{signature}"}}'.encode())
    )
    assert told.exit_code == (2 if sentence else 1)
    assert (sentence or "Not genuine") in told.stderr


def test_the_whole_statement_given_twice_is_refused(issuer: Issuer) -> None:
    first, second = json.dumps(issuer.signed(CONTENT)), json.dumps({**CONTENT, "name": "Eve"})
    for text in (
        first[:-1] + f', "statement": {second}}}',
        f'{{"statement": {second}, ' + first[1:],
    ):
        told = issuer.verify(issuer.written(text.encode()))
        assert told.exit_code == 2
        assert "“statement” stands in it twice" in told.stderr


def test_parts_beside_what_is_signed_are_refused(issuer: Issuer) -> None:
    told = issuer.verify(
        issuer.written(json.dumps({**issuer.signed(CONTENT), "honours": True}).encode())
    )
    assert told.exit_code == 2
    assert "beside what is signed it holds parts that are not" in told.stderr


def test_what_no_statement_can_be_signed_with_is_not_genuine(issuer: Issuer) -> None:
    signed = json.dumps(issuer.signed(CONTENT))
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        told = issuer.verify(issuer.written(signed.replace("3.0", number).encode()))
        assert told.exit_code == 1, number


def test_bytes_that_are_no_text_are_refused(issuer: Issuer) -> None:
    for data in (b"\xff\xfe\x00", b"", b"\x00" * 100, json.dumps({}).encode("utf-16")):
        assert issuer.verify(issuer.written(data)).exit_code == 2


def test_a_signature_has_one_spelling(issuer: Issuer) -> None:
    signed = issuer.signed(CONTENT)
    last = signed["signature"][85]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = signed["signature"][:85] + letters[letters.index(last) + 1] + "=="
    assert base64.b64decode(other) == base64.b64decode(signed["signature"])
    signed["signature"] = other
    assert issuer.verify(issuer.written(json.dumps(signed).encode())).exit_code == 1


# --- Signed, and yet no statement -----------------------------------------------------------------


def odd_contents() -> Iterator[tuple[str, Any]]:
    """Contents that somebody signed with the right key, and that cannot be read out as they are."""
    for name in CONTENT:
        yield f"without {name}", {k: v for k, v in CONTENT.items() if k != name}
    odd: list[Any] = [None, True, 1, 1.5, "", [], {}, [[]], {"a": 1}, "x" * 301, ["a"], [{}], -1]
    for name in CONTENT:
        for value in odd:
            if not (name == "modules" and value == []):
                yield f"{name} is {value!r:.20}", {**CONTENT, name: value}
    for name in CONTENT["modules"][0]:
        content = copy.deepcopy(CONTENT)
        del content["modules"][0][name]
        yield f"module without {name}", content
        good = {"number": (1,), "points": (1, 1.5), "of": (1, 1.5), "final": (True,)}.get(name, ())
        for value in [*odd, 10**400, 1e300]:
            content = copy.deepcopy(CONTENT)
            content["modules"][0][name] = value
            # True is 1 for Python, and not for whoever reads a statement.
            if not any(type(value) is type(one) and value == one for one in good):
                yield f"module with {name} {str(value)[:20]!r}", content
    yield "one part more", {**CONTENT, "honours": "all"}
    content = copy.deepcopy(CONTENT)
    content["modules"][1]["note"] = "18 of 18"
    yield "one part more in a module", content
    content = copy.deepcopy(CONTENT)
    content["modules"][1]["final"] = False
    yield "a mark to come for what was not handed in", content
    yield "very many modules", {**CONTENT, "modules": CONTENT["modules"] * 1_000}
    yield "another day", {**CONTENT, "issued": "20261125"}


@pytest.mark.parametrize(("name", "content"), odd_contents(), ids=lambda one: str(one)[:40])
def test_what_is_signed_and_cannot_be_shown_whole_is_not_called_genuine(
    issuer: Issuer, name: str, content: Any
) -> None:
    told = issuer.verify(issuer.file(content))
    assert told.exit_code == 2, name
    assert "Traceback" not in told.stderr


HIDDEN = [
    "Ana\x1b[2J\x1b[HGenuine: all points",
    "Ana\nGenuine: signed with the key 0000",
    "Ana\r  1. First (m01): 18 of 18 points",
    "Ana\u2028  1. First (m01): 18 of 18 points",
    "Ana\u202e8 fo 81\u202c",
    "Ana\u2066\u2069\u200b\u200d\ufeff\u00ad\u061c",
    "Ana\u3164\u115f\u1160\uffa0\u2800\u034f\ufe0f\U000e0041\U000e0100",
    "Ana\x9b2J\x84\x85\x7f\x00\x07\x08",
    "Ana\ud800\udfff\ufffe",
    "Ana\u00a0\u3000\u2003 ",
    "A" + "\u0301" * 250,
    " Ana" + " " * 90 + "1. First (m01): 18 of 18 points",
    ":x: [bold]Ana[/bold] :warning:",
]


@pytest.mark.parametrize("part", ["name", "learner", "course", "version", "title", "id"])
@pytest.mark.parametrize("text", HIDDEN, ids=ascii)
def test_signs_that_act_or_hide_are_shown_as_codes(issuer: Issuer, text: str, part: str) -> None:
    content = copy.deepcopy(CONTENT)
    place = content if part in content else content["modules"][0]
    place[part] = text
    told = issuer.verify(issuer.file(content))
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) == 9
    assert "  " not in "\n".join(line.removeprefix("  ") for line in told.stdout.splitlines())
    if text.startswith(":x:"):
        assert text in told.stdout
    else:
        assert "<U+" in told.stdout


def test_points_are_shown_as_they_were_signed(issuer: Issuer) -> None:
    content = copy.deepcopy(CONTENT)
    content["modules"][0] |= {"points": 17.9999999, "of": 123456.5}
    told = issuer.verify(issuer.file(content))
    assert "17.9999999 of 123456.5 points" in told.stdout


# --- Whatever is changed --------------------------------------------------------------------------

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in it: what holds it, and under which name or number."""
    pairs = found.items() if isinstance(found, dict) else enumerate(found)
    for name, value in list(pairs):
        yield found, name
        if isinstance(value, dict | list):
            yield from places(value)


@given(st.data())
def test_whatever_part_is_changed_it_is_never_called_genuine(issuer: Issuer, data: Any) -> None:
    signed = issuer.signed(CONTENT)
    changed = copy.deepcopy(signed)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, name = data.draw(st.sampled_from(list(places(changed))))
        match data.draw(st.sampled_from(["value", "gone", "new", "moved"])):
            case "value":
                holder[name] = data.draw(ANY)
            case "gone":
                del holder[name]
            case "new" if isinstance(holder, dict):
                holder[data.draw(st.text(max_size=8))] = data.draw(ANY)
            case _:
                other, key = data.draw(st.sampled_from(list(places(changed)) or [(holder, name)]))
                if name in holder if isinstance(holder, dict) else len(holder) > name:
                    holder[name] = copy.deepcopy(other[key])
        if not list(places(changed)):
            break
    told = issuer.verify(issuer.written(json.dumps(changed).encode()))
    # As JSON, where 3 is not 3.0 and true is not 1.
    same = json.dumps(changed, sort_keys=True) == json.dumps(signed, sort_keys=True)
    assert (told.exit_code == 0) == same


@given(st.data())
def test_whatever_bytes_are_changed_it_is_genuine_only_where_it_says_the_same(
    issuer: Issuer, data: Any
) -> None:
    whole = json.dumps(issuer.signed(CONTENT), indent=2).encode()
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    piece = data.draw(
        st.binary(max_size=6)
        | st.sampled_from([b" ", b"0", b".", b"e1", b'"', b",", b"\\u0041", b"{", b"NaN", b"-"])
        | st.integers(0, len(whole)).map(lambda start: whole[start : start + 60])
    )
    changed = whole[:at] + piece + whole[at + length :]
    told = issuer.verify(issuer.written(changed))
    assert told.exit_code != 0 or json.loads(changed) == json.loads(whole)


@given(
    st.binary(max_size=300)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_lies_in_the_place_of_the_key_is_told(issuer: Issuer, data: bytes) -> None:
    good = issuer.file(CONTENT, "good.json")
    key = issuer.written(data, "some.pem")
    assert issuer.verify(good, key).exit_code == 2


@given(st.data())
def test_a_changed_key_opens_nothing(issuer: Issuer, data: Any) -> None:
    good = issuer.file(CONTENT, "good.json")
    whole = issuer.public.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :]
    told = issuer.verify(good, issuer.written(changed, "some.pem"))
    assert told.exit_code in (1, 2) or key_in(changed) == key_in(whole) != b""


def key_in(pem: bytes) -> bytes:
    """The letters of a key between its two lines: what stands outside of them is no part of it."""
    begin, end = b"-----BEGIN PUBLIC KEY-----", b"-----END PUBLIC KEY-----"
    return b"".join(pem.partition(begin)[2].partition(end)[0].split())
