"""`python -m services.demo`: the demo world's own process.

Prints one JSON line when it is ready, {"port": …, "url": …}, or {"error": …} when it cannot start. Ends when
its standard input closes, so that it never outlives the desk that started it, and on SIGTERM.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from services.clock import SystemClock
from services.demo.api import Api
from services.demo.launch import DEFAULT_SEED, DEFAULT_TOKEN_SECONDS
from services.demo.ledger import Ledger
from services.demo.scenario import MINUTE, load_scenario
from services.demo.server import HOST, Server
from services.demo.stage import Stage
from services.demo.timeline import Timeline
from services.demo.world import World

IDLE_TICK = 1.0
"""Seconds after which the world moves on though nobody asked."""


def main() -> int:
    """Serve until told to end; 0 for an orderly end, 1 where it could not start."""
    return asyncio.run(_serve(_options()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="same seed, same world")
    parser.add_argument("--speed", type=_speed, default=1.0, help="world seconds in a second")
    parser.add_argument(
        "--minute", type=float, help="minute of the broadcast to begin at; -15 is the warm-up"
    )
    parser.add_argument(
        "--ledger", type=Path, help="JSON Lines file of all the shop is told; kept across runs"
    )
    parser.add_argument("--token-seconds", type=float, default=DEFAULT_TOKEN_SECONDS, help="life of a token")
    parser.add_argument(
        "--opening-first", action="store_true", help="first listings show the stock at broadcast start"
    )
    return parser.parse_args()


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= 3600:  # noqa: PLR2004 - an hour in a second
        raise argparse.ArgumentTypeError("above 0, at most 3600")
    return speed


async def _serve(options: argparse.Namespace) -> int:
    ended = asyncio.Event()
    _end_on_signals(ended)
    try:
        ledger = Ledger(options.ledger)
        stage = _stage(options, ledger)
        server = Server(Api(stage, token_seconds=options.token_seconds).handle, SystemClock())
        port = await server.start(options.port)
    except (OSError, ValueError) as error:
        _say({"error": str(error)})
        return 1
    _say({"port": port, "url": f"http://{HOST}:{port}"})
    _end_with_standard_input(ended)
    await _run(stage, ended)
    await server.stop()
    ledger.close()
    return 0


def _stage(options: argparse.Namespace, ledger: Ledger) -> Stage:
    scenario, clock = load_scenario(), SystemClock()
    minute = scenario.start_minute if options.minute is None else options.minute
    world = World(scenario, seed=options.seed, ledger=ledger)
    world.go_to(minute * MINUTE)
    timeline = Timeline(clock, start=world.now, speed=options.speed)
    return Stage(world, timeline, clock, opening_first=options.opening_first)


async def _run(stage: Stage, ended: asyncio.Event) -> None:
    while not ended.is_set():
        stage.catch_up()
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), IDLE_TICK)


def _end_on_signals(ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(ended.set))


def _end_with_standard_input(ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def wait() -> None:
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        with suppress(RuntimeError):  # the loop is closed: we are ending already
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, name="standard input", daemon=True).start()


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
