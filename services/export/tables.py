"""The report of a broadcast as typed tables: what every kind of file writes, each in its own way.

States, reasons and kinds stand as the codes of the command line and of status; headings are translated.
"""

from collections.abc import Mapping
from datetime import tzinfo

from app.domain.audit import AuditLine
from app.domain.broadcast import Mark
from app.domain.hold import Hold, StockCall
from app.domain.rounds import Round
from app.ports import BroadcastReport, TrafficSample
from app.words import p_
from services.export.comparison_tables import comparison_tables
from services.export.table import Cell, Naming, Table


def tables_of(report: BroadcastReport, titles: Mapping[str, str], zone: tzinfo) -> tuple[Table, ...]:
    """All tables of a report; `titles` are product titles by SKU, instants are those of the room's `zone`.

    Where the report holds a comparison, real against virtual follows.
    """
    naming = Naming(titles, zone)
    compared = () if report.comparison is None else comparison_tables(report.comparison, naming)
    return (*_kept(report, naming), *compared)


def _kept(report: BroadcastReport, naming: Naming) -> tuple[Table, ...]:
    return (
        _summary(report, naming),
        _sold(report, naming),
        _holds(report, naming),
        _rounds(report, naming),
        _calls(report, naming),
        _marks(report, naming),
        _traffic(report, naming),
        _audit(report, naming),
    )


def _summary(report: BroadcastReport, naming: Naming) -> Table:
    broadcast = report.broadcast
    peak = max((sample.viewers for sample in report.traffic if sample.viewers is not None), default=None)
    rows: tuple[tuple[Cell, ...], ...] = (
        (p_("export", "Broadcast"), broadcast.id),
        (p_("export", "Host"), broadcast.host),
        (p_("export", "Started"), naming.local(broadcast.started_at)),
        (p_("export", "Ended"), naming.local(broadcast.ended_at)),
        (p_("export", "Units sold"), sum(report.sold.values())),
        (p_("export", "Virtual sold-outs and stops"), len(report.holds)),
        (p_("export", "Most viewers at once"), peak),
        (p_("export", "Head of the audit"), report.audit_head),
    )
    return Table(
        key="summary",
        title=p_("export", "Summary"),
        columns=(p_("export", "What"), p_("export", "Value")),
        rows=rows,
    )


def _sold(report: BroadcastReport, naming: Naming) -> Table:
    best_first = sorted(report.sold.items(), key=lambda pair: (-pair[1], pair[0]))
    return Table(
        key="sold",
        title=p_("export", "Units sold"),
        columns=(p_("export", "SKU"), p_("export", "Title"), p_("export", "Units")),
        rows=tuple((sku, naming.title(sku), units) for sku, units in best_first),
    )


def _holds(report: BroadcastReport, naming: Naming) -> Table:
    return Table(
        key="holds",
        title=p_("export", "Virtual sold-outs and stops"),
        columns=(
            p_("export", "Id"),
            p_("export", "Kind"),
            p_("export", "Number"),
            p_("export", "SKU"),
            p_("export", "Title"),
            p_("export", "Storefront"),
            p_("export", "State"),
            p_("export", "Reason"),
            p_("export", "Note"),
            p_("export", "Account"),
            p_("export", "Through"),
            p_("export", "Initials"),
            p_("export", "Started"),
            p_("export", "Deadline"),
            p_("export", "Confirmed"),
            p_("export", "Ended"),
            p_("export", "True stock"),
            p_("export", "Error"),
        ),
        rows=tuple(_hold(hold, naming) for hold in report.holds),
    )


def _hold(hold: Hold, naming: Naming) -> tuple[Cell, ...]:
    return (
        hold.id,
        hold.kind.value,
        hold.number,
        hold.sku,
        naming.title(hold.sku),
        hold.storefront,
        hold.state.value,
        hold.reason.value,
        hold.note,
        hold.who.account,
        hold.who.through,
        hold.who.initials,
        naming.local(hold.started_at),
        naming.local(hold.deadline),
        naming.local(hold.confirmed_at),
        naming.local(hold.ended_at),
        hold.true_stock,
        hold.error,
    )


def _rounds(report: BroadcastReport, naming: Naming) -> Table:
    return Table(
        key="rounds",
        title=p_("export", "Rounds"),
        columns=(
            p_("export", "Id"),
            p_("export", "SKU"),
            p_("export", "Title"),
            p_("export", "Number"),
            p_("export", "Group"),
            p_("export", "State"),
            p_("export", "Units released"),
            p_("export", "Units sold"),
            p_("export", "Asked for after"),
            p_("export", "Started"),
            p_("export", "Gone"),
            p_("export", "Ended"),
            p_("export", "Closed by hold"),
            p_("export", "Account"),
            p_("export", "Initials"),
        ),
        rows=tuple(_round(one, naming) for one in report.rounds),
    )


def _round(one: Round, naming: Naming) -> tuple[Cell, ...]:
    return (
        *(one.id, one.sku, naming.title(one.sku), one.number, one.group),
        *("trial" if one.trial else one.state.value, one.units, one.sold, one.asked_after),
        *(naming.local(one.started_at), naming.local(one.gone_at), naming.local(one.ended_at)),
        *(one.closed_by, one.who.account, one.who.initials),
    )


def _calls(report: BroadcastReport, naming: Naming) -> Table:
    return Table(
        key="calls",
        title=p_("export", "Calls for stock"),
        columns=(
            p_("export", "Id"),
            p_("export", "SKU"),
            p_("export", "Title"),
            p_("export", "Units"),
            p_("export", "State"),
            p_("export", "Asked"),
            p_("export", "Account"),
            p_("export", "Reason"),
        ),
        rows=tuple(_call(call, naming) for call in report.calls),
    )


def _call(call: StockCall, naming: Naming) -> tuple[Cell, ...]:
    return (
        call.id,
        call.sku,
        naming.title(call.sku),
        call.units,
        call.state.value,
        naming.local(call.asked_at),
        call.who.account,
        call.reason,
    )


def _marks(report: BroadcastReport, naming: Naming) -> Table:
    return Table(
        key="marks",
        title=p_("export", "Time line"),
        columns=(
            p_("export", "Time"),
            p_("export", "Kind"),
            p_("export", "SKU"),
            p_("export", "Title"),
            p_("export", "Note"),
        ),
        rows=tuple(_mark(mark, naming) for mark in report.marks),
    )


def _mark(mark: Mark, naming: Naming) -> tuple[Cell, ...]:
    return (naming.local(mark.at), mark.kind.value, mark.sku, naming.title(mark.sku), mark.note)


def _traffic(report: BroadcastReport, naming: Naming) -> Table:
    return Table(
        key="traffic",
        title=p_("export", "Viewers"),
        columns=(
            p_("export", "Time"),
            p_("export", "Source"),
            p_("export", "Viewers"),
            p_("export", "Organic"),
            p_("export", "Paid"),
            p_("export", "Interactions"),
        ),
        rows=tuple(_sample(sample, naming) for sample in report.traffic),
    )


def _sample(sample: TrafficSample, naming: Naming) -> tuple[Cell, ...]:
    return (
        naming.local(sample.at),
        sample.source,
        sample.viewers,
        sample.organic,
        sample.paid,
        sample.interactions,
    )


def _audit(report: BroadcastReport, naming: Naming) -> Table:
    return Table(
        key="audit",
        title=p_("export", "Audit"),
        columns=(
            p_("export", "Number"),
            p_("export", "Time"),
            p_("export", "What"),
            p_("export", "SKU"),
            p_("export", "Storefront"),
            p_("export", "Hold"),
            p_("export", "Account"),
            p_("export", "Through"),
            p_("export", "Initials"),
            p_("export", "True stock"),
            p_("export", "Detail"),
            p_("export", "Digest"),
        ),
        rows=tuple(_line(line, naming) for line in report.audit),
    )


def _line(line: AuditLine, naming: Naming) -> tuple[Cell, ...]:
    return (
        line.number,
        naming.local(line.at),
        line.what,
        line.sku,
        line.storefront,
        line.hold,
        line.who.account,
        line.who.through,
        line.who.initials,
        line.true_stock,
        line.detail,
        line.digest,
    )
