"""The API's description as data, for the sandbox, the doctor and other tools."""
