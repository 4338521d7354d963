"""From settings and values to what is sent, where no source is needed to see it."""

import pytest

from app.ports import SecretMissing
from services.rest.composing import fill_secrets
from tests.fakes.secrets import FakeSecrets


async def test_addresses_outside_sources_take_secrets_too() -> None:
    """A proxy's and the database's; each secret is encoded whole."""
    secrets = FakeSecrets(db="p/a:ss@1")
    filled = await fill_secrets("postgresql+psycopg://desk:${secret:db}@host/room", secrets)
    assert filled == "postgresql+psycopg://desk:p%2Fa%3Ass%401@host/room"
    assert await fill_secrets("sqlite", secrets) == "sqlite"
    with pytest.raises(SecretMissing):
        await fill_secrets("http://u:${secret:no}@proxy:3128", secrets)
