"""Receiving: what people write, what became of messages, and what changed, as events.

```python
events = webhooks.parse(body)       # a list of events, whatever the format of the delivery
```
"""

from __future__ import annotations

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
from chakra_async.webhooks.parsing import event_from_raw, parse
from chakra_async.webhooks.people import BusinessNumber, Person
from chakra_async.webhooks.signature import (
    SIGNATURE_HEADER,
    Headers,
    SecretsLike,
    WebhookSecrets,
    sign,
    verify,
)

__all__ = [
    "SIGNATURE_HEADER",
    "AccountEvent",
    "AudioReceived",
    "BodyError",
    "BusinessNumber",
    "ButtonTapped",
    "CallEvent",
    "CallPermissionReplied",
    "ContactsReceived",
    "DeliveryError",
    "DocumentReceived",
    "Event",
    "FlowSubmitted",
    "GroupEvent",
    "Headers",
    "HistoryReceived",
    "ImageReceived",
    "ListPicked",
    "LocationReceived",
    "MediaReceived",
    "MessageEcho",
    "MessageEdited",
    "MessageReceived",
    "MessageRevoked",
    "OrderReceived",
    "PaymentStatusChanged",
    "Person",
    "PreferenceChanged",
    "ReactionReceived",
    "RecordChanged",
    "SecretsLike",
    "SignatureError",
    "StatusChanged",
    "StickerReceived",
    "SystemReceived",
    "TemplateStatusChanged",
    "TextReceived",
    "UnknownEvent",
    "UnsupportedReceived",
    "UserIdChanged",
    "VideoReceived",
    "WebhookSecrets",
    "WelcomeRequested",
    "event_from_raw",
    "parse",
    "sign",
    "verify",
]
