"""Sessions: script -> fitted script -> timeline -> captions, transcript, figure, manifest. Values in, values out."""
