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

__all__ = [
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
    "WelcomeRequested",
    "event_from_raw",
    "parse",
]
