"""Python's search for cyclic garbage, kept out of a person's way: the program is never walked through again.

After a start some 200,000 objects stand that stay for good. To walk through them takes a tenth of a second,
in which no thread can do anything. Not for leaks: what is made and forgotten later is found as ever.
"""

import gc


def rest() -> None:
    """Search for nothing while the program is loaded and the room filled: little is thrown away then."""
    gc.disable()


def set_aside() -> None:
    """Never again look at what stands now, and search as usual from now on."""
    gc.freeze()
    gc.enable()
