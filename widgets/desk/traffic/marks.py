"""Which icon and colour a mark of the time line has, and where it stands. Not for painting."""

from app.views.room import MarkKind, MarkView
from widgets.desk.traffic.columns import TimeAxis
from widgets.desk.traffic.items import PlacedMark
from widgets.kit.theme import Hue

_LOOKS = {
    MarkKind.ON_AIR: ("playf", Hue.T2),
    MarkKind.HOLD: ("lock", Hue.BLUE),
    MarkKind.RESTORE: ("open", Hue.T2),
    MarkKind.STOP: ("stop", Hue.PURPLE),
    MarkKind.SOLD_OUT: ("out", Hue.ORANGE),
    MarkKind.RESTOCK: ("box", Hue.T2),
    MarkKind.CUE: ("flag", Hue.T2),
    MarkKind.CALL: ("box", Hue.T2),
    MarkKind.PHASE: ("dot", Hue.T2),
}


def placed(marks: tuple[MarkView, ...], axis: TimeAxis) -> tuple[PlacedMark, ...]:
    """The marks inside the axis, each on its whole pixel."""
    inside = ((round(axis.x(mark.at.timestamp())), mark) for mark in marks)
    return tuple(
        PlacedMark(x, *_LOOKS[mark.kind], view=mark) for x, mark in inside if axis.left <= x < axis.right
    )
