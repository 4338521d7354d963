"""Wiring that every way of running shares: settings to connectors, journal, engine, control socket. No Qt."""

from app.assembly.desk import DeskRefused, RunningDesk, running_desk

__all__ = ["DeskRefused", "RunningDesk", "running_desk"]
