"""The tables of calibration: what was worked out of broadcasts that are over, kept once each."""

from collections import defaultdict
from dataclasses import asdict

from sqlalchemy import Connection, RowMapping, delete, insert, select

from app.domain.calibration import Tally
from app.domain.losses import Losses
from app.domain.track_record import Calibrated, CueRecord, ProductRecord
from services.journal.tables import calibrated_cue, calibrated_product
from services.journal.tables import calibration as table


def keep(connection: Connection, found: Calibrated) -> None:
    """Keep it in place of what was kept of that broadcast before."""
    for each in (calibrated_product, calibrated_cue, table):
        connection.execute(delete(each).where(each.c.broadcast == found.broadcast))
    own = {"broadcast": found.broadcast}
    values = own | {"at": found.at, "code": found.code, "recorded": found.recorded}
    connection.execute(insert(table).values(values))
    if found.products:
        connection.execute(insert(calibrated_product), [own | _product_row(one) for one in found.products])
    if found.cues:
        connection.execute(insert(calibrated_cue), [own | asdict(one) for one in found.cues])


def newest(connection: Connection, most: int, sku: str | None) -> tuple[Calibrated, ...]:
    """Those of the newest broadcasts, the newest first; with `sku` only what is kept of that product."""
    wanted = select(table).order_by(table.c.broadcast.desc()).limit(most)
    kept = connection.execute(wanted).mappings().all()
    if not kept:
        return ()
    oldest = kept[-1]["broadcast"]
    products, cues = _products(connection, oldest, sku), _cues(connection, oldest) if sku is None else {}
    return tuple(
        Calibrated(
            broadcast=row["broadcast"],
            at=row["at"],
            code=row["code"],
            recorded=row["recorded"],
            products=tuple(products.get(row["broadcast"], ())),
            cues=tuple(cues.get(row["broadcast"], ())),
        )
        for row in kept
    )


def _products(connection: Connection, oldest: int, sku: str | None) -> dict[int, list[ProductRecord]]:
    own = calibrated_product.c
    wanted = select(calibrated_product).where(own.broadcast >= oldest).order_by(own.sku, own.measure)
    wanted = wanted if sku is None else wanted.where(own.sku == sku)
    found: dict[int, list[ProductRecord]] = defaultdict(list)
    for row in connection.execute(wanted).mappings():
        found[row["broadcast"]].append(_product(row))
    return found


def _cues(connection: Connection, oldest: int) -> dict[int, list[CueRecord]]:
    own = calibrated_cue.c
    wanted = select(calibrated_cue).where(own.broadcast >= oldest).order_by(own.kind, own.ending)
    found: dict[int, list[CueRecord]] = defaultdict(list)
    for row in connection.execute(wanted).mappings():
        found[row["broadcast"]].append(CueRecord(**{key: row[key] for key in row if key != "broadcast"}))
    return found


def _product_row(one: ProductRecord) -> dict[str, object]:
    told = {"sku": one.sku, "measure": one.measure, "seller": one.seller}
    return told | asdict(one.fell) | asdict(one.losses)


def _product(row: RowMapping) -> ProductRecord:
    return ProductRecord(
        sku=row["sku"],
        measure=row["measure"],
        seller=row["seller"],
        fell=Tally(**{name: row[name] for name in ("under", "lower", "upper", "over")}),
        losses=Losses(**{name: row[name] for name in ("forecasts", "ours", "mean", "weighted")}),
    )
