"""Voices: text -> clips. A ready pack, embedded engines, Piper, recorded people; and the cache of clips."""
