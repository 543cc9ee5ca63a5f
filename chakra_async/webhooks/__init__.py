"""Receiving what ChakraHQ reports: events, and an inbox that keeps them until they are handled."""
