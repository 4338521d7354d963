"""Every command and exit code of the contract, typed at a running desk on the demo world."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from tests.demo_room import DemoRoom, live_room
from tests.program import PROJECT, Ran, eventually

SCHEMA = json.loads((PROJECT / "resources" / "status.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoRoom]:
    """A desk that runs, every source live, a broadcast begun; each test uses products of its own."""
    with live_room(tmp_path_factory.mktemp("room")) as found:
        yield found


@pytest.fixture(autouse=True)
def _shop_is_well(room: DemoRoom) -> Iterator[None]:
    yield
    room.heal()


def errors(ran: Ran) -> list[str | None]:
    """The error code of each target."""
    return [result["error"] and result["error"]["code"] for result in ran.json["results"]]


def test_a_mark_and_its_restore_are_answered_when_read_back(room: DemoRoom) -> None:
    """Exit 0, one JSON object with the hold, and the shop says so itself."""
    mark = room.program.run("sold-out", "EAR-01", "--json", "--reason", "trial:first look")
    (result,) = mark.json["results"]
    assert (mark.code, mark.err, mark.json["ok"]) == (0, "", True)
    assert (result["sku"], result["storefront"], result["state"], result["error"]) == (
        "EAR-01",
        "shop",
        "active",
        None,
    )
    assert "EAR-01" in room.off_sale()
    restore = room.program.run("restore", "EAR-01", "--json")
    (ended,) = restore.json["results"]
    assert (restore.code, ended["state"], ended["hold"]) == (0, "restored", result["hold"])
    assert "EAR-01" not in room.off_sale()


def test_the_fourth_mark_is_refused_in_a_sentence(room: DemoRoom) -> None:
    """Exit 3, and the words say what is used up and when there is more. F101."""
    for _time in range(3):
        assert room.program.run("sold-out", "EAR-02").code == 0
        assert room.program.run("restore", "EAR-02").code == 0
    fourth = room.program.run("sold-out", "EAR-02")
    assert (fourth.code, fourth.out) == (3, "")
    assert fourth.err == (
        "EAR-02 @ shop: Open-ear headphones has used all 3 virtual sold-outs of this broadcast. "
        "The next broadcast gives 3 new ones.\n"
    )
    assert room.told("EAR-02") == ["off", "on"] * 3


@pytest.mark.parametrize(
    ("minutes", "code", "words"),
    [
        ("31", 3, "30 minutes at most"),
        ("30.01", 3, "30 minutes at most"),
        ("0", 2, "above 0"),
        ("-5", 2, "above 0"),
        ("nan", 2, "number"),
        ("inf", 2, "above 0"),
        ("five", 2, "minutes"),
    ],
)
def test_the_length_of_a_mark_is_judged_before_anything_is_sent(
    room: DemoRoom, minutes: str, code: int, words: str
) -> None:
    """More than allowed is 3; none, zero or negative is 2. F102."""
    ran = room.program.run("sold-out", "BLD-02", "--minutes", minutes)
    assert (ran.code, words in ran.err) == (code, True), ran.err
    assert room.told("BLD-02") == []


@pytest.mark.parametrize(
    "words", [("sold-out", "NOPE"), ("stop", "NOPE", "--reason", "error"), ("show", "NOPE")]
)
def test_an_unknown_sku_is_wrong_usage(room: DemoRoom, words: tuple[str, ...]) -> None:
    """Exit 2, with the way to find the right one."""
    ran = room.program.run(*words)
    assert ran.code == 2
    assert "`status` lists the products" in ran.err


def test_an_unknown_storefront_is_wrong_usage(room: DemoRoom) -> None:
    """Exit 2."""
    assert room.program.run("sold-out", "BLD-02", "--storefront", "nowhere").code == 2


def test_a_mark_that_is_not_confirmed_in_time_is_5_and_never_sent_twice(room: DemoRoom) -> None:
    """The desk reads on, finds the late effect and restores it at the deadline."""
    room.fault("shop", "late_effect", delay=2, method="POST", count=1)
    ran = room.program.run("sold-out", "YOG-11", "--minutes", "0.1", "--wait", "1", "--json")
    assert (ran.code, errors(ran)) == (5, ["unconfirmed"])
    assert ran.seconds < 3
    eventually(lambda: room.told("YOG-11") == ["off"], 15)
    eventually(lambda: room.told("YOG-11") == ["off", "on"], 20)


def test_the_worst_of_several_targets_is_the_code(room: DemoRoom) -> None:
    """Each is tried; done and refused by a limit come to 3."""
    assert room.program.run("sold-out", "CUP-07").code == 0
    ran = room.program.run("sold-out", "CUP-07", "CAR-02", "--json")
    found = dict(zip([result["sku"] for result in ran.json["results"]], errors(ran), strict=True))
    assert (ran.code, ran.json["ok"]) == (3, False)
    assert found == {"CUP-07": "already_held", "CAR-02": None}
    assert room.program.run("restore", "CUP-07", "CAR-02").code == 0


def test_a_restore_of_what_is_not_held_is_refused(room: DemoRoom) -> None:
    """Exit 3: there is nothing to end."""
    ran = room.program.run("restore", "SPK-03", "--json")
    assert (ran.code, errors(ran)) == (3, ["not_held"])


def test_a_stop_lasts_until_it_is_released(room: DemoRoom) -> None:
    """With a reason each; a mark is refused meanwhile."""
    assert room.program.run("stop", "MIR-02").code == 2
    assert room.program.run("stop", "MIR-02", "--reason", "incident:wrong price").code == 0
    assert "MIR-02" in room.off_sale()
    assert room.program.run("sold-out", "MIR-02").code == 3
    assert room.program.run("release", "MIR-02").code == 2
    assert room.program.run("release", "MIR-02", "--reason", "error").code == 0
    assert "MIR-02" not in room.off_sale()


def test_on_air_and_next_are_said(room: DemoRoom) -> None:
    """They stand in the status at once."""
    assert room.program.run("next", "TEE-09").code == 0
    assert room.program.run("show", "SUN-01").code == 0
    broadcast = room.program.status()["broadcast"]
    assert broadcast["next"] == "TEE-09"


def test_stock_is_called_for(room: DemoRoom) -> None:
    """Units must be named, and be some."""
    assert room.program.run("call", "SUN-01", "--units", "40", "--reason", "sells fast").code == 0
    assert room.program.run("call", "SUN-01").code == 2
    assert room.program.run("call", "SUN-01", "--units", "0").code == 2


def test_a_broadcast_runs_once(room: DemoRoom) -> None:
    """A second start is 3, so is an end over an open hold; a phase is one of three."""
    assert room.program.run("broadcast", "start").code == 3
    assert room.program.run("broadcast", "phase", "warm_up").code == 0
    assert room.program.status()["broadcast"]["phase"] == "warm_up"
    assert room.program.run("broadcast", "phase", "live").code == 0
    assert room.program.run("broadcast", "phase").code == 2
    assert room.program.run("sold-out", "HUM-04").code == 0
    ran = room.program.run("broadcast", "end")
    assert (ran.code, "held" in ran.err) == (3, True)
    assert room.program.run("restore", "HUM-04").code == 0


@pytest.mark.parametrize(
    "words", [("--json", "show", "EAR-01"), ("show", "--json", "EAR-01"), ("show", "EAR-01", "--json")]
)
def test_options_may_stand_anywhere(room: DemoRoom, words: tuple[str, ...]) -> None:
    """Before the command, after it, at the end."""
    ran = room.program.run(*words)
    assert (ran.code, ran.json["ok"]) == (0, True)


def test_an_acts_option_may_stand_before_the_command(room: DemoRoom) -> None:
    """The same for --minutes and --reason."""
    ran = room.program.run("--minutes", "31", "--reason", "round", "sold-out", "BOT-06")
    assert ran.code == 3


def test_status_keeps_to_its_schema(room: DemoRoom) -> None:
    """With a hold open, sources live and a broadcast running."""
    room.program.run("sold-out", "MAT-02")
    status = room.program.status()
    jsonschema.validate(status, SCHEMA)
    shop = next(product for product in status["products"] if product["sku"] == "MAT-02")["storefronts"][
        "shop"
    ]
    assert (shop["state"], shop["holds_used"], shop["holds_left"]) == ("sold_out", 1, 2)
    assert 290 < shop["hold"]["seconds_left"] <= 300
    assert room.program.run("restore", "MAT-02").code == 0


def test_status_for_people_has_a_line_a_product(room: DemoRoom) -> None:
    """And says the room in the first."""
    lines = room.program.run("status").out.splitlines()
    assert "sources 7/7" in lines[0]
    assert sum(line.startswith("EAR-01 ") for line in lines) == 1


def _watched(room: DemoRoom, *words: str) -> list[str]:
    """The lines of --watch for two seconds, in which a product is marked and restored."""
    with room.program.begin("status", "--watch", *words) as watching:
        assert watching.stdout is not None
        first = watching.stdout.readline()
        with ThreadPoolExecutor(1) as reader:
            rest = reader.submit(watching.stdout.readlines)
            room.program.run("sold-out", "SCL-01")
            room.program.run("restore", "SCL-01")
            time.sleep(0.7)
            watching.kill()
            return [first, *rest.result()]


def test_watch_says_a_line_for_each_change(room: DemoRoom) -> None:
    """No line repeats the one before but for its time."""
    lines = [line for line in _watched(room) if "sources" in line]
    said = [line.partition("  ")[2] for line in lines]
    assert any("off sale by us 1" in line for line in said)
    assert all(line != after for line, after in pairwise(said))


def test_watch_as_json_is_an_object_a_line(room: DemoRoom) -> None:
    """Every one of them whole."""
    found = [json.loads(line) for line in _watched(room, "--json")]
    assert len(found) > 2
    products = [product for status in found for product in status["products"] if product["sku"] == "SCL-01"]
    assert "sold_out" in {product["storefronts"]["shop"]["state"] for product in products}
    jsonschema.validate(found[-1], SCHEMA)


def test_check_asks_the_running_desk(room: DemoRoom) -> None:
    """Every source with rows and time; nothing of it is lost to the desk."""
    ran = room.program.run("check", "--json")
    assert (ran.code, ran.json["ok"]) == (0, True)
    rows = {source["id"]: source["rows"] for source in ran.json["sources"]}
    assert list(rows) == ["dal", "3pl", "fba", "live", "orders", "cards", "shop"]
    assert (rows["live"], rows["cards"], rows["shop"]) == (1, 40, 40)
    assert min(rows["dal"], rows["3pl"], rows["fba"]) > 0
    people = room.program.run("check")
    assert (people.code, people.out.count("✓")) == (0, 7)


def test_a_terminal_without_chinese_gets_an_answer_all_the_same(room: DemoRoom) -> None:
    """Letters it does not know are replaced; JSON stays UTF-8."""
    narrow = {**room.program.env, "PYTHONIOENCODING": "ascii"}
    program = type(room.program)(data_dir=room.program.data_dir, env=narrow)
    assert program.run("check", "--lang", "zh_CN").code == 0
    assert program.run("status", "--json").json["state"] == "running"


def test_customer_service_is_told_of_a_mark_and_its_restore(room: DemoRoom) -> None:
    """In the demo's group chat, with what to say to buyers; `text` says the same."""
    assert room.program.run("sold-out", "UMB-02", "--reason", "incident:label").code == 0
    told = room.program.run("text", "UMB-02", "--json").json
    assert told["moment"] == "mark"
    assert "is paused" in told["texts"]["host"]
    eventually(lambda: told["texts"]["service"] in _chat(room), what="the mark was not told")
    assert room.program.run("restore", "UMB-02").code == 0
    eventually(lambda: "(UMB-02) is on sale again" in _chat(room), what="the restore was not told")


def _chat(room: DemoRoom) -> str:
    return "\n".join(message["text"] for message in room.get("/chat")["messages"])


def test_the_audit_is_verified_beside_the_running_desk(room: DemoRoom) -> None:
    """Exit 0 and the head; with a head that is not in it, exit 1 and what that means."""
    sound = room.program.run("audit", "verify", "--json")
    assert (sound.code, sound.json["ok"]) == (0, True)
    assert len(sound.json["head"]) == 64
    cut = room.program.run("audit", "verify", "--head", "0" * 64)
    assert (cut.code, cut.out) == (1, "")
    assert "not among them" in cut.err


def test_a_round_is_started_counted_and_followed_by_the_next(room: DemoRoom) -> None:
    """Too much is refused with what is free; the status and the list say the same count."""
    free = room.program.run("round", "start", "KNF-01", "--units", "999999")
    assert (free.code, free.out) == (3, "")
    assert "units are free to be set aside" in free.err
    begun = room.program.run("round", "start", "KNF-01", "--units", "6", "--reserve", "club=2", "--json")
    assert (begun.code, begun.json["ok"]) == (0, True)
    (listed,) = room.program.run("round", "list", "KNF-01", "--json").json["rounds"]
    assert (listed["number"], listed["units"], listed["state"]) == (1, 6, "on_sale")
    assert listed["kept"] == [{"group": "club", "units": 2}]
    assert "club=2" in room.program.run("round", "list").out
    assert room.program.run("sold-out", "KNF-01", "--reason", "round").code == 0
    following = room.program.run("round", "next", "KNF-01", "--json")
    assert [result["state"] for result in following.json["results"]] == ["restored"]
    status = room.program.run("status", "--json").json
    jsonschema.validate(status, SCHEMA)
    (now,) = [product["round"] for product in status["products"] if product["sku"] == "KNF-01"]
    assert (now["number"], now["units"], now["state"]) == (2, 6, "on_sale")
    assert room.program.run("round", "end", "KNF-01", "--all").code == 0
    assert room.program.run("round", "end", "KNF-01").code == 3


@pytest.mark.parametrize(
    "words",
    [
        ("start", "KNF-01"),
        ("start", "KNF-01", "--units", "0"),
        ("start", "KNF-01", "--units", "5", "--reserve", "club"),
        ("start",),
        ("begin", "KNF-01"),
        ("next", "nobody"),
    ],
)
def test_a_round_that_is_not_well_formed_is_wrong_usage(room: DemoRoom, words: tuple[str, ...]) -> None:
    """Nothing is tried."""
    assert room.program.run("round", *words).code == 2


def test_who_asked_is_recorded(room: DemoRoom, tmp_path: Path) -> None:
    """Typed initials as claimed, and through which door; the export of the running broadcast says so."""
    room.program.run("sold-out", "LMP-05", "--initials", "WX", "--reason", "error:price tag")
    room.program.run("restore", "LMP-05")
    out = tmp_path / "report.csv"
    ran = room.program.run("export", "--broadcast", "1", "--output", str(out))
    assert ran.code == 0, ran.err
    holds = (tmp_path / "report-holds.csv").read_text("utf-8-sig")
    (line,) = [row for row in holds.splitlines() if "LMP-05" in row]
    assert all(word in line for word in ("WX", "command", "error", "price tag"))


def test_a_trial_is_started_used_shown_and_ended(room: DemoRoom) -> None:
    """The mark takes what the trial proposes; status and show tell it; a name nobody gave is exit 2."""
    variants = ("--variant", "A:minutes=4", "--variant", "B:minutes=8,delay=2")
    begun = room.program.run("trial", "start", "length", "--sku", "KSC-02", *variants, "--seed", "5")
    assert (begun.code, begun.err) == (0, "")
    assert begun.out.startswith("KSC-02: Trial length: variant ")
    (trial,) = room.program.status()["trials"]
    (proposed,) = trial["next"]
    mark = room.program.run("sold-out", "KSC-02", "--trial")
    assert (mark.code, f"variant {proposed['variant']}, {proposed['minutes']:g} min" in mark.out) == (0, True)
    status = room.program.status()
    jsonschema.validate(status, SCHEMA)
    product = next(each for each in status["products"] if each["sku"] == "KSC-02")
    left = product["storefronts"]["shop"]["hold"]["seconds_left"]
    assert proposed["minutes"] * 60 - 30 < left <= proposed["minutes"] * 60
    shown = room.program.run("trial", "show", "length", "--json").json["trials"][0]
    assert [(each["name"], each["used"]) for each in shown["variants"]] == [
        (name, int(name == proposed["variant"])) for name in "AB"
    ]
    assert "too little yet" in room.program.run("trial", "list").out
    assert room.program.run("restore", "KSC-02").code == 0
    assert room.program.run("trial", "end", "length").code == 0
    assert room.program.run("trial", "end", "length").code == 2
    assert room.program.run("sold-out", "KSC-02", "--trial").code == 2
