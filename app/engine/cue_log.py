"""Notes which cues were shown and what became of them.

Costs five keys compared when the room was judged anew; notes wait for the journal like every reading. Judges
nothing.
"""

from app.domain.cue_stories import CueNote, CueStep
from app.domain.room import Cue, RoomDecision
from app.engine.journalling import Keeper
from app.ports import Clock


class CueLog:
    """The cues of one desk as they come and go."""

    def __init__(self, keeper: Keeper, clock: Clock) -> None:
        self._keeper = keeper
        self._clock = clock
        self._shown: dict[str, Cue] = {}
        self._seen: RoomDecision | None = None
        self._of: int | None = None

    def watch(self, decided: RoomDecision | None, broadcast: int | None) -> None:
        """Note what has come and what is gone since the last judgement; a new broadcast begins anew."""
        if decided is None or decided is self._seen:
            return
        self._seen = decided
        if broadcast != self._of:
            self._of = broadcast
            self._shown.clear()
        now_shown = {cue.key: cue for cue in decided.cues}
        for key, cue in tuple(self._shown.items()):
            if key not in now_shown:
                del self._shown[key]
                self._note(cue, CueStep.GONE)
        for key, cue in now_shown.items():
            if key not in self._shown:
                self._shown[key] = cue
                self._note(cue, CueStep.SHOWN)

    def ended(self, cue: Cue, step: CueStep) -> None:
        """A person followed it or put it aside; it goes with the next judgement, unless it comes back."""
        if self._shown.pop(cue.key, None) is None:
            return
        self._note(cue, step)

    def _note(self, cue: Cue, step: CueStep) -> None:
        note = CueNote(
            at=self._clock.now(), key=cue.key, kind=cue.kind, sku=cue.sku, other=cue.other, step=step
        )
        self._keeper.note(cues=(note,))
