"""Every port has a fake, and mypy has compared the two."""

import inspect
from types import MappingProxyType

from app import ports
from tests.fakes.autostart import FakeAutostart
from tests.fakes.awake import FakeAwake
from tests.fakes.beside import FakeBeside, FakeHelper
from tests.fakes.by_hand import FakeManualStorefront
from tests.fakes.cadence import FakeCadence
from tests.fakes.clock import FakeClock
from tests.fakes.guardian import FakeGuardian
from tests.fakes.host_page import FakeHostPage
from tests.fakes.jitter import FakeJitter
from tests.fakes.journal import FakeJournal
from tests.fakes.notifiers import FakeNotifier
from tests.fakes.secrets import FakeSecrets
from tests.fakes.sources import FakeOffersSource, FakeSalesSource, FakeStockSource, FakeTrafficSource
from tests.fakes.storefronts import FakeStorefront

_AUTOSTART: type[ports.Autostart] = FakeAutostart
_AWAKE: type[ports.Awake] = FakeAwake
_BESIDE: type[ports.Beside] = FakeBeside
_HELPER: type[ports.Helper] = FakeHelper
_CADENCE: type[ports.Cadence] = FakeCadence
_CLOCK: type[ports.Clock] = FakeClock
_GUARDIAN: type[ports.Guardian] = FakeGuardian
_HOST_PAGE: type[ports.HostPage] = FakeHostPage
_JITTER: type[ports.Jitter] = FakeJitter
_JOURNAL: type[ports.Journal] = FakeJournal
_NOTIFIER: type[ports.Notifier] = FakeNotifier
_MANUAL: type[ports.ManualStorefront] = FakeManualStorefront
_OFFERS: type[ports.OffersSource] = FakeOffersSource
_SALES: type[ports.SalesSource] = FakeSalesSource
_SECRETS: type[ports.Secrets] = FakeSecrets
_STOCK: type[ports.StockSource] = FakeStockSource
_STOREFRONT: type[ports.Storefront] = FakeStorefront
_TRAFFIC: type[ports.TrafficSource] = FakeTrafficSource

FAKES = MappingProxyType(
    {
        "Autostart": _AUTOSTART,
        "Awake": _AWAKE,
        "Beside": _BESIDE,
        "Cadence": _CADENCE,
        "Clock": _CLOCK,
        "Guardian": _GUARDIAN,
        "Helper": _HELPER,
        "HostPage": _HOST_PAGE,
        "Jitter": _JITTER,
        "Journal": _JOURNAL,
        "Notifier": _NOTIFIER,
        "ManualStorefront": _MANUAL,
        "OffersSource": _OFFERS,
        "SalesSource": _SALES,
        "Secrets": _SECRETS,
        "StockSource": _STOCK,
        "Storefront": _STOREFRONT,
        "TrafficSource": _TRAFFIC,
    }
)


def test_every_port_has_a_fake_of_its_name() -> None:
    """The engine can be tested without the world at each of its seams."""
    declared = {name for name, each in inspect.getmembers(ports, inspect.isclass) if _is_port(each)}

    assert declared == set(FAKES)
    assert [f"Fake{name}" for name in FAKES] == [fake.__name__ for fake in FAKES.values()]


def _is_port(each: type) -> bool:
    return each.__module__.startswith(ports.__name__) and bool(getattr(each, "_is_protocol", False))
