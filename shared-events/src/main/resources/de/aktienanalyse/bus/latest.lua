-- Says one LATEST event unless a newer one of its routing key is there.
-- KEYS 1 hash routing_key -> envelope with position
-- ARGV 1 routing_key, 2 version in ms, 3 counter, 4 the envelope as JSON without a position
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if kept then
  local ms, counter = string.match(kept, '"position":"latest@(%d+)%-(%d+)"}$')
  if ms then
    local newer = tonumber(ARGV[2]) - tonumber(ms)
    if newer < 0 or (newer == 0 and tonumber(ARGV[3]) <= tonumber(counter)) then
      return 0
    end
  end
end
local text = string.sub(ARGV[4], 1, -2) .. ',"position":"latest@' .. ARGV[2] .. '-' .. ARGV[3] .. '"}'
redis.call('HSET', KEYS[1], ARGV[1], text)
redis.pcall('PUBLISH', ARGV[1], text)
return 1
