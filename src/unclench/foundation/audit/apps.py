"""The app that holds the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "unclench.foundation.audit"
    label = "audit"
    verbose_name = "Audit trail"
