"""From a trial and its result to what is shown of it. Pure; says, and judges nothing."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.hold import Reason
from app.domain.ratios import Ratio
from app.domain.trials import LEAST_BLOCKS, Ending, Result, Trial, Variant, Wrong, due_at
from app.views.comparison import RatioView
from app.views.names import Names
from app.views.trials import ContrastView, ProposalView, TrialView, VariantView
from app.views.wording import reason_label
from app.words import N_, _, number, plain

__all__ = ["proposal_view", "trial_view", "wrong_words"]

_WRONG = {
    Wrong.VARIANTS: N_("a trial needs two to five variants, each with a name of its own"),
    Wrong.SAME: N_("two variants do the same"),
    Wrong.MINUTES: N_("a variant's minutes are none that a mark may have"),
    Wrong.MARKS: N_("a trial needs at least one mark for each variant"),
    Wrong.PRODUCTS: N_("a trial needs a product, and one that is not on trial already"),
    Wrong.NAME: N_("a trial needs a name, and one that no running trial has"),
}


def wrong_words(wrong: Wrong) -> str:
    """Why a trial can't be started."""
    return _(_WRONG[wrong])


def trial_view(
    trial: Trial, result: Result, names: Names, proposals: Iterable[ProposalView] = ()
) -> TrialView:
    """A trial as it stands."""
    return TrialView(
        name=plain(trial.name, 60),
        skus=trial.skus,
        titles=tuple(names.title(sku) for sku in trial.skus),
        started_at=trial.started_at,
        ended_at=trial.ended_at,
        ending=trial.ending,
        used=result.used,
        marks=trial.marks,
        blocks=result.blocks,
        variants=tuple(
            VariantView(
                name=plain(each.variant.name, 40),
                does=_does(each.variant),
                minutes=each.variant.minutes,
                used=each.used,
                measured=each.measured,
                units_before=each.units_before,
                units_after=each.units_after,
                ratio=_ratio(each.ratio),
            )
            for each in result.variants
        ),
        contrasts=tuple(
            ContrastView(one=each.one, other=each.other, blocks=each.blocks, ratio=_ratio(each.ratio))
            for each in result.contrasts
        ),
        proposals=tuple(proposals),
        winner=plain(trial.winner or result.winner, 40),
        verdict=_verdict(trial, result),
    )


def proposal_view(trial: Trial, sku: str, variant: Variant, on_air_since: datetime | None) -> ProposalView:
    """The next mark of a product on trial; `on_air_since` None: it is not on air."""
    text = _("Trial {trial}: variant {variant}, {does}").format(
        trial=plain(trial.name, 40), variant=plain(variant.name, 20), does=_does(variant)
    )
    return ProposalView(
        trial=trial.name,
        sku=sku,
        variant=variant.name,
        minutes=variant.minutes,
        reason=variant.reason,
        delay_minutes=variant.delay_minutes,
        due_at=due_at(variant, on_air_since),
        text=text,
    )


def _does(variant: Variant) -> str:
    parts = [_("{minutes} min").format(minutes=f"{variant.minutes:.3g}")]
    if variant.delay_minutes is not None:
        parts.append(_("{minutes} min after going on air").format(minutes=f"{variant.delay_minutes:.3g}"))
    if isinstance(variant.reason, Reason):
        parts.append(reason_label(variant.reason))
    return ", ".join(parts)


def _verdict(trial: Trial, result: Result) -> str:
    winner = trial.winner or result.winner
    if winner:
        return _("{variant} sells more after the restore").format(variant=plain(winner, 40))
    if trial.ending is Ending.USED_UP:
        return _("marks used up, no clear difference")
    if trial.ending is Ending.STOPPED:
        return _("ended by a person before it was clear")
    if result.blocks < LEAST_BLOCKS:
        return _("too little yet: {blocks} of at least {least} complete blocks").format(
            blocks=number(result.blocks), least=number(LEAST_BLOCKS)
        )
    return _("no clear difference yet")


def _ratio(ratio: Ratio | None) -> RatioView | None:
    return None if ratio is None else RatioView(ratio.low, ratio.middle, ratio.high)
