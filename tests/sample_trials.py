"""Two sample trials for windows and status: one that has shown little yet, one that is over with a winner."""

from datetime import timedelta

from app.domain.effects import Window
from app.domain.trials import Assignment, Ending, Outcome, Trial, Variant, result_of, variant_of
from app.views.build_trials import proposal_view, trial_view
from app.views.names import Names
from app.views.trials import TrialView
from tests.samples import NOW, ZONE, wall_gauges

_A, _B = Variant(name="A", minutes=4), Variant(name="B", minutes=8)


def trial_view_sample(language: str = "zh_CN") -> tuple[TrialView, ...]:
    """The one that runs on the earbuds and the speaker, and the one that was clear."""
    titles = {view.sku: view.title for view in wall_gauges(language)}
    names = Names(room="", zone=ZONE, titles=titles)
    running = _trial(1, "length", ("EAR-01", "SPK-03"), 40)
    clear = _trial(2, "wording", ("TEE-09",), 30)
    result = result_of(clear, *_marks(clear, 12, (30, 30), (34, 75)))
    over = Trial(
        id=2,
        name="wording",
        skus=clear.skus,
        variants=clear.variants,
        marks=30,
        seed=clear.seed,
        started_at=clear.started_at,
        ended_at=NOW,
        ending=Ending.CLEAR,
        winner=result.winner,
    )
    proposals = [
        proposal_view(running, "EAR-01", variant_of(running, "EAR-01", 16), None),
        proposal_view(running, "SPK-03", variant_of(running, "SPK-03", 0), None),
    ]
    return (
        trial_view(running, result_of(running, *_marks(running, 8, (30, 32), (44, 50))), names, proposals),
        trial_view(over, result, names),
    )


def _trial(number: int, name: str, skus: tuple[str, ...], marks: int) -> Trial:
    started = NOW - timedelta(days=3)
    return Trial(
        id=number, name=name, skus=skus, variants=(_A, _B), marks=marks, seed=number, started_at=started
    )


def _marks(
    trial: Trial, blocks: int, before: tuple[int, int], after: tuple[int, int]
) -> tuple[list[Assignment], list[Outcome]]:
    """Blocks in which A and B sold so many before and after, give or take."""
    assignments, outcomes = [], []
    sku = trial.skus[0]
    for number in range(2 * blocks):
        name = variant_of(trial, sku, number).name
        place = "AB".index(name)
        shift = (number * 7) % 5 - 2
        assignments.append(Assignment(trial=trial.id, sku=sku, number=number, variant=name, holds=(number,)))
        outcomes.append(
            Outcome(
                trial=trial.id,
                sku=sku,
                number=number,
                before=_window(before[place]),
                after=_window(after[place] + 2 * shift),
            )
        )
    return assignments, outcomes


def _window(units: int) -> Window:
    return Window(minutes=10, units=units, viewer_minutes=15_000)
