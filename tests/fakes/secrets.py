"""Secrets a test names itself; not for the program, which has services.secrets."""

from app.ports import SecretMissing


class FakeSecrets:
    """The port `Secrets` for tests: what it was given, and a record of what was asked for."""

    def __init__(self, **values: str) -> None:
        self.values = dict(values)
        self.asked: list[str] = []

    async def get(self, name: str) -> str:
        """The secret. Raises SecretMissing."""
        self.asked.append(name)
        if name not in self.values:
            raise SecretMissing(f"no secret named {name}")
        return self.values[name]
