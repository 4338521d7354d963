"""Simulated broadcasts: the same seed tells the same story, and stock does not change what is wanted."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.domain import simulation
from app.domain.simulation import Director, Moment, Script, Stage, World, rotation
from app.domain.simulation.script import Buyers, Campaign, Crowd, Goods, Show

_SCRIPT = Script(name="evening", minutes=60.0)


def test_the_same_seed_is_the_same_broadcast() -> None:
    """Repeatable, and another seed is another evening."""
    one, again, other = (_sold(_SCRIPT, seed) for seed in (7, 7, 8))
    assert (one == again).all()
    assert (one != other).any()


def test_want_does_not_depend_on_stock() -> None:
    """What was lost for want of stock is known."""
    full, empty = World(_SCRIPT, seed=3), World(_SCRIPT, seed=3)
    empty.stock[:] = 0
    wanted, lost = _run(full), _run(empty)
    assert [tuple(moment.wanted) for moment in wanted] == [tuple(moment.wanted) for moment in lost]
    assert sum(moment.sold.sum() for moment in lost) == 0


def test_what_is_held_is_not_sold_and_stays() -> None:
    """A hold loses sales and no stock."""
    world = World(_SCRIPT, seed=3)
    before = int(world.stock[0])
    moments = [world.step(world.skus[0], off_sale={world.skus[0]}) for _ in range(20)]
    assert sum(int(moment.wanted[0]) for moment in moments) > 0
    assert world.stock[0] == before


def test_what_is_shown_sells_several_times_as_fast() -> None:
    """And goes on for a while after."""
    quiet, shown = World(_LONG, seed=5), World(_LONG, seed=5)
    off = sum(int(quiet.step(None).wanted[0]) for _ in range(100))
    on = sum(int(shown.step(shown.skus[0]).wanted[0]) for _ in range(100))
    after = sum(int(shown.step(None).wanted[0]) for _ in range(4))
    before = sum(int(quiet.step(None).wanted[0]) for _ in range(4))
    assert on > 2.5 * off
    assert after > 1.5 * before


def test_paid_viewers_come_with_their_campaign_and_buy_less() -> None:
    """Twice the viewers, half as much more sold."""
    campaign = Campaign(start=0.0, end=200.0, viewers=1200.0, ramp_minutes=1.0)
    plain, paid = World(_LONG, seed=5), World(replace(_LONG, campaigns=(campaign,)), seed=5)
    without = sum(int(plain.step(None).wanted.sum()) for _ in range(150))
    moments = [paid.step(None) for _ in range(150)]
    assert moments[50].paid > 500
    assert 1.1 < sum(int(moment.wanted.sum()) for moment in moments) / without < 1.9


def test_a_director_sees_the_stage_and_decides() -> None:
    """The run of show is an argument: here it follows the stock."""
    world = World(_SCRIPT, seed=2)
    fullest: Director = lambda stage: max(stage.left, key=lambda sku: stage.left[sku])  # noqa: E731 - that short
    stage = Stage(
        minute=0.0,
        minutes=60.0,
        on_air=None,
        since=0.0,
        left=dict(zip(world.skus, map(int, world.stock), strict=True)),
    )
    assert fullest(stage) == world.skus[int(np.argmax(world.stock))]


def test_a_fixed_run_of_show_favours_what_sells_and_shows_nothing_twice_in_a_row() -> None:
    """Slots of about the length asked for."""
    director = rotation(Show(), ("A", "B", "C"), (4.0, 2.0, 1.0), np.random.default_rng(1))
    shown = [director(_at(minute)) for minute in range(600)]
    assert shown.count("A") > shown.count("B") > shown.count("C") > 0


def test_it_shares_no_code_with_the_model() -> None:
    """Else it would prove itself."""
    for file in Path(simulation.__file__).parent.glob("*.py"):
        named = [
            node.module or ""
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
        ]
        ours = [name for name in named if name.startswith("app.")]
        assert all(name.startswith("app.domain.simulation") for name in ours), file.name


_LONG = Script(
    name="long",
    crowd=Crowd(curve=((0.0, 1000.0), (400.0, 1000.0)), level_spread=0.0),
    buyers=Buyers(drift=0.0),
    goods=Goods(count=3),
)


def _at(minute: float) -> Stage:
    return Stage(minute=minute, minutes=600.0, on_air=None, since=0.0, left={})


def _run(world: World) -> list[Moment]:
    return [world.step(world.skus[minute // 7 % 3]) for minute in range(60)]


def _sold(script: Script, seed: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    return np.array([moment.sold for moment in _run(World(script, seed=seed))])
