"""What every package may lean on: errors that say what, where and how to mend it."""
