"""How sure a share is that was counted on few items."""

from math import sqrt

_Z = 1.96  # 95%


def interval(hits: int, of: int) -> str:
    """The 95% interval of a share, by Wilson, as '[0.90, 0.99]'."""
    if not of:
        return "[0.00, 1.00]"
    share, spread = hits / of, _Z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    return f"[{max(0.0, middle - half):.2f}, {min(1.0, middle + half):.2f}]"
