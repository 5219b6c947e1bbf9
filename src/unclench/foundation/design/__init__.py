"""The look every page shares: base layout, style sheets, icons, reading settings."""
