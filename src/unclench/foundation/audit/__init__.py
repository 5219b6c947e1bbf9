"""Who did what, when: one row beside each write, in the same transaction."""
