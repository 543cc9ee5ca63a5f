"""Webhooks that a sandbox sends: what happens in it, in both of ChakraHQ's formats, signed, repeated, with faults."""
