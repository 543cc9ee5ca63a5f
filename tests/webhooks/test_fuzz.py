"""A short run of the random deliveries; `nox -s fuzz` runs a million."""

from __future__ import annotations

import pytest

from tests.webhooks import fuzz


@pytest.mark.parametrize("seed", range(3))
def test_random_deliveries_give_events_or_our_error(seed: int) -> None:
    found = fuzz.run(1500, seed=seed)
    assert sum(found.values()) == 1500
    assert found["read"] > 600
    assert found["refused"] > 100


def test_a_changed_delivery_that_is_accepted_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz.WebhookSecrets, "verify", lambda *_: "1")
    with pytest.raises(AssertionError, match="was accepted"):
        fuzz.run(50)
