"""Makes the site's pages that are derived from the code: `python -m sitegen [--check]`, and hooks for mkdocs."""
