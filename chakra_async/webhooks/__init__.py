"""Receiving: what people write, what became of messages, and what changed, as events.

```python
events = webhooks.parse(body)       # a list of events, whatever the format of the delivery
```
"""

from __future__ import annotations

from chakra_async.webhooks import match
from chakra_async.webhooks.errors import BodyError, DeliveryError, SignatureError
from chakra_async.webhooks.events import (
    AccountEvent,
    CallEvent,
    Event,
    GroupEvent,
    HistoryReceived,
    MessageEcho,
    MessageEdited,
    MessageRevoked,
    PaymentStatusChanged,
    PreferenceChanged,
    RecordChanged,
    StatusChanged,
    TemplateStatusChanged,
    UnknownEvent,
    UserIdChanged,
)
from chakra_async.webhooks.inbox import (
    Inbox,
    InboxError,
    InboxFullError,
    MemoryInbox,
    PostgresInbox,
    SQLiteInbox,
)
from chakra_async.webhooks.intake import Answer, Request
from chakra_async.webhooks.ledger.errors import (
    ConversationChangedError,
    EffectUnknownError,
    HandlerChangedError,
    TooManyRecordsError,
    UnstorableResultError,
)
from chakra_async.webhooks.match import Filter, Match, Predicate
from chakra_async.webhooks.messages import (
    AudioReceived,
    ButtonTapped,
    CallPermissionReplied,
    ContactsReceived,
    DocumentReceived,
    FlowSubmitted,
    ImageReceived,
    ListPicked,
    LocationReceived,
    MediaReceived,
    MessageReceived,
    OrderReceived,
    ReactionReceived,
    StickerReceived,
    SystemReceived,
    TextReceived,
    UnsupportedReceived,
    VideoReceived,
    WelcomeRequested,
)
from chakra_async.webhooks.opt_outs import OptedOutError, OptOuts
from chakra_async.webhooks.parsing import event_from_raw, parse
from chakra_async.webhooks.people import BusinessNumber, Person
from chakra_async.webhooks.receiver import WebhookReceiver
from chakra_async.webhooks.reports import (
    DeliveryAccepted,
    DeliveryRefused,
    EventHandled,
    EventStarted,
    HandlingResult,
    Health,
    ReceiverObserver,
    ReceiverReport,
)
from chakra_async.webhooks.router import Around, Quiet, Router
from chakra_async.webhooks.signature import (
    SIGNATURE_HEADER,
    Headers,
    SecretsLike,
    WebhookSecrets,
    sign,
    verify,
)
from chakra_async.webhooks.statuses import MessageStatus, StatusTracker
from chakra_async.webhooks.talk.conversations import (
    AroundConversation,
    Conversation,
    ConversationTurn,
    OnChange,
)
from chakra_async.webhooks.talk.errors import AskTimeoutError, TalkEndedError
from chakra_async.webhooks.talk.talk import Talk
from chakra_async.webhooks.talk.talks import Conversations
from chakra_async.webhooks.tracing import WebhookTracing
from chakra_async.webhooks.turn import ParkError
from chakra_async.webhooks.windows import Windows

__all__ = [
    "SIGNATURE_HEADER",
    "AccountEvent",
    "Answer",
    "Around",
    "AroundConversation",
    "AskTimeoutError",
    "AudioReceived",
    "BodyError",
    "BusinessNumber",
    "ButtonTapped",
    "CallEvent",
    "CallPermissionReplied",
    "ContactsReceived",
    "Conversation",
    "ConversationChangedError",
    "ConversationTurn",
    "Conversations",
    "DeliveryAccepted",
    "DeliveryError",
    "DeliveryRefused",
    "DocumentReceived",
    "EffectUnknownError",
    "Event",
    "EventHandled",
    "EventStarted",
    "Filter",
    "FlowSubmitted",
    "GroupEvent",
    "HandlerChangedError",
    "HandlingResult",
    "Headers",
    "Health",
    "HistoryReceived",
    "ImageReceived",
    "Inbox",
    "InboxError",
    "InboxFullError",
    "ListPicked",
    "LocationReceived",
    "Match",
    "MediaReceived",
    "MemoryInbox",
    "MessageEcho",
    "MessageEdited",
    "MessageReceived",
    "MessageRevoked",
    "MessageStatus",
    "OnChange",
    "OptOuts",
    "OptedOutError",
    "OrderReceived",
    "ParkError",
    "PaymentStatusChanged",
    "Person",
    "PostgresInbox",
    "Predicate",
    "PreferenceChanged",
    "Quiet",
    "ReactionReceived",
    "ReceiverObserver",
    "ReceiverReport",
    "RecordChanged",
    "Request",
    "Router",
    "SQLiteInbox",
    "SecretsLike",
    "SignatureError",
    "StatusChanged",
    "StatusTracker",
    "StickerReceived",
    "SystemReceived",
    "Talk",
    "TalkEndedError",
    "TemplateStatusChanged",
    "TextReceived",
    "TooManyRecordsError",
    "UnknownEvent",
    "UnstorableResultError",
    "UnsupportedReceived",
    "UserIdChanged",
    "VideoReceived",
    "WebhookReceiver",
    "WebhookSecrets",
    "WebhookTracing",
    "WelcomeRequested",
    "Windows",
    "event_from_raw",
    "match",
    "parse",
    "sign",
    "verify",
]
