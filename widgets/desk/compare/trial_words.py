"""Trials in words: the columns and rows of their table, a row a variant."""

from app.views.trials import TrialView, VariantView
from app.words import MISSING, _, number, p_, plain
from widgets.desk.compare.table import Column, Row
from widgets.desk.compare.words import ratio_words


def trial_columns() -> tuple[Column, ...]:
    """The headings."""
    return (
        Column(p_("compare", "Trial"), elide=True, figures=False),
        Column(p_("compare", "Variant"), elide=True, figures=False),
        Column(p_("compare", "Marks used")),
        Column(p_("compare", "Measured"), rank=3),
        Column(p_("compare", "Units before → after"), rank=2),
        Column(p_("compare", "After/before")),
        Column(p_("compare", "Against the other"), rank=1),
        Column(p_("compare", "What may be said"), elide=True, figures=False),
    )


def trial_rows(trial: TrialView) -> tuple[Row, ...]:
    """A row for each variant; what may be said of the whole stands in each."""
    return tuple(_row(trial, variant) for variant in trial.variants)


def _row(trial: TrialView, variant: VariantView) -> Row:
    won = trial.winner == variant.name
    ratio = variant.ratio
    titles = ", ".join(plain(title) for title in trial.titles)
    return Row(
        cells=(
            plain(trial.name),
            f"{plain(variant.name)}  {variant.does}",
            _("{used} of {marks}").format(used=number(variant.used), marks=number(trial.marks)),
            number(variant.measured),
            f"{number(variant.units_before)} → {number(variant.units_after)}",
            ratio_words(ratio),
            _against(trial, variant),
            trial.verdict,
        ),
        keys=(
            trial.name,
            variant.name,
            variant.used,
            variant.measured,
            variant.units_after,
            None if ratio is None else ratio.middle,
            None,
            trial.verdict,
        ),
        strong=frozenset({1, 5, 6, 7} if won else ()),
        tip=_("{trial} on {titles}: {verdict}").format(
            trial=plain(trial.name), titles=titles, verdict=trial.verdict
        ),
    )


def _against(trial: TrialView, variant: VariantView) -> str:
    """Its effect relative to the other's, for two variants; bounds that hold however often one looks."""
    both = [each for each in trial.contrasts if variant.name in (each.one, each.other)]
    if len(both) != 1 or both[0].ratio is None:
        return MISSING
    ratio = both[0].ratio
    if both[0].one != variant.name:
        ratio = type(ratio)(low=1 / ratio.high, middle=1 / ratio.middle, high=1 / ratio.low)
    return ratio_words(ratio)
