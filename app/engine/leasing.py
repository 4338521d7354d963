"""The lease of one process, desk or guardian: taken, renewed, lost, and checked before each command.

Whoever takes it from another gets a fence of its own, and the journal keeps hold states of that fence alone.
"""

import asyncio
from datetime import timedelta

from app.engine.journalling import Keeper
from app.ports import Clock, Lease

LEASE_S = 4.0
"""How long a desk that fell silent keeps others away; the guardian has noticed a little later."""
LEASE_RENEW_S = 1.5
NOBODYS = 0
"""A fence that no lease has: nothing can be kept with it."""


def is_kin(owner: str, desk: str) -> bool:
    """Whether that owner is this desk, in an earlier run, or a guardian of it."""
    return owner.partition("/")[0] == desk.partition("/")[0]


class Leasing:
    """Takes and renews the lease for `owner`; a guardian's is its desk's, a slash, and a name of its own."""

    def __init__(self, keeper: Keeper, clock: Clock, owner: str) -> None:
        self._keeper = keeper
        self._clock = clock
        self._owner = owner
        self._fence: int | None = None
        self._one_at_a_time = asyncio.Lock()
        self.lease: Lease | None = None
        """The one in force when we last looked."""

    @property
    def fence(self) -> int | None:
        """That of our own lease; None while we have none."""
        return self._fence if self.is_ours() else None

    def is_ours(self) -> bool:
        """Whether it was ours when we last looked."""
        return self.lease is not None and self.lease.owner == self._owner

    def may_act(self) -> bool:
        """Whether it is ours and still runs: checked before each command."""
        return self.is_ours() and self.lease is not None and self.lease.until > self._clock.now()

    async def begin(self) -> None:
        """A desk starts: from an earlier run of itself, or from its guardian, it takes the lease at once."""
        held = await self._keeper.insist("lease", self._keeper.journal.lease)
        kin = held is not None and is_kin(held.owner, self._owner)
        await self.take(held.fence if held is not None and kin else None)

    async def renew(self) -> bool:
        """A desk renews, or learns who has it; its guardian has to give it back.

        Returns whether it has come to us anew: then somebody else acted meanwhile, and what we know of holds
        is old.
        """
        async with self._one_at_a_time:
            before = self._fence
            await self.take(None)
            if not self.is_ours() and self.lease is not None and is_kin(self.lease.owner, self._owner):
                await self.take(self.lease.fence)
            return self.is_ours() and self._fence != before

    async def take(self, seize: int | None) -> None:
        """Take or renew it, if it is free, over, ours, or has the fence `seize`."""
        now = self._clock.now()
        until = now + timedelta(seconds=LEASE_S)
        journal = self._keeper.journal
        self.lease = await self._keeper.insist(
            "lease", lambda: journal.take_lease(self._owner, now, until, seize=seize)
        )
        if self.is_ours():
            self._fence = self.lease.fence
        self._keeper.fence = self.lease.fence if self.is_ours() else NOBODYS
