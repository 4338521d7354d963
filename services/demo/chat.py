"""The group chat of the demo's customer service: takes a text, says 200 to a refusal too, shows the newest.

As such bots do: what decides is `errcode` in the body.
"""

from services.demo.stage import Stage
from services.demo.storefront import known_to_the_shop
from services.demo.web import BadRequest, Reply, Request, json_reply

MOST = 200
"""Messages that are remembered; the oldest are forgotten first."""
_NO_TEXT, _STRANGER = 40035, 40014


class Chat:
    """The chat."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._messages: list[dict[str, object]] = []

    def send(self, request: Request) -> Reply:
        """POST /chat/send {text: {content}}; 200 whatever comes of it."""
        if not known_to_the_shop(request):
            return json_reply({"errcode": _STRANGER, "errmsg": "the chat does not know you"})
        try:
            content = request.object().get("text")
        except BadRequest:
            content = None
        text = content.get("content") if isinstance(content, dict) else None
        if not isinstance(text, str) or not text:
            return json_reply({"errcode": _NO_TEXT, "errmsg": "a message needs text.content"})
        minute = round(self._stage.world.now / 60, 2)
        self._messages = [*self._messages, {"minute": minute, "text": text}][-MOST:]
        return json_reply({"errcode": 0, "errmsg": "ok"})

    def messages(self, _request: Request) -> Reply:
        """GET /chat: what was said, oldest first."""
        return json_reply({"messages": self._messages})
