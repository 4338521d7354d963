"""The host's page for tests of the desk: invites, counts and revokes without a network."""

from dataclasses import replace
from datetime import timedelta

from app.domain.phones import Invitation, PageState, Phone
from app.ports import Clock


class FakeHostPage:
    """The port `HostPage`. `standing` is what `state` tells; `invited` counts invitations."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.invited = 0
        self.standing = PageState(address="https://192.168.1.20:8710", fingerprint="AA:BB")

    def state(self) -> PageState:
        """What stands."""
        return self.standing

    async def invite(self) -> PageState:
        """A new code."""
        self.invited += 1
        invitation = Invitation(
            link=f"{self.standing.address}/#CODE{self.invited}",
            until=self._clock.now() + timedelta(minutes=3),
            modules=("010", "101", "010"),
        )
        self.standing = replace(self.standing, invitation=invitation)
        return self.standing

    def withdraw(self) -> None:
        """No code stands."""
        self.standing = replace(self.standing, invitation=None)

    def revoke(self) -> tuple[Phone, ...]:
        """Nobody is paired."""
        gone = self.standing.phones
        self.standing = replace(self.standing, phones=(), invitation=None)
        return gone
