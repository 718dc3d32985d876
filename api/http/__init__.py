"""HTTP: one request, its response, its errors, and the decorators that views use."""
