"""What gunicorn serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from hejda_web.config.roles import refuse_other_release, refuse_powerful_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hejda_web.config.settings")
application = get_wsgi_application()
refuse_powerful_role()
refuse_other_release()
