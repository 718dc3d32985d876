# The smallest Varnish that the hostile suite can be run against: whole objects, only reading, errors as problems.
vcl 4.1;

backend default {
  .host = "@host@";
  .port = "@port@";
}

sub vcl_recv {
  if (req.method != "GET" && req.method != "HEAD" && req.method != "OPTIONS") {
    return (synth(405));
  }
  # No request has a body; one that says so is not read on.
  if (req.http.Transfer-Encoding || (req.http.Content-Length && req.http.Content-Length != "0")) {
    return (synth(400));
  }
  if (req.http.Upgrade) {
    unset req.http.Upgrade;
    unset req.http.Connection;
  }
  # The application knows which files have parts, and says so in a problem where a part is missing.
  if (req.http.Range && req.url ~ "^/v1/downloads/") {
    return (pass);
  }
  unset req.http.Cookie;
  unset req.http.Authorization;
}

sub vcl_backend_fetch {
  # What is kept is given to others, who must not be told the ids of whoever asked first.
  unset bereq.http.X-Request-Id;
  unset bereq.http.traceparent;
}

sub vcl_synth {
  set resp.http.Content-Type = "application/problem+json";
  set resp.http.Cache-Control = "no-store";
  set resp.http.X-Content-Type-Options = "nosniff";
  set resp.http.X-Request-Id = "varnish-" + req.xid;
  set resp.http.Connection = "close";
  set resp.body = {"{"type": "http://localhost:8000/errors/bad-request", "title": "The request cannot be read",
 "detail": "A request to read has no body.", "request_id": "varnish-"} + req.xid + {"", "status": 400}
"};
  if (resp.status == 405) {
    set resp.http.Allow = "GET, HEAD, OPTIONS";
    set resp.body = {"{"type": "http://localhost:8000/errors/method-not-allowed", "title": "Only reading is possible",
 "detail": "This address answers GET, HEAD and OPTIONS only.", "request_id": "varnish-"} + req.xid + {"", "status": 405}
"};
  }
  return (deliver);
}

sub vcl_backend_error {
  set beresp.http.Content-Type = "application/problem+json";
  set beresp.http.Retry-After = "5";
  set beresp.body = {"{"type": "http://localhost:8000/errors/unavailable", "title": "Not ready",
 "detail": "No server can be reached.", "request_id": "varnish-"} + bereq.xid + {"", "status": 503}
"};
  return (deliver);
}
