"""An inbox in PostgreSQL: address and connection, tables, transitions."""
