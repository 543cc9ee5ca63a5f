"""Every error of the library, each with the outcome of the call it ended.

```
ChakraError                      .outcome .operation .attempts
├── SettingsError                bad or missing settings; raised before anything is sent
├── InvalidRequestError          the arguments cannot make a request
├── ClientClosedError            the client was closed before or while the call ran
├── TransportError               no answer arrived
│   ├── ConnectError             no connection was made
│   ├── RequestTimeoutError      a time limit passed (.phase says where)
│   ├── ConnectionLostError      the connection broke after bytes may have left
│   └── UploadError              the content to upload could not be read to its end (.__cause__ says why)
├── BulkJobsError                a chunk of many items failed (.items); .jobs has what was accepted before
├── ResponseError                the answer was cut, too large, unreadable or a redirect (.status)
└── APIError                     the server answered with an error
    ├── BadRequestError 400      AuthenticationError 401     PlanError 402
    ├── PermissionDeniedError 403    NotFoundError 404       ConflictError 409
    ├── PayloadTooLargeError 413 UnprocessableError 422      RateLimitedError 429 (.retry_after)
    ├── ServerError 5xx
    └── WhatsAppError            Meta refused (.meta_code .meta_subcode)
        ├── WindowClosedError 131047     UndeliverableError 131026   TemplateError 132xxx
        ├── PaymentError 131042          SpamLimitError 131048       MarketingLimitError 131049
        ├── UserIdNotAllowedError 131062
        └── ThrottledError 4, 80007, 130429, 131056 (a RateLimitedError as well)
```

All of them pickle. Their messages never hold the token or a whole phone number.
"""

from __future__ import annotations

from chakra_async.errors.answers import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    MarketingLimitError,
    NotFoundError,
    PayloadTooLargeError,
    PaymentError,
    PermissionDeniedError,
    PlanError,
    RateLimitedError,
    ServerError,
    SpamLimitError,
    TemplateError,
    ThrottledError,
    UndeliverableError,
    UnprocessableError,
    UserIdNotAllowedError,
    WhatsAppError,
    WindowClosedError,
)
from chakra_async.errors.base import (
    BulkJobsError,
    ChakraError,
    ClientClosedError,
    ConnectError,
    ConnectionLostError,
    InvalidRequestError,
    RequestTimeoutError,
    ResponseError,
    SettingsError,
    TransportError,
    UploadError,
)

__all__ = [
    "APIError",
    "AuthenticationError",
    "BadRequestError",
    "BulkJobsError",
    "ChakraError",
    "ClientClosedError",
    "ConflictError",
    "ConnectError",
    "ConnectionLostError",
    "InvalidRequestError",
    "MarketingLimitError",
    "NotFoundError",
    "PayloadTooLargeError",
    "PaymentError",
    "PermissionDeniedError",
    "PlanError",
    "RateLimitedError",
    "RequestTimeoutError",
    "ResponseError",
    "ServerError",
    "SettingsError",
    "SpamLimitError",
    "TemplateError",
    "ThrottledError",
    "TransportError",
    "UndeliverableError",
    "UnprocessableError",
    "UploadError",
    "UserIdNotAllowedError",
    "WhatsAppError",
    "WindowClosedError",
]

for _name in __all__:  # tracebacks and pickles name the module that errors are imported from
    globals()[_name].__module__ = __name__
