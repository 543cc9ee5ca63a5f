"""The parts of the reader of phone numbers: spellings, the table of ranges, national numbers, and the error.

`chakra_async.phone` is what others import.
"""
