"""The only home of the HTTP client: one bounded exchange with one server, or an error in plain words.

Not for what a body means; that is services.rest's. Nothing is taken from the environment, cookies are not
kept, and credentials never leave the origin they were sent to.
"""

from services.http.addresses import BadAddress, Target, join, same_origin, target
from services.http.client import Http, HttpClient
from services.http.messages import HttpRequest, HttpResponse

__all__ = [
    "BadAddress",
    "Http",
    "HttpClient",
    "HttpRequest",
    "HttpResponse",
    "Target",
    "join",
    "same_origin",
    "target",
]
