# The release that is served: none is pinned yet, each node answers from its own pointer. `deploy/rollout` replaces this file.

probe ready {
    .request = "GET /readyz HTTP/1.1" "Host: localhost" "Connection: close";
    .interval = 300ms; .timeout = 600ms; .window = 4; .threshold = 2;
}

sub pin_release {
    unset req.http.Parley-Release-Digest;
}
