"""What is typed where no desk runs: usage, help, where data lie, and that the door is light."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from app.cli.main import main
from app.words import use_language
from services.control.address import default_data_dir
from tests.program import PROJECT, Program, program

OURS = ("app", "services", "resources")
LOADED = """
import sys
from app.cli import main
code = main(sys.argv[1:])
print(code, *[name for name, module in sys.modules.items() if module is not None])
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The door sets the language of the whole process."""
    yield
    use_language("en")


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Program]:
    """A data directory in which no desk ever ran."""
    with program(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    "words",
    [("status",), ("sold-out", "EAR-01"), ("restore", "EAR-01"), ("show", "EAR-01"), ("broadcast", "start")],
)
def test_without_a_desk_commands_say_how_to_start_one(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 4."""
    assert main([*words, "--data-dir", str(tmp_path), "--lang", "en"]) == 4
    assert capsys.readouterr().err == f"No desk is running for {tmp_path}. Start one with: stockcue\n"


def test_an_error_as_json_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a code for scripts and a text for people, and nothing else on either stream."""
    assert main(["sold-out", "EAR-01", "--json", "--lang", "en", "--data-dir", str(tmp_path)]) == 4
    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "ok": False,
        "error": {
            "code": "no_desk",
            "text": f"No desk is running for {tmp_path}. Start one with: stockcue",
        },
    }
    assert said.err == ""


@pytest.mark.parametrize(
    "words",
    [
        ("sold-out",),
        ("sold-out", "EAR-01", "--minutes"),
        ("sold-out", "EAR-01", "--minutes", "soon"),
        ("sold-out", "EAR-01", "--wait", "0"),
        ("sold-out", "EAR-01", "--reason", "because"),
        ("stop", "EAR-01"),
        ("stop", "--reason", "error"),
        ("stop", "EAR-01", "--all", "--reason", "error"),
        ("stop", "--on-air", "--all", "--reason", "error"),
        ("restore", "--all"),
        ("confirm",),
        ("phone",),
        ("phone", "call"),
        ("call", "EAR-01"),
        ("call", "EAR-01", "--units", "many"),
        ("broadcast",),
        ("broadcast", "pause"),
        ("broadcast", "phase"),
        ("broadcast", "phase", "party"),
        ("secret", "get", "x"),
        ("import", "stock", "file.csv"),
        ("export",),
        ("export", "--broadcast", "1", "--format", "pdf"),
        ("trial",),
        ("trial", "start"),
        ("trial", "start", "length", "--sku", "EAR-01"),
        ("trial", "show"),
        ("trial", "start", "length", "--sku", "EAR-01", "--variant", "A:minutes=4", "--marks", "many"),
        ("dance",),
        ("--dance",),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_wrong_usage_is_told_before_a_desk_is_looked_for(
    words: tuple[str, ...], as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2; a sentence for people, an object for scripts."""
    more = ["--json"] if as_json else []
    assert main([*words, *more, "--data-dir", str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr()
    if as_json:
        assert json.loads(said.out)["error"]["code"] == "usage"
    else:
        assert (said.out, bool(said.err)) == ("", True)


def test_wrong_usage_is_told_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever the option stands."""
    assert main(["call", "EAR-01", "--lang=zh_CN", "--data-dir", str(tmp_path)]) == 2
    assert "call 需要 --units" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """And each has its own."""
    with pytest.raises(SystemExit) as ended:
        main(["--help", "--lang", "en"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    commands = (
        *("confirm", "phone", "round"),
        *("check", "status", "show", "next", "sold-out", "restore", "stop", "release", "call", "broadcast"),
        *("secret", "import", "export", "compare", "trial"),
    )
    assert all(f"    {command} " in said or f"    {command}\n" in said for command in commands)


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """As the package has it."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "0.1.0\n"


def test_a_command_loads_the_standard_library_alone(nobody: Program) -> None:
    """Nothing from outside is imported on the way to a desk and back."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, "sold-out", "EAR-01", "--data-dir", str(nobody.data_dir)],
        cwd=PROJECT,
        env=dict(nobody.env),
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = ran.stdout.split()
    known = {"__main__", *OURS, *sys.stdlib_module_names}
    foreign = {name.partition(".")[0] for name in modules if "sysconfigdata" not in name} - known
    # what a virtual environment's own .pth files load before any program runs
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert (code, foreign - {name.partition(".")[0] for name in bare}) == ("4", set())
    assert not {"asyncio", "app.config", "app.engine", "app.domain"} & set(modules)


def test_a_command_answers_fast(nobody: Program) -> None:
    """The budget is a tenth of a second beyond the act; a busy machine gets five of them here."""
    assert min(nobody.run("status").seconds for _time in range(5)) < 0.5


@pytest.mark.parametrize("home", [None, "/somewhere/else", ""])
def test_data_lie_where_the_system_keeps_them(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answer as platformdirs', also with XDG_DATA_HOME set or empty."""
    monkeypatch.delenv("XDG_DATA_HOME")
    if home is not None:
        monkeypatch.setenv("XDG_DATA_HOME", home)
    assert default_data_dir() == Path(platformdirs.user_data_dir("stockcue", appauthor=False))
    assert default_data_dir(demo=True) == Path(platformdirs.user_data_dir("stockcue-demo", appauthor=False))


def test_a_runtime_folder_of_somebody_else_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a runtime directory of the system, ours in the temporary one must be private."""
    short = os.environ["XDG_RUNTIME_DIR"]
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", short)
    Path(short, f"stockcue-{os.getuid()}").mkdir()
    Path(short, f"stockcue-{os.getuid()}").chmod(0o777)
    assert main(["status", "--data-dir", short]) == 4
    assert "not a private folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("ring", "typed", "code", "said"),
    [
        ("null", "hush\n", 0, "stored in the system's key ring"),
        ("fail", "hush\n", 1, "STOCKCUE_LA_PASSWORD"),
        ("null", "\n", 2, "the value is empty"),
    ],
)
def test_a_secret_is_stored_or_the_other_way_is_told(
    nobody: Program, ring: str, typed: str, code: int, said: str
) -> None:
    """From a script it is read from standard input; it is never shown."""
    env = {**nobody.env, "PYTHON_KEYRING_BACKEND": f"keyring.backends.{ring}.Keyring"}
    ran = Program(data_dir=nobody.data_dir, env=env).run("secret", "set", "la_password", input_=typed)
    assert (ran.code, said in ran.out + ran.err) == (code, True), ran.err
    assert "hush" not in ran.out + ran.err
