"""The demo world: a separate process that serves warehouses, viewers, orders and a shop over real HTTP.

A desk starts it (`DemoWorld`) and reaches it through an ordinary settings file (`settings_text`) with
`PASSWORD` in the environment variable `PASSWORD_VARIABLE`. Nothing of a desk's own work belongs here.
"""

from services.demo.launch import DemoFailed, DemoOptions, DemoWorld
from services.demo.settings import PASSWORD, PASSWORD_VARIABLE, settings_text

__all__ = ["PASSWORD", "PASSWORD_VARIABLE", "DemoFailed", "DemoOptions", "DemoWorld", "settings_text"]
