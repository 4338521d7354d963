"""Frozen values at the price of plain ones, for the kinds that are made hundreds of times a second.

A frozen dataclass sets each of its fields through `object.__setattr__`, at three times the price of assigning
it; that alone was a seventh of what a busy desk's engine costs. Not for values that are made now and then.
"""

from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def lean(frozen: type[T]) -> type[T]:
    """The frozen dataclass itself, whose fields are set by plain assignment when it is made.

    It stays frozen to the type checker, which is who keeps us from changing a fact; nothing does at run time.
    """
    assigning: type[Any] = dataclass(eq=False, repr=False)(type(frozen.__name__, (), _declared(frozen)))
    frozen.__init__ = assigning.__init__  # type: ignore[method-assign] # made of the same fields
    for guard in ("__setattr__", "__delattr__"):
        delattr(frozen, guard)
    return frozen


def _declared(frozen: type[Any]) -> dict[str, Any]:
    """Its fields as their own class would declare them again."""
    declared: dict[str, Any] = {
        one.name: field(default=one.default, default_factory=one.default_factory, kw_only=one.kw_only)
        for one in fields(frozen)
    }
    return {**declared, "__annotations__": dict.fromkeys(declared, object)}
