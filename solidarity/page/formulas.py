"""Formulas as MathML: browsers draw it and screen readers speak it, with no script or network."""

from __future__ import annotations

from html import escape

from latex2mathml.converter import convert

_MOST_LETTERS = 2_000


def formula(latex: str, *, display: bool = False) -> str:
    """MathML for LaTeX; what cannot be read as a formula is shown as it was written.

    Clean it before it is shown: the converter passes on what stands in ``\\text{…}``.
    """
    if len(latex) <= _MOST_LETTERS:
        try:
            return str(convert(latex, display="block" if display else "inline"))
        except Exception:
            # The converter raises many unrelated kinds on what people really type.
            pass
    signs = "$$" if display else "$"
    return f"<code>{escape(f'{signs}{latex}{signs}')}</code>"
