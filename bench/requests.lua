-- Sends the requests of a file in their order, over and over; a line is an address and, after a tab, the ETag to send or nothing.
-- wrk ... -s requests.lua URL -- FILE [FIRST LINE]
local requests, sent = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local address, etag = line:match("^([^\t]*)\t?(.*)$")
    local headers = {}
    for name, value in pairs(wrk.headers) do headers[name] = value end
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", address, headers)
  end
  sent = tonumber(arguments[2] or 0)
end

function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    'MEASURED {"requests": %d, "microseconds": %d, "bytes": %d, "refused": %d, "broken": %d, "late": %d, "p50": %d, "p99": %d}\n',
    summary.requests, summary.duration, summary.bytes, errors.status, errors.connect + errors.read + errors.write, errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
