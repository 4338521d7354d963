"""How often what was foretold of a product held, in words."""

from app.views.product import HitView
from app.words import MISSING, _, n_, number, percent


def hit_words(hit: HitView | None) -> str:
    """The share with its bounds; a dash and the reason where too little was foretold to claim one."""
    if hit is None:
        return _("80 % range: {missing} not judged yet").format(missing=MISSING)
    band = hit.band
    if band.share is None or band.low is None:
        words = n_(
            "80 % range: {missing} too little in {count} broadcast ({held} of {of} held)",
            "80 % range: {missing} too little in {count} broadcasts ({held} of {of} held)",
            band.groups,
        )
    else:
        words = n_(
            "80 % range held {share} over {count} broadcast ({low}–{high})",
            "80 % range held {share} over {count} broadcasts ({low}–{high})",
            band.groups,
        )
    return words.format(
        missing=MISSING,
        count=number(band.groups),
        held=number(band.held),
        of=number(band.of),
        share=percent(band.share),
        low=percent(band.low),
        high=percent(band.high),
    )
