"""Python's search for cyclic garbage, kept out of a person's way: the program is never walked through again.

After a start some 200,000 objects stand that stay for good. To walk through them takes a tenth of a second,
in which no thread can do anything. Not for leaks: what is made and forgotten later is found as ever.
"""

import gc

YOUNG = 5_000
"""So many more objects than before are worth a search; a busy second replaces a thousand and keeps none."""


def rest() -> None:
    """Search for nothing while the program is loaded and the room filled: little is thrown away then."""
    gc.disable()


def set_aside() -> None:
    """Never again look at what stands now; search from now on where more and more is made."""
    gc.set_threshold(YOUNG)
    gc.freeze()
    gc.enable()
