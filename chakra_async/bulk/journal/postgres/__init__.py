"""A journal in PostgreSQL: one list for many processes and machines, each row sent once."""
