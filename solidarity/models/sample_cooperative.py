"""A made-up cooperative of ten members, for the case study and the exercises of module 8.

Nobody in it is real. One member holds four tenths of the shares and buys nothing, one buys most and
has few shares; so it matters how a surplus is shared.
"""

from __future__ import annotations

from solidarity.models.splitting import split_exact
from solidarity.models.surplus import MemberAccount

# name: (parts of the share capital, parts of the patronage), each in hundredths
_PARTS = {
    "Ramon": (40, 0),
    "Lita": (14, 6),
    "Ben": (10, 8),
    "Cora": (9, 9),
    "Dado": (8, 10),
    "Ester": (6, 10),
    "Fely": (5, 12),
    "Gorio": (4, 13),
    "Hilda": (3, 14),
    "Isko": (1, 18),
}


def sample_members(capital: int, patronage: int) -> tuple[MemberAccount, ...]:
    """Ten members who hold this share capital and this patronage together (cents)."""
    capitals = split_exact(capital, [held for held, _ in _PARTS.values()])
    purchases = split_exact(patronage, [bought for _, bought in _PARTS.values()])
    return tuple(
        MemberAccount(name, held, bought)
        for name, held, bought in zip(_PARTS, capitals, purchases, strict=True)
    )
