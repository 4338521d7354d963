"""The host's page of a whole desk: off and unloaded by default, on when asked for, open to paired phones."""

import re
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.config.test_load import only
from tests.program import PROJECT, eventually, program

SETTINGS = """
[room]
name = "Studio"

[[products]]
sku = "EAR-01"
title = "<img src=x onerror=alert(1)>"

[[storefronts]]
id = "xet"
kind = "manual"

[host_page]
enabled = true
address = "127.0.0.1"
port = {port}
"""
LOADED = """
import sys
import app.assembly.desk, app.assembly.host_page, app.engine.engine
print([name for name in ("cryptography", "segno", "services.host_page") if name in sys.modules])
"""


def test_where_it_is_off_nothing_of_it_is_loaded() -> None:
    """Neither certificates nor QR codes cost a desk anything that has no phone."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_a_phone_marks_what_is_on_air(tmp_path: Path) -> None:
    """Invited from the command line, marked from the phone, recorded as the host's, revoked."""
    port = _free_port()
    with program(tmp_path, SETTINGS.format(port=port)) as at, at.desk():
        eventually(lambda: at.run("phone", "invite").code == 0, 30, what="the page does not open")
        link = re.search(r"(https://127\.0\.0\.1:\d+)/#(\w+)", at.run("phone", "invite").out)
        assert link is not None
        origin, code = link[1], link[2]
        assert at.run("broadcast", "start").code == 0
        assert at.run("show", "EAR-01").code == 0
        trusting = ssl.create_default_context(cafile=str(at.data_dir / "host_page" / "certificate.pem"))
        with httpx2.Client(base_url=origin, verify=trusting, trust_env=False) as phone:
            sent = {"Origin": origin}
            assert phone.post("/pair", json={"code": code, "name": "MEI"}, headers=sent).status_code == 200
            eventually(lambda: phone.get("/state").json()["now"] is not None)
            seen = phone.get("/state")
            assert seen.json()["now"]["title"] == "<img src=x onerror=alert(1)>"
            sent["Stockcue-Form"] = seen.headers["Stockcue-Form"]
            order = {"act": "mark", "sku": "EAR-01", "minutes": 5}
            assert phone.post("/act", json=order, headers=sent).json()["waiting"]
            assert [task["act"] for task in at.status()["tasks"]] == ["take_off"]
            assert at.run("phone", "revoke").code == 0
            assert phone.get("/state").status_code == 401
            assert phone.post("/act", json=order, headers=sent).status_code == 401


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "0.0.0.0", "224.0.0.1", "localhost", "::1"],  # noqa: S104 - that it is refused is the point
)
def test_an_address_beyond_the_local_network_is_refused(tmp_path: Path, address: str) -> None:
    """Before the start, with its line."""
    assert "host_page.address" in only(tmp_path, f'[host_page]\nenabled = true\naddress = "{address}"')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
