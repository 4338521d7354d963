"""A link as a QR code. `segno` is loaded here alone, and only when a phone is to be paired."""

QUIET = 4
"""Modules of white round it, without which phones do not find it."""


def modules(link: str) -> tuple[str, ...]:
    """Rows of 0 and 1, the quiet zone included; dark is 1."""
    import segno  # noqa: PLC0415 - not loaded where the page is off

    code = segno.make_qr(link, error="m")
    return tuple(
        "".join("1" if dark else "0" for dark in row) for row in code.matrix_iter(scale=1, border=QUIET)
    )
