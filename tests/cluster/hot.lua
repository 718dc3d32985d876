-- Fifty addresses that everybody asks for, over and over.
local nouns = {"events", "claims", "statements", "agreements", "transfers"}
local requests, number = {}, 0

function init()
  for _, noun in ipairs(nouns) do
    for limit = 1, 10 do
      requests[#requests + 1] = wrk.format("GET", "/v1/" .. noun .. "?view=brief&limit=" .. limit)
    end
  end
end

function request()
  number = number % #requests + 1
  return requests[number]
end
