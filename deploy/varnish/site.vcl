# What differs from site to site: the public name and the nodes. Included by parley.vcl.

sub site_recv {
    # The nodes are always asked under the public name, whatever the client wrote.
    set req.http.Host = "parley.example";
}

# A node has 8 threads; 32 requests under way are these and a short queue. What is more goes to another node, or is told to come again.
backend node1 { .host = "10.77.0.11"; .port = "8000"; .max_connections = 32; .probe = ready; }
backend node2 { .host = "10.77.0.12"; .port = "8000"; .max_connections = 32; .probe = ready; }
backend node3 { .host = "10.77.0.13"; .port = "8000"; .max_connections = 32; .probe = ready; }

sub vcl_init {
    new nodes = directors.shard();
    nodes.add_backend(node1);
    nodes.add_backend(node2);
    nodes.add_backend(node3);
    nodes.reconfigure();
}
