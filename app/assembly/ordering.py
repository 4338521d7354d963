"""Draft orders listed and written to a file, without a running desk and beside one."""

from argparse import Namespace
from pathlib import Path
from typing import Any, cast

from app.assembly.archive import record, room_settings
from app.assembly.refusing import DeskRefused
from app.assembly.room import names_for, room_zone
from app.config import Settings
from app.domain.orders import DraftOrder
from app.orders import Orders
from app.views.build_replenishment import leg_name
from app.words import _, day, n_, number, plain
from services.clock import SystemClock
from services.export import CannotWrite
from services.export.order_files import OrderForm, write_orders
from services.export.table import Naming


async def list_orders(options: Namespace) -> tuple[list[dict[str, Any]], list[str]]:
    """Every order, as objects and as lines.

    Raises:
        DeskRefused: There is no record, or it can't be read.
    """
    settings, orders = await _orders(options)
    titles = names_for(settings)
    lines = [
        _("{id}  {state}  {sku} {title}: {units} by {route} to {warehouse}, order {on}, due {due}").format(
            id=order.id,
            state=order.state.value,
            sku=order.sku,
            title=titles.title(order.sku),
            units=number(order.units),
            route=leg_name(order.route),
            warehouse=plain(order.warehouse, 40),
            on=day(order.order_on),
            due=day(order.due),
        )
        for order in orders
    ]
    return [_object(order) for order in orders], lines or [_("No draft orders yet.")]


async def export_orders(options: Namespace) -> tuple[Path, str]:
    """Write every order to `options.file`; returns it and what was done, in words.

    Raises:
        DeskRefused: There is no record, or the file can't be written.
    """
    settings, orders = await _orders(options)
    form = OrderForm(options.format) if options.format else _form_of(options.file)
    file = options.file or Path(f"orders.{form.value}")
    naming = Naming({p.sku: p.title for p in settings.products}, room_zone(settings))
    try:
        written = write_orders(orders, form, file.expanduser().absolute(), naming, SystemClock().now())
    except CannotWrite as error:
        raise DeskRefused(str(error)) from error
    count = len(orders)
    return written, n_("{count} order written", "{count} orders written", count).format(count=number(count))


def _form_of(file: Path | None) -> OrderForm:
    return OrderForm.XLSX if file is not None and file.suffix.lower() == ".xlsx" else OrderForm.CSV


async def _orders(options: Namespace) -> tuple[Settings, tuple[DraftOrder, ...]]:
    settings = room_settings(options)
    async with record(options, settings, may_begin=False) as journal:
        # the journal keeps orders too; it is handed on as what it is for
        return settings, await cast("Orders", journal).orders()


def _object(order: DraftOrder) -> dict[str, Any]:
    return {
        "id": order.id,
        "sku": order.sku,
        "warehouse": order.warehouse,
        "route": order.route,
        "units": order.units,
        "proposed": order.proposed,
        "unit_cost": None if order.unit_cost is None else str(order.unit_cost),
        "freight": str(order.freight),
        "order_on": order.order_on.isoformat(),
        "due": order.due.isoformat(),
        "state": order.state.value,
        "made_at": order.made_at.isoformat().replace("+00:00", "Z"),
        "ready": order.ready,
    }
