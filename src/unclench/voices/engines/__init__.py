"""Engines turn text into raw sound, each in a child process of its own: their libraries keep global state."""
