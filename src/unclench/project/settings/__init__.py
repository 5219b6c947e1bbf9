"""Settings: ``embedded`` (what ``unclench serve`` runs), ``server`` (behind a proxy with TLS), ``test``."""
