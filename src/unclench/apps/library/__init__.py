"""Session pages, the player, downloads, recording a voice."""
