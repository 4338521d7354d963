"""The hash chain: every way of tampering with the lines is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain.audit import BEGINNING, AuditLine, AuditNote, Broken, Fault, chained, digest_of, verify
from app.domain.hold import Who

WHO = Who(account="lin", through="desk", initials="LX")
AT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


def chain(length: int) -> list[AuditLine]:
    """A sound audit."""
    lines: list[AuditLine] = []
    for number in range(1, length + 1):
        note = AuditNote(
            at=AT + timedelta(seconds=number), what="hold", who=WHO, sku=f"耳机-{number}", hold=number
        )
        previous = lines[-1].digest if lines else BEGINNING
        lines.append(chained(note, number=number, previous=previous))
    return lines


def altered(lines: list[AuditLine]) -> list[AuditLine]:
    """A word of the third line is another one."""
    lines[2] = replace(lines[2], who=replace(WHO, initials="XX"))
    return lines


def forged(lines: list[AuditLine]) -> list[AuditLine]:
    """The third line is another one, with a digest that fits it."""
    note = replace(lines[2], true_stock=99)
    lines[2] = replace(note, digest=digest_of(note, number=3, previous=lines[1].digest))
    return lines


def without(lines: list[AuditLine]) -> list[AuditLine]:
    """The third line is gone."""
    del lines[2]
    return lines


def renumbered(lines: list[AuditLine]) -> list[AuditLine]:
    """The third line is gone and the rest closed up."""
    return [replace(line, number=number) for number, line in enumerate(without(lines), start=1)]


def swapped(lines: list[AuditLine]) -> list[AuditLine]:
    """The third and fourth line changed places."""
    lines[2], lines[3] = lines[3], lines[2]
    return lines


def test_a_sound_audit_is_sound() -> None:
    """Nothing is found where nothing was done, in an empty audit too."""
    assert verify(chain(5)) is None
    assert verify([]) is None
    assert verify(chain(5), head=chain(3)[-1].digest) is None


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (altered, Broken(number=3, fault=Fault.ALTERED)),
        (forged, Broken(number=4, fault=Fault.ALTERED)),
        (without, Broken(number=3, fault=Fault.GAP)),
        (renumbered, Broken(number=3, fault=Fault.ALTERED)),
        (swapped, Broken(number=3, fault=Fault.GAP)),
    ],
)
def test_tampering_is_found_at_its_line(
    tamper: Callable[[list[AuditLine]], list[AuditLine]], found: Broken
) -> None:
    """A changed, forged, missing, renumbered or moved line is named."""
    assert verify(tamper(chain(5))) == found


def test_an_end_that_was_cut_off_is_found_by_a_known_head() -> None:
    """What was exported before proves that the lines reached at least so far."""
    lines = chain(5)
    assert verify(lines[:3]) is None
    assert verify(lines[:3], head=lines[-1].digest) == Broken(number=4, fault=Fault.CUT)


def test_the_digest_is_the_same_in_every_zone_and_another_for_every_field() -> None:
    """An instant counts, not how it is written; no field can be changed without notice."""
    note = AuditNote(at=AT, what="hold", who=WHO)
    digest = digest_of(note, number=1, previous=BEGINNING)
    shanghai = replace(note, at=AT.astimezone(timezone(timedelta(hours=8))))
    assert digest_of(shanghai, number=1, previous=BEGINNING) == digest
    others = [
        replace(note, at=AT + timedelta(microseconds=1)),
        replace(note, what="stop"),
        replace(note, sku="A"),
        replace(note, storefront="A"),
        replace(note, hold=1),
        replace(note, true_stock=0),
        replace(note, detail="A"),
        *(replace(note, who=replace(WHO, **{part: "A"})) for part in ("account", "through", "initials")),
    ]
    digests = [digest_of(other, number=1, previous=BEGINNING) for other in others]
    digests += [digest_of(note, number=2, previous=BEGINNING), digest_of(note, number=1, previous=digest)]
    assert len({digest, *digests}) == len(digests) + 1
