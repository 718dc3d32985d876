-- Addresses of lists and searches that nobody asked for before, so that no cache can answer, each a page as long as it
-- is for those who say nothing and every twentieth as text, for people; counts the replies by their status.
-- wrk ... -s misses.lua URL -- SEED PAUSE: each connection asks again after so many milliseconds.
local nouns = {"events", "claims", "statements", "proposals", "agreements", "transfers", "documents"}
local words = {"talks", "ceasefire", "exchange", "bodies", "istanbul", "energy", "grain", "letter", "truce", "prisoners"}
local threads, days, number = {}, {}, 0
statuses = {}

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("part", #threads)
end

function init(arguments)
  seed = tonumber(arguments[1]) + part
  math.randomseed(seed)
  pause = tonumber(arguments[2])
  local first = os.time({year = 2022, month = 2, day = 24, hour = 12})
  for day = 1, 1500 do days[day] = os.date("%Y-%m-%d", first + 86400 * day) end
  -- The head is the same for all: wrk.format would make a table of headers for each request.
  after = " HTTP/1.1\r\n"
  for name, value in pairs(wrk.headers) do after = after .. name .. ": " .. value .. "\r\n" end
  after = after .. "\r\n"
end

function request()
  number = number + 1
  if number % 50 == 0 then
    return string.format("GET /v1/search?q=%s%%20-x%xx%x%s", words[math.random(#words)], seed, number, after)
  end
  local one, other, suffix = math.random(#days), math.random(#days), number % 20 == 7 and ".txt" or ""
  return string.format(
    "GET /v1/%s%s?from=%s&to=%s%s", nouns[math.random(#nouns)], suffix, days[math.min(one, other)],
    days[math.max(one, other)], after)
end

-- Not always the same, or all would come at once.
function delay()
  return math.random(0, 2 * pause)
end

function response(status)
  statuses[status] = (statuses[status] or 0) + 1
end

function done(summary, latency, _)
  local counts, all = {}, {}
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do counts[status] = (counts[status] or 0) + count end
  end
  for status, count in pairs(counts) do all[#all + 1] = string.format('"%d": %d', status, count) end
  local errors = summary.errors
  io.write(string.format(
    'MEASURED {"statuses": {%s}, "seconds": %f, "broken": %d, "late": %d, "p50_ms": %f, "p99_ms": %f}\n',
    table.concat(all, ", "), summary.duration / 1e6, errors.connect + errors.read + errors.write, errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
