"""Commands and options. The half that drives a running desk imports the standard library alone."""

from app.cli.main import main

__all__ = ["main"]
