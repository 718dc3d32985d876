"""Middleware: what a request passes before its view, outermost first: access log, cache, suffix, fast path, Flask."""
