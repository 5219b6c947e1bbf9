"""The source of this very site, for whoever asks: the licence promises it to everyone who uses a site."""
