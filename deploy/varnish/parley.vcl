# Varnish before the nodes: pins the release, caches, asks once for many, fetches whole replies and asks another node where one fails.
vcl 4.1;

import directors;
import std;

include "./release.vcl";
include "./site.vcl";

sub vcl_recv {
    call site_recv;
    # The edge says which release is served; what a client says is overwritten.
    call pin_release;

    # Nothing of these may reach a node or tell one reader's reply from another's.
    unset req.http.Authorization;
    unset req.http.Cookie;
    unset req.http.Forwarded;
    unset req.http.Proxy;
    unset req.http.X-Forwarded-For;
    unset req.http.X-Forwarded-Host;
    unset req.http.X-Forwarded-Port;
    unset req.http.X-Forwarded-Prefix;
    unset req.http.X-Forwarded-Proto;
    if (req.http.X-Request-Id !~ "^[A-Za-z0-9._-]{1,128}$") {
        set req.http.X-Request-Id = "edge-" + req.xid;
    }
    if (req.http.traceparent !~ "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$") {
        unset req.http.traceparent;
    }

    if (req.method != "GET" && req.method != "HEAD" && req.method != "OPTIONS") {
        return (synth(405));
    }
    # A fragment never travels in a request, and a # would let two requests have one key.
    if (req.url !~ "^/" || req.url ~ "#") {
        return (synth(400));
    }
    # That this tier is alive is no node's business; keepalived asks for it through nginx.
    if (req.url == "/livez") {
        return (synth(200));
    }
    # Counters are for those who run the nodes. Every letter may be written with a percent sign, and the slash too.
    if (req.url ~ "(?i)^(/|%2f)*(m|%6d)(e|%65)(t|%74)(r|%72)(i|%69)(c|%63)(s|%73)") {
        return (synth(404));
    }

    call drop_tracking;
    call normalise_accept;
    call normalise_coding;

    # A reply of a pinned release never changes, so an old copy is given at once and a new one fetched behind it. Only the
    # page of the day changes: while a node can be asked, it is.
    if (req.url ~ "^/v1/on-this-day" && std.healthy(nodes.backend(by=URL))) {
        set req.grace = 0s;
    }
    if (req.method == "OPTIONS" || req.url ~ "^/readyz") {
        return (pass);
    }
    if (req.http.Range && req.url ~ "^/v1/downloads/") {
        return (pass);
    }
    unset req.http.Range;
    unset req.http.If-Range;
    return (hash);
}

# What other sites hang on a link means nothing here, so it is no part of what is cached; the application drops it too.
sub drop_tracking {
    if (req.url ~ "[?&](utm_|fbclid|gclid|msclkid|mc_cid|mc_eid|igshid|_)") {
        set req.url = regsuball(req.url, "(?<=[?&])(utm_[^&=]*|fbclid|gclid|msclkid|mc_cid|mc_eid|igshid|_)(=[^&]*)?(&|$)", "");
        set req.url = regsub(req.url, "[?&]$", "");
    }
}

# Accept matters where no suffix names the format; what means JSON is one and the same request.
sub normalise_accept {
    if (req.url !~ "^/(v1(/|\?|$)|\?|$)" || req.url ~ "^[^?]*\.[a-z]+/?(\?|$)") {
        unset req.http.Accept;
    }
    if (req.http.Accept ~ "^ *\*/\* *$") {
        unset req.http.Accept;
    }
    # JSON by its name and without a quality is never liked less than another, whatever stands beside it.
    if (req.http.Accept ~ "(?i)(^|,) *application/json *(; *charset=[a-z0-9-]+ *)?(,|$)" && req.http.Accept !~ {"""}) {
        unset req.http.Accept;
    }
    # What takes anything and names nothing that Parley writes.
    # What Java sends unasked means anything.
    if (req.http.Accept ~ "^text/html, image/gif, image/jpeg, ") {
        unset req.http.Accept;
    }
    if (req.http.Accept ~ "\*/\*" && req.http.Accept !~ "(?i)json|text/[^x]|/atom|/geo|bibtex|ndjson|image/(svg|png)|[a-z]/\*") {
        unset req.http.Accept;
    }
    # All browsers share one page.
    if (req.http.Accept ~ "(?i)^text/html *(,|$)" && req.http.Accept !~ "(?i)json|text/[^h]|/atom|/geo|bibtex|image/(svg|png)|[a-z]/\*") {
        set req.http.Accept = "text/html";
    }
}

# A node answers in gzip or as it is, each with its own strong ETag, so Varnish keeps both and never changes a body.
sub normalise_coding {
    if (req.http.Accept-Encoding ~ "(?i)(^|[ ,])gzip *(,|$)") {
        set req.http.Accept-Encoding = "gzip";
    } elseif (req.http.Accept-Encoding !~ "(?i)gzip|\*") {
        unset req.http.Accept-Encoding;
    }
}

sub vcl_hash {
    hash_data(req.http.Parley-Release-Digest);
    hash_data(req.url);
    hash_data(req.http.Accept);
    hash_data(req.http.Accept-Encoding);
    return (lookup);
}

sub vcl_backend_fetch {
    # A retry goes to the next node in this request's own order, never to the one that failed.
    set bereq.backend = nodes.backend(by=HASH, alt=bereq.retries);
    set bereq.connect_timeout = 250ms;
    # A node stops a query after half a second, so what takes a second is a node that hangs.
    set bereq.first_byte_timeout = 1s;
    set bereq.between_bytes_timeout = 1s;
    return (fetch);
}

sub vcl_backend_response {
    # The whole reply is fetched before its first byte goes out: what breaks off half way can be asked for again.
    set beresp.do_stream = false;
    if (beresp.status >= 500) {
        # A reply that names its release was meant, as for a question that costs too much: one other node may be asked, not all.
        if (bereq.retries < 1 || (bereq.retries < 2 && !beresp.http.Parley-Release-Digest)) {
            return (retry);
        }
        if (bereq.is_bgfetch) {
            return (abandon);
        }
    }
    # A part of a large file is handed through; a client whose download breaks off asks for the rest.
    if (bereq.uncacheable && beresp.http.Content-Length ~ "^[0-9]{7}") {
        set beresp.do_stream = true;
    }
    # A whole list has no length: it is made while it is sent, is handed through as it comes, and is not kept.
    if (beresp.status == 200 && !beresp.http.Content-Length) {
        set beresp.do_stream = true;
        set beresp.uncacheable = true;
        set beresp.ttl = 2m;
        return (deliver);
    }
    if (beresp.status >= 400 || beresp.http.Cache-Control ~ "no-store") {
        # A problem bears the id of its own request, so nobody else is given it, and nobody waits for it either.
        set beresp.uncacheable = true;
        set beresp.ttl = 10s;
        set beresp.grace = 0s;
        return (deliver);
    }
    # With no node left, what is here stays readable for a day.
    set beresp.grace = 24h;
    unset beresp.http.X-Request-Id;
    unset beresp.http.traceparent;
    return (deliver);
}

sub vcl_backend_error {
    # Each node is tried once, and twice where that took time. Nodes that are all busy say so at once: to ask them again
    # would only make a refusal dearer, of which a crowd takes thousands a second.
    if (bereq.retries < 2 || (bereq.retries < 4 && beresp.time > bereq.time + 20ms)) {
        return (retry);
    }
    if (bereq.is_bgfetch) {
        return (abandon);
    }
    set beresp.status = 503;
    set beresp.reason = "Service Unavailable";
    set beresp.uncacheable = true;
    # Nobody waits for a node that hangs, as others before have. What was refused at once leaves nothing to be kept.
    set beresp.ttl = 1s;
    if (beresp.time < bereq.time + 20ms) {
        set beresp.ttl = 0s;
        set beresp.keep = 0s;
    }
    set beresp.grace = 0s;
    set beresp.http.Content-Type = "application/problem+json";
    set beresp.http.Retry-After = "5";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Access-Control-Allow-Origin = "*";
    set beresp.http.X-Content-Type-Options = "nosniff";
    set beresp.body = {"{
  "type": "https://"} + bereq.http.Host + {"/errors/unavailable",
  "title": "Not ready",
  "status": 503,
  "detail": "No server can answer this now. Ask again after Retry-After seconds.",
  "request_id": ""} + bereq.http.X-Request-Id + {""
}
"};
    return (deliver);
}

sub vcl_synth {
    set resp.http.Access-Control-Allow-Origin = "*";
    set resp.http.X-Content-Type-Options = "nosniff";
    set resp.http.X-Request-Id = req.http.X-Request-Id;
    if (req.http.traceparent) {
        set resp.http.traceparent = req.http.traceparent;
    }
    unset resp.http.X-Varnish;
    if (resp.status == 200) {
        set resp.http.Content-Type = "text/plain; charset=utf-8";
        set resp.http.Cache-Control = "no-store";
        set resp.body = {"ok
"};
        return (deliver);
    }
    if (resp.status == 405) {
        set req.http.Parley-Kind = "method-not-allowed";
        set req.http.Parley-Title = "Only reading is possible";
        set req.http.Parley-Detail = "This address answers GET, HEAD and OPTIONS only.";
        set resp.http.Allow = "GET, HEAD, OPTIONS";
    } elseif (resp.status == 404) {
        set req.http.Parley-Kind = "not-found";
        set req.http.Parley-Title = "There is nothing here";
        set req.http.Parley-Detail = "No record and no page has this address.";
    } elseif (resp.status == 400) {
        set req.http.Parley-Kind = "bad-request";
        set req.http.Parley-Title = "The request cannot be read";
        set req.http.Parley-Detail = "The address does not begin with / or holds a #.";
    } else {
        set resp.status = 503;
        set resp.reason = "Service Unavailable";
        set req.http.Parley-Kind = "unavailable";
        set req.http.Parley-Title = "Not ready";
        set req.http.Parley-Detail = "This cannot be answered now. Ask again after Retry-After seconds.";
        set resp.http.Retry-After = "5";
    }
    set resp.http.Content-Type = "application/problem+json";
    if (resp.status >= 500) {
        set resp.http.Cache-Control = "no-store";
    } else {
        set resp.http.Cache-Control = "public, max-age=10";
    }
    set resp.body = {"{
  "type": "https://"} + req.http.Host + {"/errors/"} + req.http.Parley-Kind + {"",
  "title": ""} + req.http.Parley-Title + {"",
  "status": "} + resp.status + {",
  "detail": ""} + req.http.Parley-Detail + {"",
  "request_id": ""} + req.http.X-Request-Id + {""
}
"};
    return (deliver);
}

sub vcl_deliver {
    # The id and the trace are those of this request, not of the one that filled the cache.
    set resp.http.X-Request-Id = req.http.X-Request-Id;
    unset resp.http.traceparent;
    if (req.http.traceparent) {
        set resp.http.traceparent = req.http.traceparent;
    }
    # Varnish compares one tag with one tag; of a list of them only the right one matters.
    if (resp.status == 200 && resp.http.ETag && req.http.If-None-Match) {
        if (req.http.If-None-Match == "*" || std.strstr(req.http.If-None-Match, resp.http.ETag)) {
            set req.http.If-None-Match = resp.http.ETag;
        }
    }
    # How the reply was come by, in the words of RFC 9211.
    if (obj.uncacheable) {
        set resp.http.Cache-Status = "parley; fwd=bypass";
    } elseif (obj.hits > 0 && obj.ttl > 0s) {
        set resp.http.Cache-Status = "parley; hit";
    } elseif (obj.hits > 0) {
        set resp.http.Cache-Status = "parley; hit; detail=stale";
    } else {
        set resp.http.Cache-Status = "parley; fwd=uri-miss";
    }
    unset resp.http.Via;
    unset resp.http.X-Varnish;
    return (deliver);
}
