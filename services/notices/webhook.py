"""Somebody who is told by one request of the settings: any system that takes JSON or a form over HTTP.

The answer's body decides, not its status alone: chat bots say 200 when they refuse. Not for when to tell.
"""

from collections.abc import Mapping

from app.domain.notices import NoticeEvent
from app.ports import Notifier
from services.rest.calling import Call, Caller, Means
from services.rest.composing import compile_request
from services.rest.limiter import Lane
from services.rest.settings import Limit, WebhookNotice

LIMIT = Limit(per_second=0.3, burst=10)
"""Chat bots take twenty a minute and shut the door for ten minutes beyond."""


def build(settings: WebhookNotice, means: Means) -> Notifier:
    """Somebody to tell, from checked settings."""
    return Webhook(settings, means)


class Webhook:
    """The port `Notifier` over the generic connector."""

    def __init__(self, settings: WebhookNotice, means: Means) -> None:
        """Raises BadPath; the settings were checked before."""
        limited = settings if settings.limit or settings.account else _limited(settings)
        self.id = settings.id
        self.events = frozenset(NoticeEvent(event) for event in settings.events)
        self._caller = Caller(limited, means)
        self._request = compile_request(settings.request)
        self._reads_the_body = settings.answer.ok is not None

    async def tell(self, values: Mapping[str, object]) -> None:
        """Send it once. Raises SourceError where it was not taken."""
        call = Call(template=self._request, values=values, lane=Lane.POLL, repeatable=False)
        heard = await self._caller.hear(call)
        if self._reads_the_body or not _plainly_taken(heard.response.status):
            self._caller.usable(heard)

    async def close(self) -> None:
        """Release connections."""
        await self._caller.close()


def _plainly_taken(status: int) -> bool:
    """Without a path into the body, a 2xx will do, whatever it says: many hooks answer with nothing."""
    return 200 <= status < 300  # noqa: PLR2004 - the statuses that mean yes


def _limited(settings: WebhookNotice) -> WebhookNotice:
    values = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return WebhookNotice(**(values | {"limit": LIMIT}))
