"""How gunicorn serves the site: `python -m gunicorn -c config/gunicorn.py`, from the repository's root."""

import gc
import os

# A page makes some ten thousand objects and leaves none: Python need not look for garbage in the midst of it.
gc.set_threshold(10_000, 20, 20)

wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", min(os.cpu_count() or 1, 4)))
threads = 4
keepalive = 5  # seconds

# A state of many filters makes a long address; the default refuses it at 4,094 bytes.
limit_request_line = 8190

# The control socket stands at one fixed path, where two sites of one user would meet.
control_socket_disable = True

# Only Django decides what a proxy may say, see BEHIND_PROXY.
secure_scheme_headers = {}
forwarder_headers = ""

# Neither the visitor's address nor what was searched for: nobody is tracked.
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms %({x-request-id}o)s'
if os.environ.get("LOG_FORMAT") == "json":
    access_log_format = (
        '{"time": "%(t)s", "method": "%(m)s", "path": "%(U)s", "status": "%(s)s", "bytes": "%(B)s",'
        ' "ms": "%(M)s", "request": "%({x-request-id}o)s"}'
    )

# No page needs a statement that takes longer; commands of manage.py may.
os.environ.setdefault("STATEMENT_TIMEOUT", "60")  # seconds
