"""The ledger: what was done because of an event, recorded before and after, so that a second run does nothing twice."""
