"""What the program decides: facts, rules, views and the wiring; no vendor, no socket, no pixel."""

import sys

# structlog would load it to paint tracebacks wherever some tool has brought it: 52 modules and 4 MB in desk
# and guardian, whose logs are JSON
sys.modules.setdefault("rich", None)  # type: ignore[arg-type] # how Python is told that there is none
