"""Types of arguments and of keywords that are passed on, and functions that make the cards of a carousel."""

from chakra_async._core.forms import FileContent
from chakra_async._core.messages.builders import Buttons, CardButtons, Header, Sections, card, product_card
from chakra_async._core.messages.template_check import TemplateFilling
from chakra_async._extras.messages.sender import Sending, SendingNumber, SendingOptions, SendingToUser
from chakra_async.namespaces import RawResources
from chakra_async.resource import CallOptions
from chakra_async.settings import ClientOptions, ConnectionOptions

__all__ = [
    "Buttons",
    "CallOptions",
    "CardButtons",
    "ClientOptions",
    "ConnectionOptions",
    "FileContent",
    "Header",
    "RawResources",
    "Sections",
    "Sending",
    "SendingNumber",
    "SendingOptions",
    "SendingToUser",
    "TemplateFilling",
    "card",
    "product_card",
]

for _kind in (CallOptions, Sending, SendingNumber, SendingOptions, SendingToUser, TemplateFilling):
    setattr(_kind, "__module__", __name__)  # noqa: B010 - a TypedDict has no such attribute for type checkers
