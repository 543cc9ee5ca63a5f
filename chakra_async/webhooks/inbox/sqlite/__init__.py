"""An inbox in an SQLite file: tables and statements, transitions, commits in groups, opening."""
