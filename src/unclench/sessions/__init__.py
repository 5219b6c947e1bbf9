"""Sessions: script -> fitted script -> timeline -> captions, transcript, figure, manifest."""
