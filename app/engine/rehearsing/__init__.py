"""Broadcasts played again through the code that decides live: simulated ones and recorded ones.

`play` runs one broadcast under one conduct and says what came of it. Knows no clock, no journal, no windows.
"""

from app.engine.rehearsing.conduct import CONDUCTS, Conduct
from app.engine.rehearsing.desk import RehearsedDesk
from app.engine.rehearsing.outcome import Outcome, Said
from app.engine.rehearsing.playing import Player, Theatre, play
from app.engine.rehearsing.recorded import RecordedTheatre, Recording, recording_of
from app.engine.rehearsing.recording import listened
from app.engine.rehearsing.remembering import like, remembered
from app.engine.rehearsing.scenarios import recollection_of, theatre_of

__all__ = [
    "CONDUCTS", "Conduct", "Outcome", "Player", "RecordedTheatre", "Recording", "RehearsedDesk", "Said",
    "Theatre", "like", "listened", "play", "recollection_of", "recording_of",
    "remembered", "theatre_of",
]  # fmt: skip
