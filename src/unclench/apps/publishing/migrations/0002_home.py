"""The home page as a site begins with it, and what the editor's role may do."""

import json

from django.db import migrations
from django.utils import timezone

HEADLINE = "Let go, one muscle at a time"
INTRO = (
    "<p>A calm voice guides you around your body. You tighten a muscle a little, then let it go, and feel the "
    "difference. Where tightening is not for you, you only let go.</p>"
    "<p>You can lie down, or sit in a chair or wheelchair. You need no account.</p>"
)
BODY = [
    {
        "type": "sessions",
        "id": "5f1c7d0e-6a2b-4f43-9b63-0d5f6a0f1a01",
        "value": {
            "heading": "Or choose another",
            "text": "Pick the one that fits today. You can stop at any time.",
            "sessions": ["full", "seven", "four", "release-only"],
        },
    },
    {
        "type": "text",
        "id": "5f1c7d0e-6a2b-4f43-9b63-0d5f6a0f1a02",
        "value": {
            "heading": "Made to fit your body",
            "text": (
                "<p>Each session can leave out a leg, an arm, or any other part. It can be gentler, or ask for no "
                "tightening at all. It can be longer or shorter. The voice then speaks only of what you do.</p>"
            ),
        },
    },
    {
        "type": "text",
        "id": "5f1c7d0e-6a2b-4f43-9b63-0d5f6a0f1a05",
        "value": {
            "heading": "What it is, and what it is not",
            "text": (
                "<p>This is progressive muscle relaxation: a skill that grows with practice. In a study from 2012, "
                "32 people with MS practised it every day for six weeks. Afterwards they felt less tired and slept "
                "better. It was a small study with no comparison group, so it cannot tell how much of that came from "
                "the practice.</p>"
                "<p>Later studies are promising, and most of them are small. It is not a treatment, and it does not "
                "change MS itself. It may help you rest.</p>"
            ),
        },
    },
    {
        "type": "text",
        "id": "5f1c7d0e-6a2b-4f43-9b63-0d5f6a0f1a03",
        "value": {
            "heading": "Before you begin",
            "text": (
                "<ul><li>If something hurts, stop that part and let it rest.</li>"
                "<li>If tightening sets off a spasm or cramp, choose “only let go” for that part.</li>"
                "<li>If you had surgery or an injury of late, or have a heart or lung condition, ask your nurse or "
                "doctor first.</li>"
                "<li>Do not practise while driving or cooking. You may fall asleep, and that is fine.</li></ul>"
            ),
        },
    },
    {
        "type": "sessions",
        "id": "5f1c7d0e-6a2b-4f43-9b63-0d5f6a0f1a04",
        "value": {
            "heading": "Quieter still",
            "text": "Nothing is tightened in any of these.",
            "sessions": ["breathing", "recall", "imagery"],
        },
    },
]
EDITOR_MAY = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def make_home(apps, schema_editor):
    home_page = apps.get_model("publishing", "HomePage")
    page = apps.get_model("wagtailcore", "Page")
    content_type = apps.get_model("contenttypes", "ContentType")
    kind, _ = content_type.objects.get_or_create(app_label="publishing", model="homepage")
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    page.objects.filter(depth__gt=1).delete()
    root = page.objects.get(depth=1)
    now = timezone.now()
    home = home_page.objects.create(
        title="Unclench",
        draft_title="Unclench",
        slug="home",
        content_type=kind,
        path=root.path + "0001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=apps.get_model("wagtailcore", "Locale").objects.get(),
        first_published_at=now,
        last_published_at=now,
        headline=HEADLINE,
        intro=INTRO,
        body=json.dumps(BODY),
    )
    page.objects.filter(pk=root.pk).update(numchild=1)
    apps.get_model("wagtailcore", "Site").objects.create(
        hostname="localhost", site_name="Unclench", root_page_id=home.pk, is_default_site=True
    )


def let_editors_edit(apps, schema_editor):
    """Wagtail's own two groups go; the editor's role takes their place, at the top of the tree."""
    group = apps.get_model("auth", "Group")
    permission = apps.get_model("auth", "Permission")
    page_rights = apps.get_model("wagtailcore", "GroupPagePermission")
    group.objects.filter(name__in=("Editors", "Moderators")).delete()
    editor = group.objects.get(name="editor")
    editor.permissions.add(permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for codename in EDITOR_MAY:
        right = permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        page_rights.objects.create(group=editor, page=root, permission=right)


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
        ("people", "0002_roles"),
        ("wagtailadmin", "0006_formstate"),
    ]
    operations = [
        migrations.RunPython(make_home, migrations.RunPython.noop),
        migrations.RunPython(let_editors_edit, migrations.RunPython.noop),
    ]
