"""Windows on the sample room."""

from tests.widgets.opening import choices, opener

__all__ = ["choices", "opener"]
