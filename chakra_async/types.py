"""Names that are needed only for annotations: the types of arguments, and of keywords that are passed on."""

from chakra_async._core.forms import FileContent
from chakra_async._core.messages.builders import Buttons, Header, Sections
from chakra_async._core.messages.template_check import TemplateFilling
from chakra_async._extras.messages.sender import Sending, SendingNumber, SendingOptions, SendingToUser
from chakra_async.namespaces import RawResources
from chakra_async.resource import CallOptions
from chakra_async.settings import ClientOptions, ConnectionOptions

__all__ = [
    "Buttons",
    "CallOptions",
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
]

for _kind in (CallOptions, Sending, SendingNumber, SendingOptions, SendingToUser, TemplateFilling):
    setattr(_kind, "__module__", __name__)  # noqa: B010 - a TypedDict has no such attribute for type checkers
