"""The status object: what scripts rely on, held to its JSON Schema in every state of the desk."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from app.domain.broadcast import Phase, Showing
from app.domain.decide import decide_product, decide_room
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.readings import SourceRole, SourceState
from app.domain.room import (
    Alert,
    AlertCause,
    AlertKind,
    AlertLevel,
    AlertState,
    Cue,
    CueKind,
    Figures,
    ProductFacts,
    Reorder,
    RoomFacts,
    SellOut,
)
from app.views.build_status import Picture, status
from app.views.status import RunState, encoded
from app.words import use_language
from tests.domain import builders as a
from tests.sample_trials import trial_view_sample
from tests.views.scenes import NAMES

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "resources" / "status.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
LISTINGS = {"shop": frozenset({"EAR-01"})}


def picture(facts: ProductFacts, room: RoomFacts | None = None) -> Picture:
    """One product in a room, judged by the rules."""
    room = a.room() if room is None else room
    decision = decide_product(facts, room, a.POLICY, a.NOW)
    sku = facts.product.sku
    return Picture(
        products=(facts.product,),
        sources=room.sources,
        listings=LISTINGS,
        room=room,
        decided=decide_room({sku: decision}, {sku: facts}, room, a.POLICY, a.NOW),
        facts={sku: facts},
        decisions={sku: decision},
    )


def told(of: Picture, state: RunState = RunState.RUNNING, now: datetime = a.NOW) -> Any:  # noqa: ANN401 - JSON
    """The status as a script reads it, after its schema has passed it."""
    read = json.loads(encoded(status(of, names=NAMES, now=now, state=state)))
    VALIDATOR.validate(read)
    return read


def test_the_schema_is_sound_and_closed() -> None:
    """Nothing is told that the schema does not name, and nothing it names is left out."""
    Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, *SCHEMA["$defs"].values()]
    for part in objects:
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])


def test_the_whole_object_reads_as_the_contract_says() -> None:
    """Field by field, in order."""
    facts = replace(
        a.facts(
            stock=[a.at_warehouse(64), a.at_warehouse(118, "nj", age_s=134, inbound=40)],
            opening=640,
            rate=12.7,
            shops=[a.shop(quantity=180)],
            holds=[a.hold(HoldState.RESTORED)],
        ),
        product=replace(a.product(), title="无线降噪耳机"),
    )
    room = a.room(
        on_air=Showing(sku="EAR-01", since=a.ago(60), said_by="director"),
        next_sku="EAR-02",
        traffic=(replace(a.traffic(2316, surge=True, baseline=1480.04), organic=1402, paid=914),),
        sources=(replace(a.source("nj", age_s=134), error="connection refused"),),
    )

    read = told(picture(facts, room))

    assert list(read) == [
        "version", "at", "state", "room", "broadcast", "products", "traffic", "cues", "alerts", "sources",
        "tasks", "plans", "trials",
    ]  # fmt: skip
    assert (read["version"], read["at"], read["state"]) == (1, "2026-11-22T13:08:24Z", "running")
    assert read["broadcast"] == {
        "id": 12,
        "phase": "live",
        "started_at": "2026-11-22T11:38:24Z",
        "on_air": "EAR-01",
        "next": "EAR-02",
    }
    [product] = read["products"]
    assert list(product) == [
        "sku", "title", "available", "available_live", "oversold", "missing", "freshness", "age_s",
        "warehouses", "units_per_minute", "per_1000_viewers", "sell_out_minutes", "tier", "days_of_cover",
        "level", "reorder", "storefronts", "round", "forecast",
    ]  # fmt: skip
    assert (product["available"], product["available_live"], product["oversold"]) == (182, 64, 0)
    assert (product["freshness"], product["age_s"], product["level"]) == ("stale", 134.0, 30)
    assert product["warehouses"]["nj"] == {
        "available": 118,
        "on_hand": None,
        "reserved": None,
        "inbound": 40,
        "unsellable": None,
        "freshness": "stale",
        "age_s": 134.0,
    }
    assert product["storefronts"] == {
        "shop": {"state": "on_sale", "quantity": 180, "hold": None, "holds_used": 1, "holds_left": 2}
    }
    assert product["units_per_minute"] == 12.7
    assert read["traffic"] == [
        {
            "id": "tiktok",
            "viewers": 2316,
            "organic": 1402,
            "paid": 914,
            "baseline": 1480.0,
            "surge": True,
            "freshness": "live",
            "age_s": 1.0,
        }
    ]
    [source] = read["sources"]
    assert list(source) == [
        "id", "role", "kind", "state", "last_ok_age_s", "units_at_risk", "error",
    ]  # fmt: skip
    assert (source["role"], source["state"], source["last_ok_age_s"]) == ("warehouse", "stale", 134.0)
    assert source["error"] == "connection refused"


def test_a_sell_out_and_a_reorder_are_rounded_and_dated() -> None:
    """One decimal, and a day."""
    of = picture(a.facts())
    decision = replace(
        of.decisions["EAR-01"],
        sell_out=SellOut(p10=11.04, p50=14.16, p90=20.12),
        reorder=Reorder(point=7500, quantity=500, position=222, by=date(2026, 12, 1)),
        days_of_cover=4.149,
    )
    [product] = told(replace(of, decisions={"EAR-01": decision}))["products"]
    assert product["sell_out_minutes"] == {"p10": 11.0, "p50": 14.2, "p90": 20.1}
    assert product["reorder"] == {"point": 7500, "quantity": 500, "by": "2026-12-01"}
    assert product["days_of_cover"] == 4.1


def test_while_starting_every_product_is_listed_with_null_figures() -> None:
    """What the settings file names, and nothing that is not known."""
    products = (a.product("EAR-01"), a.product("EAR-02"))
    waiting = a.source(age_s=None, state=SourceState.CONNECTING)

    read = told(Picture(products=products, sources=(waiting,), listings=LISTINGS), RunState.STARTING)

    assert (read["state"], read["broadcast"]["id"]) == ("starting", None)
    first, second = read["products"]
    assert (first["sku"], second["sku"]) == ("EAR-01", "EAR-02")
    assert (first["available"], first["freshness"], first["missing"]) == (None, "unknown", ["la", "nj"])
    assert first["storefronts"]["shop"]["state"] == "unknown"
    assert second["storefronts"] == {}
    assert read["sources"][0]["state"] == "connecting"
    assert (read["traffic"], read["cues"], read["alerts"]) == ([], [], [])


def test_a_product_that_is_not_judged_yet_is_not_left_out() -> None:
    """A SKU may appear between two judgements."""
    of = picture(a.facts())
    read = told(replace(of, products=(*of.products, a.product("NEW-01"))))
    assert [one["sku"] for one in read["products"]] == ["EAR-01", "NEW-01"]
    assert read["products"][1]["freshness"] == "unknown"


def test_unknown_is_null_and_zero_is_zero() -> None:
    """Two facts with two values."""
    [nothing] = told(picture(replace(a.facts(stock=[]), missing=("la",))))["products"]
    assert (nothing["available"], nothing["available_live"], nothing["oversold"]) == (None, None, None)
    assert (nothing["missing"], nothing["age_s"], nothing["freshness"]) == (["la"], None, "unknown")

    [none_left] = told(picture(a.facts(stock=[a.at_warehouse(0, oversold=3)])))["products"]
    assert (none_left["available"], none_left["oversold"], none_left["level"]) == (0, 3, 10)


@pytest.mark.parametrize(
    ("hold", "state", "seconds_left"),
    [
        (a.hold(HoldState.SENDING), "selling_out", 240.0),
        (a.hold(HoldState.ACTIVE), "sold_out", 240.0),
        (a.hold(HoldState.CLOSING), "restoring", 240.0),
        (a.hold(HoldState.UNKNOWN), "unknown", 240.0),
        (a.hold(kind=HoldKind.STOP), "stopped", None),
    ],
)
def test_a_hold_is_told_in_each_of_its_phases(hold: Hold, state: str, seconds_left: float | None) -> None:
    """The storefront's state, and the hold beside it."""
    [product] = told(picture(a.facts(holds=[hold])))["products"]
    shop = product["storefronts"]["shop"]
    assert (shop["state"], shop["hold"]["state"]) == (state, hold.state.value)
    assert shop["hold"]["seconds_left"] == seconds_left
    assert (shop["hold"]["deadline"] is None) is (hold.kind is HoldKind.STOP)
    assert shop["hold"]["started_at"] == "2026-11-22T13:07:24Z"


def test_an_overdue_hold_has_no_negative_seconds() -> None:
    """Over is over; how far over is told by the deadline."""
    [product] = told(picture(a.facts(holds=[a.hold()])), now=a.later(1000))["products"]
    assert product["storefronts"]["shop"]["hold"]["seconds_left"] == 0.0


def test_sold_out_by_someone_else_is_a_state_without_a_hold() -> None:
    """Not ours."""
    [product] = told(picture(a.facts(shops=[a.shop(sold_out=True)])))["products"]
    assert product["storefronts"]["shop"]["state"] == "sold_out"
    assert product["storefronts"]["shop"]["hold"] is None


def test_cues_come_in_their_slots_and_alerts_in_words() -> None:
    """The desk's language; `sku` is what to show."""
    of = picture(a.facts())
    assert of.decided is not None
    cues = (
        Cue(key="b", kind=CueKind.RESTORE_EARLY, sku="EAR-01", slot=1, figures=Figures(units=4)),
        Cue(
            key="a",
            kind=CueKind.SHOW_NEXT,
            sku="EAR-01",
            other="EAR-02",
            figures=Figures(minutes=8.0),
            slot=0,
        ),
    )
    low = AlertCause(
        id="low:EAR-01", kind=AlertKind.LOW, level=AlertLevel.INFO, sku="EAR-01", figures=Figures(share=0.3)
    )
    alert = Alert(cause=low, since=a.ago(42.5), state=AlertState.ACKNOWLEDGED)
    use_language("zh_CN")

    read = told(replace(of, decided=replace(of.decided, cues=cues, alerts=(alert,))))

    assert [(cue["kind"], cue["sku"]) for cue in read["cues"]] == [
        ("show_next", "EAR-02"),
        ("restore_early", "EAR-01"),
    ]
    assert read["cues"][0]["text"] == "约 8 分钟内切到 开放式耳机"
    assert read["alerts"] == [
        {
            "id": "low:EAR-01",
            "level": "info",
            "cause": "无线降噪耳机 降到 30 %",
            "since": "2026-11-22T13:07:41Z",
            "state": "acknowledged",
        }
    ]


@pytest.mark.parametrize("state", RunState)
def test_every_kind_of_source_and_phase_passes_the_schema(state: RunState) -> None:
    """Also while the desk stops."""
    sources = tuple(
        a.source(f"{role}-{lamp}", role=role, state=lamp) for role in SourceRole for lamp in SourceState
    )
    for phase in Phase:
        read = told(picture(a.facts(), a.room(sources=sources, phase=phase)), state)
        assert (read["state"], read["broadcast"]["phase"]) == (state.value, phase.value)
        assert len(read["sources"]) == len(sources)


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    """A field more, a state more, a time without zone."""
    read = told(picture(a.facts()))
    for spoilt in (read | {"extra": 1}, read | {"state": "paused"}, read | {"at": "2026-11-22T13:08:24"}):
        with pytest.raises(ValidationError):
            VALIDATOR.validate(spoilt)


def test_a_trial_is_told_with_what_it_has_shown_and_what_is_next() -> None:
    """Figures, bounds that always hold, the verdict in words, the next mark of each product."""
    view = trial_view_sample("en")[0]
    read = told(replace(picture(a.facts()), trials=(view,)))
    (trial,) = read["trials"]
    assert (trial["name"], trial["used"], trial["marks"], trial["winner"]) == ("length", 16, 40, None)
    assert [variant["name"] for variant in trial["variants"]] == ["A", "B"]
    assert trial["contrasts"][0]["ratio"]["low"] < trial["contrasts"][0]["ratio"]["high"]
    assert trial["next"][0] == {
        "sku": "EAR-01",
        "variant": view.proposals[0].variant,
        "minutes": view.proposals[0].minutes,
        "reason": None,
        "due_at": None,
    }
