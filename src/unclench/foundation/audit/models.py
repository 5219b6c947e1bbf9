"""The table of the audit trail."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that was done. ``actor``: ``account:ID``, or ``system`` for what a command did by itself."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(actor=""), name="audit_entry_has_an_actor"),
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_entry_has_an_action"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "at"], name="audit_entry_of_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"
