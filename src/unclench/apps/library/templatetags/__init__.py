"""Template tags of the session pages."""
