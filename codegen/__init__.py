"""The generator: it turns the description in `openapi/` into the package's models and resources.

Run `python -m codegen` after changing the description, and `python -m codegen --check` to see whether what is
committed is what the description gives.
"""
