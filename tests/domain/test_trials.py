"""Trials: fair assignment, outcomes, intervals, and a winner only when it is one, however often one looks."""

from dataclasses import replace
from datetime import UTC, datetime
from math import exp, log

import numpy as np
import numpy.typing as npt
import pytest

from app.domain.effects import Window
from app.domain.hold import Reason
from app.domain.trials import (
    CLAIM_CHANCE,
    LEAST_BLOCKS,
    STAKES,
    Assignment,
    BadTrial,
    Ending,
    Outcome,
    Result,
    Trial,
    Variant,
    Wrong,
    always_valid,
    checked,
    ending_of,
    evidence,
    log_effect,
    next_number,
    result_of,
    variant_of,
)

Floats = npt.NDArray[np.float64]
SHORT, LONG = Variant(name="A", minutes=4), Variant(name="B", minutes=8)
TRIAL = Trial(
    id=1,
    name="length",
    skus=("EAR-01", "SPK-03"),
    variants=(SHORT, LONG),
    marks=40,
    seed=7,
    started_at=datetime(2026, 11, 22, tzinfo=UTC),
)


def window(units: int, *, minutes: float = 10.0, viewer_minutes: float | None = 10_000.0) -> Window:
    """Ten selling minutes before a thousand viewers."""
    return Window(minutes=minutes, units=units, viewer_minutes=viewer_minutes)


def run(
    trial: Trial, effects: dict[str, float], blocks: int, dice: np.random.Generator, *, spread: float = 0.3
) -> tuple[list[Assignment], list[Outcome]]:
    """A trial of so many blocks; every mark's true effect varies around that of its variant."""
    assignments, outcomes = [], []
    for number in range(blocks * len(trial.variants)):
        name = variant_of(trial, "EAR-01", number).name
        rate = 40 * exp(dice.normal(0, 0.4))
        before = int(dice.poisson(rate))
        after = int(dice.poisson(rate * effects[name] * exp(dice.normal(0, spread))))
        assignments.append(
            Assignment(trial=trial.id, sku="EAR-01", number=number, variant=name, holds=(number + 1,))
        )
        outcomes.append(
            Outcome(trial=trial.id, sku="EAR-01", number=number, before=window(before), after=window(after))
        )
    return assignments, outcomes


def result(blocks: int, effects: dict[str, float], trial: Trial = TRIAL, seed: int = 5) -> Result:
    """What a trial of so many blocks comes to."""
    return result_of(trial, *run(trial, effects, blocks, np.random.default_rng(seed)))


# Assignment


def test_every_block_of_a_product_holds_each_variant_once_in_an_order_of_its_own() -> None:
    """Balanced at every moment, and not to be foreseen from the block before."""
    five = replace(TRIAL, variants=tuple(Variant(name=name, minutes=2) for name in "ABCDE"))
    blocks = [
        tuple(variant_of(five, "EAR-01", 5 * block + place).name for place in range(5)) for block in range(40)
    ]
    assert all(sorted(block) == list("ABCDE") for block in blocks)
    assert len(set(blocks)) > 30


def test_the_order_is_drawn_from_the_seed_and_the_product() -> None:
    """The same seed gives the same order after a restart; another gives another."""
    drawn = [variant_of(TRIAL, "EAR-01", number).name for number in range(40)]
    assert drawn == [variant_of(TRIAL, "EAR-01", number).name for number in range(40)]
    assert drawn != [variant_of(TRIAL, "SPK-03", number).name for number in range(40)]
    assert drawn != [variant_of(replace(TRIAL, seed=8), "EAR-01", number).name for number in range(40)]


def test_either_variant_comes_first_about_as_often() -> None:
    """Over many seeds: the fairness that the claim rests on."""
    first = sum(variant_of(replace(TRIAL, seed=seed), "EAR-01", 0) is SHORT for seed in range(2000))
    assert 900 < first < 1100


def test_a_mark_that_did_not_count_gives_its_number_back() -> None:
    """So that the block stays whole."""
    one = Assignment(trial=1, sku="EAR-01", number=0, variant="A", holds=(1,))
    assert next_number([], "EAR-01") == 0
    assert next_number([one], "EAR-01") == 1
    assert next_number([one], "SPK-03") == 0
    assert next_number([replace(one, number=1)], "EAR-01") == 0


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"variants": (SHORT,)}, Wrong.VARIANTS),
        ({"variants": (SHORT, replace(LONG, name="A"))}, Wrong.VARIANTS),
        ({"variants": (SHORT, replace(SHORT, name="B"))}, Wrong.SAME),
        ({"variants": (SHORT, replace(LONG, minutes=31))}, Wrong.MINUTES),
        ({"variants": (SHORT, replace(LONG, delay_minutes=-1))}, Wrong.MINUTES),
        ({"marks": 1}, Wrong.MARKS),
        ({"skus": ()}, Wrong.PRODUCTS),
        ({"name": ""}, Wrong.NAME),
    ],
)
def test_a_trial_that_can_teach_nothing_is_refused(changes: dict[str, object], wrong: Wrong) -> None:
    """With the rule it breaks."""
    with pytest.raises(BadTrial, match=wrong.value):
        checked(replace(TRIAL, **changes), most_minutes=30, running=())  # type: ignore[arg-type]  # by name


def test_a_product_is_on_one_trial_at_a_time() -> None:
    """Else neither would know what came of its marks; wording and timing alone may differ."""
    checked(TRIAL, most_minutes=30, running=())
    other = replace(TRIAL, name="wording", skus=("SPK-03",))
    with pytest.raises(BadTrial, match="products"):
        checked(other, most_minutes=30, running=(TRIAL,))
    with pytest.raises(BadTrial, match="name"):
        checked(replace(TRIAL, skus=("CUP-07",)), most_minutes=30, running=(TRIAL,))
    worded = (replace(SHORT, reason=Reason.STAGE), replace(SHORT, name="B", reason=Reason.ROUND))
    checked(replace(TRIAL, variants=worded), most_minutes=30, running=())


# Results


def test_an_outcome_is_the_rate_after_relative_to_the_rate_before() -> None:
    """More viewers are no effect; too little selling time is no outcome."""
    effect = log_effect(window(40), window(80))
    assert effect is not None
    assert effect == pytest.approx(log(2), abs=0.02)
    crowded = log_effect(window(40), window(80, viewer_minutes=20_000))
    assert crowded is not None
    assert crowded == pytest.approx(0, abs=0.02)
    assert log_effect(window(40), window(8, minutes=1)) is None


def test_a_large_difference_is_named_with_its_interval() -> None:
    """The longer one sells half as much again; the interval holds the truth and excludes no difference."""
    found = result(20, {"A": 1.0, "B": 1.8})
    (contrast,) = found.contrasts
    assert found.winner == "B"
    assert contrast.ratio is not None
    assert contrast.ratio.low < 1 / 1.8 < contrast.ratio.high < 1
    assert contrast.evidence > 1 / CLAIM_CHANCE
    assert [variant.measured for variant in found.variants] == [20, 20]


def test_nothing_is_claimed_on_too_little() -> None:
    """However large the difference: too few blocks, or too few units."""
    few = result(LEAST_BLOCKS - 1, {"A": 1.0, "B": 9.0})
    assert few.winner == ""
    assignments, outcomes = run(TRIAL, {"A": 1.0, "B": 9.0}, 12, np.random.default_rng(5))
    assert result_of(TRIAL, assignments, outcomes).winner == "B"
    poor = [replace(one, before=window(1), after=window(one.after.units // 60)) for one in outcomes]
    assert result_of(TRIAL, assignments, poor).winner == ""


def test_equal_variants_are_bounded_and_not_called() -> None:
    """The interval holds 1."""
    found = result(30, {"A": 1.4, "B": 1.4})
    assert found.winner == ""
    assert found.contrasts[0].ratio is not None
    assert found.contrasts[0].ratio.low < 1 < found.contrasts[0].ratio.high


def test_of_three_the_winner_must_beat_both_others() -> None:
    """Two good ones alike are no winner; one better than both is."""
    three = replace(TRIAL, variants=(SHORT, LONG, Variant(name="C", minutes=12)))
    assert result(25, {"A": 1.0, "B": 2.2, "C": 2.2}, three).winner == ""
    assert result(25, {"A": 1.0, "B": 1.0, "C": 2.2}, three).winner == "C"


def test_a_block_that_lacks_a_measurable_mark_is_left_out() -> None:
    """A pair of which one could not be measured is no pair."""
    assignments, outcomes = run(TRIAL, {"A": 1.0, "B": 1.0}, 4, np.random.default_rng(1))
    outcomes[3] = replace(outcomes[3], after=window(5, minutes=0.5))
    found = result_of(TRIAL, assignments, outcomes[:-1])
    assert (found.blocks, found.used) == (2, 8)
    assert sum(variant.measured for variant in found.variants) == 6


def test_a_trial_ends_when_it_is_clear_or_used_up_and_measured() -> None:
    """Not while a mark's ten minutes still run."""
    short = replace(TRIAL, marks=16)
    equal, clear = result(8, {"A": 1.0, "B": 1.0}, short), result(20, {"A": 1.0, "B": 3.0})
    assert ending_of(short, equal, waiting=1) is None
    assert ending_of(short, equal, waiting=0) is Ending.USED_UP
    assert ending_of(TRIAL, clear, waiting=3) is Ending.CLEAR
    assert ending_of(TRIAL, equal, waiting=0) is None


# The claim


def test_evidence_grows_only_with_differences_of_one_sign() -> None:
    """None at all is none; a difference and its opposite cancel."""
    assert evidence([]) == 1
    assert evidence([0.4] * 10) > 20
    assert evidence([0.4, -0.4] * 10) < 1
    assert evidence([-0.4] * 10) == pytest.approx(evidence([0.4] * 10))


def test_five_blocks_can_never_be_enough() -> None:
    """Five of one sign happen by chance once in sixteen trials."""
    assert max(evidence([size] * 5) for size in (0.1, 1.0, 10.0, 100.0)) < 1 / CLAIM_CHANCE
    assert always_valid([9.0] * 5, CLAIM_CHANCE) is None


def looks(differences: Floats) -> Floats:
    """The evidence after every block of many trials at once (a row each), by the rule's own definition."""
    bets = [
        np.cumprod(1 + np.tanh(sign * stake * differences), axis=1) for stake in STAKES for sign in (1, -1)
    ]
    evidences: Floats = np.mean(bets, axis=0)
    return evidences


def equal_variants(variants: int, spread: float, dice: np.random.Generator) -> Floats:
    """Outcomes of 2000 trials of 40 blocks of variants that all do the same, as `run` makes them.

    Axes: trial, block, variant. Units are Poisson; levels and effects vary from mark to mark.
    """
    size = (2000, 40, variants)
    rate = 25 * np.exp(dice.normal(0, 0.4, size))
    before, after = dice.poisson(rate), dice.poisson(1.5 * rate * np.exp(dice.normal(0, spread, size)))
    outcomes: Floats = np.log((after + 0.5) / (before + 0.5))
    return outcomes


@pytest.mark.parametrize("spread", [0.0, 0.8])
def test_trials_of_equal_variants_rarely_name_a_winner_however_often_one_looks(spread: float) -> None:
    """At most one in twenty of 2000 over forty blocks, looked at after each; effects may vary a lot."""
    outcomes = equal_variants(2, spread, np.random.default_rng(11))
    evidences = looks(outcomes[..., 0] - outcomes[..., 1])
    assert (evidences >= 1 / CLAIM_CHANCE).any(axis=1).mean() <= CLAIM_CHANCE


def test_nor_do_trials_of_three() -> None:
    """The winner must beat both others, each with a bound that leaves the whole at one in twenty."""
    outcomes = equal_variants(3, 0.5, np.random.default_rng(3))
    pairs = {(0, 1), (0, 2), (1, 2)}
    differences = {pair: outcomes[..., pair[0]] - outcomes[..., pair[1]] for pair in pairs}
    clear = {pair: looks(each) >= 2 / CLAIM_CHANCE for pair, each in differences.items()}
    ahead = {pair: np.cumsum(each, axis=1) > 0 for pair, each in differences.items()}
    beats = clear | {(b, a): clear[a, b] & ~ahead[a, b] for a, b in pairs}
    beats |= {pair: clear[pair] & ahead[pair] for pair in pairs}
    won = [beats[one, other] & beats[one, third] for one, other, third in ((0, 1, 2), (1, 0, 2), (2, 0, 1))]
    assert np.any(won, axis=0).any(axis=1).mean() <= CLAIM_CHANCE


@pytest.mark.parametrize("effects", [{"A": 1.5, "B": 1.5}, {"A": 1.0, "B": 1.6}])
def test_a_result_follows_the_rule_at_every_look(effects: dict[str, float]) -> None:
    """What is proved of the rule is true of results: a winner is named exactly when its bet is won."""
    for seed in range(3):
        one = replace(TRIAL, seed=seed)
        made, told = run(one, effects, 18, np.random.default_rng(seed))
        for blocks in range(LEAST_BLOCKS, 19, 4):
            found = result_of(one, made[: 2 * blocks], told[: 2 * blocks])
            differences: list[float] = []
            for block in range(blocks):
                by_name = {
                    each.variant: log_effect(outcome.before, outcome.after) or 0.0
                    for each, outcome in zip(made, told, strict=True)
                    if each.number // 2 == block
                }
                differences.append(by_name["A"] - by_name["B"])
            assert found.contrasts[0].evidence == pytest.approx(float(looks(np.array([differences]))[0, -1]))
            assert bool(found.winner) == (found.contrasts[0].evidence >= 1 / CLAIM_CHANCE)


@pytest.mark.parametrize("shape", ["normal", "heavy", "skewed", "drifting"])
def test_the_rule_holds_for_differences_of_any_shape(shape: str) -> None:
    """Five thousand trials of a hundred blocks each: what sells, and how it varies, does not matter.

    Outcomes come in pairs of one distribution, dealt to the variants by a fair coin.
    """
    dice = np.random.default_rng(2)
    size = (5000, 100, 2)
    outcomes = {
        "normal": lambda: dice.normal(0, 0.5, size),
        "heavy": lambda: dice.standard_t(1.5, size),
        "skewed": lambda: dice.exponential(1.0, size),
        "drifting": lambda: dice.normal(0, 0.5, size) * np.linspace(0.2, 3, 100)[None, :, None],
    }[shape]()
    coins = dice.choice([-1.0, 1.0], size[:2])
    evidences = looks(coins * (outcomes[..., 0] - outcomes[..., 1]))
    assert (evidences >= 1 / CLAIM_CHANCE).any(axis=1).mean() <= CLAIM_CHANCE


def test_a_true_difference_is_found_with_the_marks_a_trial_has() -> None:
    """Half as much again is named in most trials of forty blocks; the wrong one hardly ever is."""
    dice = np.random.default_rng(4)
    found = [result_of(TRIAL, *run(TRIAL, {"A": 1.0, "B": 1.5}, 40, dice)).winner for _each in range(60)]
    assert found.count("B") >= 42
    assert found.count("A") == 0


def test_the_always_valid_interval_holds_the_truth_at_every_look() -> None:
    """In at least nineteen of twenty trials, all its looks together."""
    dice = np.random.default_rng(6)
    held = 0
    for _trial in range(60):
        differences = list(dice.normal(0.4, 0.5, 24))
        bounds = [always_valid(differences[:until], CLAIM_CHANCE) for until in (6, 10, 16, 24)]
        held += all(bound is None or bound.low <= exp(0.4) <= bound.high for bound in bounds)
    assert held / 60 >= 0.93
