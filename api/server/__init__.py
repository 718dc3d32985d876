"""The server: settings, metrics, logs, and all that touches gunicorn."""
