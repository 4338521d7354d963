"""From TOML tables to typed structs, noting everything that does not fit with its place.

The types say what a key may hold; this module says it in words. Not for what several keys together mean.
"""

import math
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect as ms

from app.config.problems import Place
from app.words import _, or_nearest

StructT = TypeVar("StructT", bound=msgspec.Struct)
Report = Callable[[Place, str], None]


class _Bad(Enum):
    BAD = 0


BAD: Final = _Bad.BAD
"""Stands for a value that did not fit and was reported."""


class Converter:
    """Converts tables, reporting what does not fit."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def struct(self, table: object, cls: type[StructT], place: Place) -> StructT | None:
        """The table as a struct, None where something in it does not fit; unknown keys are reported alone."""
        if not isinstance(table, Mapping):
            self._report(place, _("must be a table"))
            return None
        fields = {field.encode_name: field for field in msgspec.structs.fields(cls)}
        for key in table.keys() - fields.keys():
            self._report((*place, key), _("is no known key.") + or_nearest(key, list(fields)))
        values = {
            field.name: self.value(table[key], field.type, (*place, key))
            for key, field in fields.items()
            if key in table
        }
        lacking = [key for key, field in fields.items() if field.required and key not in table]
        for key in lacking:
            self._report(place, _("lacks {key!r}").format(key=key))
        if lacking or any(value is BAD for value in values.values()):
            return None
        return cls(**values)

    def value(self, value: object, wanted: Any, place: Place) -> Any:  # noqa: ANN401 - a field's type
        """The value as its type wants it, or BAD."""
        options = _options(wanted)
        if isinstance(value, Mapping) and (struct := _struct_of(options)) is not None:
            converted = self.struct(value, struct, place)
            return BAD if converted is None else converted
        for option in options:
            origin, arguments = typing.get_origin(option), typing.get_args(option)
            if isinstance(value, Mapping) and origin is dict:
                return self._each(value, arguments[1], place)
            if isinstance(value, list) and origin in (list, tuple):
                return self._every(value, option, place)
        return self._leaf(value, wanted, place)

    def _each(self, table: Mapping[str, object], wanted: Any, place: Place) -> Any:  # noqa: ANN401 - the same
        values = {key: self.value(value, wanted, (*place, key)) for key, value in table.items()}
        return BAD if any(value is BAD for value in values.values()) else values

    def _every(self, entries: list[object], wanted: Any, place: Place) -> Any:  # noqa: ANN401 - the same
        of = typing.get_args(wanted)[0]
        values = [self.value(entry, of, (*place, number)) for number, entry in enumerate(entries)]
        if any(value is BAD for value in values):
            return BAD
        return tuple(values) if typing.get_origin(wanted) is tuple else values

    def _leaf(self, value: object, wanted: Any, place: Place) -> Any:  # noqa: ANN401 - the same
        if not _is_json(value):
            self._report(place, _("is a date or no finite number; write it as text"))
            return BAD
        is_amount = Decimal in _options(wanted)
        try:
            return _amount(value) if is_amount else msgspec.convert(value, wanted, strict=True)
        except (msgspec.ValidationError, TypeError, ArithmeticError, ValueError):
            self._report(place, _must_be(wanted, value))
            return BAD


def _options(wanted: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a field's type
    """The alternatives of a type; TOML has no null, so None is none of them."""
    if typing.get_origin(wanted) in (typing.Union, types.UnionType):
        return tuple(part for part in typing.get_args(wanted) if part is not type(None))
    return (wanted,)


def _amount(value: object) -> Decimal:
    """Text or number as an amount. Raises TypeError, ArithmeticError or ValueError where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    amount = Decimal(str(value))
    if not amount.is_finite() or amount < 0:
        raise ValueError
    return amount


def _struct_of(options: tuple[Any, ...]) -> type[msgspec.Struct] | None:
    return next((o for o in options if isinstance(o, type) and issubclass(o, msgspec.Struct)), None)


def _is_json(value: object) -> bool:
    """Whether it is a value that can be sent: no TOML date, no inf, no nan, at any depth."""
    if isinstance(value, Mapping):
        return all(_is_json(entry) for entry in value.values())
    if isinstance(value, list):
        return all(_is_json(entry) for entry in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str | int)


def _must_be(wanted: Any, value: object) -> str:  # noqa: ANN401 - the same
    """What the key may hold, and what stands there instead where that is no secret."""
    kinds = [ms.type_info(option) for option in _options(wanted)]
    what = _(" or ").join(dict.fromkeys(_described(kind) for kind in kinds))
    choices = [choice for kind in kinds for choice in _choices(kind)]
    if choices and isinstance(value, str):
        return _("must be {what}.").format(what=what) + or_nearest(value, choices)
    text = _("must be {what}").format(what=what)
    if isinstance(value, bool | int | float):
        return text + _(", not {value}").format(value=str(value).lower())
    return text


def _choices(kind: ms.Type) -> list[str]:
    if isinstance(kind, ms.EnumType):
        return [str(member.value) for member in kind.cls]
    return [str(value) for value in kind.values] if isinstance(kind, ms.LiteralType) else []


def _described(kind: ms.Type) -> str:
    if isinstance(kind, ms.IntType | ms.FloatType):
        return _numbers(kind)
    if isinstance(kind, ms.EnumType | ms.LiteralType):
        return _("one of {choices}").format(choices=", ".join(_choices(kind)))
    if isinstance(kind, ms.StrType):
        return _text(kind)
    names = {
        ms.BoolType: _("true or false"),
        ms.DecimalType: _("an amount, not negative"),
        ms.DictType: _("a table"),
        ms.StructType: _("a table"),
        ms.ListType: _("a list"),
        ms.VarTupleType: _("a list"),
    }
    return names.get(type(kind), _("another kind of value"))


def _numbers(kind: ms.IntType | ms.FloatType) -> str:
    noun = _("a whole number") if isinstance(kind, ms.IntType) else _("a number")
    bounds = [
        _("of at least {bound:g}").format(bound=kind.ge) if kind.ge is not None else "",
        _("above {bound:g}").format(bound=kind.gt) if kind.gt is not None else "",
        _("of at most {bound:g}").format(bound=kind.le) if kind.le is not None else "",
    ]
    said = _(" and ").join(bound for bound in bounds if bound)
    return _("{noun} {bounds}").format(noun=noun, bounds=said) if said else noun


def _text(kind: ms.StrType) -> str:
    if kind.pattern is not None:
        return _("text of a-z, 0-9, _ and -")
    return _("text, not empty") if kind.min_length else _("text")
