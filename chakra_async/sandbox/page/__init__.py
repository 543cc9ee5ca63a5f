"""The page of a sandbox: conversations as phones show them, and what the server did. It needs the extra `sandbox`.

`app` answers its requests, `actions` does what its forms ask for, `streams` reports changes to browsers, and the other
modules render its parts. Nothing here is imported until a sandbox with a page is started.
"""
