"""The desk with windows: composition root of everything a person sees. The engine runs in its own thread."""

from app.desk.run import run_desk

__all__ = ["run_desk"]
