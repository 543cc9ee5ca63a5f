"""The API's description as data: read by the sandbox, the doctor and other tools."""
