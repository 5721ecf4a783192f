"""The words in a PDF that Chromium made: enough of a reader to test what is on its pages.

Chromium writes each object in the clear or compressed by Flate, its letters as two-byte numbers of
a font, and beside each font a table from these numbers to letters (``ToUnicode``).
"""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?s)\b(\d+) 0 obj\b(.*?)\bendobj\b")
_STREAM = re.compile(rb"(?s)stream\r?\n(.*?)\r?\nendstream")
_SHOWN = re.compile(rb"(?s)/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\bT[jJ]\b")
_PAIR = re.compile(rb"<(\w+)> <(\w+)>")
_RANGE = re.compile(rb"<(\w+)> <(\w+)> <(\w+)>")


def text_of(pdf: bytes) -> str:
    """All letters of all pages, in the order in which they were drawn, without blanks."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = _fonts(objects)
    return "".join(
        _drawn(_unpacked(body), fonts)
        for body in objects.values()
        if _STREAM.search(body) and b"/Type" not in body.partition(b"stream")[0]
    )


def _fonts(objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """The letters of each font, by the name that pages use for it."""
    fonts = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            found = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
            if found:
                fonts[name] = _letters(_unpacked(objects[int(found[1])]))
    return fonts


def _letters(table: bytes) -> dict[int, str]:
    letters = {}
    for block in re.findall(rb"(?s)beginbfchar(.*?)endbfchar", table):
        for code, letter in _PAIR.findall(block):
            letters[int(code, 16)] = _utf16(letter)
    for block in re.findall(rb"(?s)beginbfrange(.*?)endbfrange", table):
        for first, last, letter in _RANGE.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = chr(int(letter, 16) + step)
    return letters


def _utf16(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be")


def _drawn(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, font = [], dict[int, str]()
    for name, codes in _SHOWN.findall(content):
        if name:
            font = fonts.get(name, {})
        for at in range(0, len(codes), 4):
            text.append(font.get(int(codes[at : at + 4], 16), ""))
    return "".join(text).replace(" ", "")


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if not found:
        return b""
    try:
        return zlib.decompress(found[1])
    except zlib.error:
        return found[1]
