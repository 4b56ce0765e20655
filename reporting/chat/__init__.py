"""Live chat. Its truth is the database: what is said is stored, then acknowledged, then the others are woken to read it."""
