"""The workers of a receiver: they take events from the inbox, call the handlers, and record what came of it.

One event of a lane is handled at a time. A handler that fails is called again after a wait, its lane waits with it; what
fails for good is parked with its error. A worker that ends without a word loses its lanes when its lease ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from chakra_async._core.masking import mask_numbers
from chakra_async._core.pacing.retry import random_wait
from chakra_async.webhooks.errors import BodyError
from chakra_async.webhooks.events import Event
from chakra_async.webhooks.inbox.errors import InboxError, LeaseLostError
from chakra_async.webhooks.inbox.records import EventState, Problem
from chakra_async.webhooks.match import Facts
from chakra_async.webhooks.messages import MessageReceived
from chakra_async.webhooks.reports import EventHandled, EventStarted
from chakra_async.webhooks.stored import event_of
from chakra_async.webhooks.turn import ParkError, Turn
