"""The thin shell that sends: the only place that knows aiohttp, the event loop and the clock."""
