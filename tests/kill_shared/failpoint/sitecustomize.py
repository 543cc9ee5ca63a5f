"""Installs the failpoints of a trial in a worker process that was asked to have them."""

import os

from tests.kill_shared import failpoints

if failpoints.FOLDER in os.environ:
    failpoints.install()
