"""How large one order should be where each costs something however small it is, and what lies costs too.

A year, or any span, is the caller's: demand and holding are per that span and unit. No bounds and no packs;
`batches` rounds and cuts.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Many = TypeVar("Many", float, NDArray[np.float64])


def economic_units(fixed: Many, holding: Many, demand: Many) -> Many:
    """Units at which ordering and holding cost the same; of many products at once where arrays are given."""
    squared: Many = 2 * fixed * demand / holding
    root: Many = squared**0.5
    return root
