"""What every app stands on: the audit trail, media answers, safe headers, the base layout."""
