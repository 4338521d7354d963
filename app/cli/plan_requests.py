"""The requests for what was typed about plans and triggers. Standard library only."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.options import REASONS
from app.cli.parsing import Usage
from app.words import _

MOST_BYTES = 1_000_000


def plan_request(options: Namespace) -> dict[str, Any]:
    """What a request about plans says beyond who asks. Raises Usage."""
    act = options.plan_act
    if act == "add":
        return {"act": act} | _added(options)
    if act == "import":
        return {"act": act, "text": _text(options.file), "armed": options.armed}
    if act == "export":
        return {"act": act, "file": str(options.file.expanduser().absolute())}
    if act == "template":
        if options.do != "list" and not options.name:
            raise Usage(_("plan template {act} needs a name").format(act=options.do))
        return {"act": act, "do": options.do, "name": options.name, "armed": options.armed}
    return {"act": act} if act == "list" else {"act": act, "plans": options.plans}


def _added(options: Namespace) -> dict[str, Any]:
    code, _colon, note = options.reason.partition(":")
    if code and code not in REASONS:
        raise Usage(_("no such reason: {code}; one of {known}").format(code=code, known=", ".join(REASONS)))
    return {
        "skus": options.skus,
        "when": _moment(options),
        "minutes": options.minutes,
        "storefronts": options.storefront,
        "reason": code or "stage",
        "note": note,
        "announce": options.announce,
        "armed": options.armed,
        "asks": not options.auto,
    }


def _moment(options: Namespace) -> str:
    if options.command == "plan":
        return str(options.at)
    if options.surge:
        return "surge"
    given = ((name, getattr(options, name)) for name in ("sold", "stock", "level"))
    return next(f"{name} {amount}" for name, amount in given if amount is not None)


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
        if len(content) > MOST_BYTES:
            raise Usage(_("{file} is too large; import it in parts").format(file=file))
        return content.decode("utf-8-sig")
    except OSError as error:
        why = error.strerror or str(error)
        raise Usage(_("{file} can't be read: {why}").format(file=file, why=why)) from error
    except UnicodeDecodeError as error:
        text = _("{file} is not written in UTF-8; save it as CSV UTF-8").format(file=file)
        raise Usage(text) from error
