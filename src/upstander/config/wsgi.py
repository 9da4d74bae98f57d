"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from upstander.record.fence.viewer import NOBODY, whole_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings")
application = get_wsgi_application()
whole_process(NOBODY)
"""What is read outside a request sees nothing of any case: the middleware says who looks."""
