"""The customer of a test, who can be called for more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.sandbox import Customer

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

__all__ = ["Customers"]

NUMBER = "919901258433"
NAME = "Asha"


class Customers(Customer):
    """A customer of a sandbox; called with another number, it returns another one: the fixture `chakra_customer`.

    Args:
        sandbox: The sandbox.

    Example:
        ```python
        async def test_greeting(chakra_bot, chakra_customer):
            async with chakra_bot(receiver):
                await chakra_customer.says("hi")
                await chakra_customer("919845000002", name="Ravi").says("hi")
        ```

    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.__dict__.update(sandbox.customer(NUMBER, name=NAME).__dict__)
        self._sandbox = sandbox

    def __call__(
        self, phone_number: str = "", *, user_id: str = "", name: str = "", username: str = "", to: str = ""
    ) -> Customer:
        """Return another customer; the arguments are those of `Sandbox.customer`."""
        return self._sandbox.customer(phone_number, user_id=user_id, name=name, username=username, to=to)
