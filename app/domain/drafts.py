"""Frozen values that are judged from themselves: made with their figures first, completed before they leave.

Not for changing what anybody else has seen; that is `dataclasses.replace`.
"""

from typing import TypeVar

T = TypeVar("T")


def completed(draft: T, **figures: object) -> T:
    """The draft itself with these fields filled in, for whoever has just made it and handed it to nobody.

    A copy of a value with thirty fields costs more than to judge it.
    """
    for name, figure in figures.items():
        object.__setattr__(draft, name, figure)
    return draft
