"""Sound and picture: timeline and clips joined into MP3 and MP4. The only code that touches codecs."""
