"""Pages that editors write, in Wagtail."""
