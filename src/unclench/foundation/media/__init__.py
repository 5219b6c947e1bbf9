"""Media answers: byte ranges, conditional requests, file names; as fast as each listener reads."""
