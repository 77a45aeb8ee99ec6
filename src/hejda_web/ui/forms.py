"""How forms look: each field with its label, help and fault, in plain HTML."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields from our own template."""

    field_template_name = "ui/field.html"
