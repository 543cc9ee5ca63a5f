"""What the sandbox remembers, one store for each kind of object."""
