"""What gunicorn serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from hejda_web.config.roles import refuse_other_release, refuse_powerful_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hejda_web.config.settings")
application = get_wsgi_application()
refuse_powerful_role()
refuse_other_release()
connections.close_all()  # gunicorn loads this once and parts after: no connection may be shared

# A page makes tens of thousands of objects that go by themselves: the collector looks seldom, and never
# again at what the application itself is made of.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
