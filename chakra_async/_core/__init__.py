"""The pure part: what a request is, what an answer means, when to try again, who may go next.

Nothing here opens a connection, reads a clock or knows an event loop; time comes in as an argument.
"""
