"""Sources of rows: tables in files, and iterables that a program gives."""
