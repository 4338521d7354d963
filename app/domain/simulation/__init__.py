"""Broadcasts that never were: audiences, buyers and stock to rehearse and to measure on.

Shares no code with the model that forecasts: its worlds do what the model assumes, and what it does not.
Chance is passed in as a seed's generator; `World` is the door.
"""

from app.domain.simulation.directors import Director, Stage, rotation
from app.domain.simulation.script import Fault, Script
from app.domain.simulation.world import Moment, World

__all__ = ["Director", "Fault", "Moment", "Script", "Stage", "World", "rotation"]
