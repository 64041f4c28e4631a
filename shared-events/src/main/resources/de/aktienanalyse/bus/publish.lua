-- Says one EVERY event: numbers it, keeps it, announces it. All checks first, then all writes: a script does not
-- roll back.
-- KEYS 1 stream, 2 meta of the same partition
-- ARGV 1 run_id of this Redis, 2 now in ms, 3 producer, 4 its number, 5 the number before, 6 channel,
--      7 <family>.<p>, 8 the envelope as JSON without a position
local meta = redis.call('HMGET', KEYS[2], 'run_id', 'epoch', 'sequence', 'producer:' .. ARGV[3])
local last = tonumber(meta[4] or '0')
local number = tonumber(ARGV[4])
if number <= last then
  return {'DUP', string.format('%.0f', last)}
end
if tonumber(ARGV[5]) ~= last then
  return {'GAP', string.format('%.0f', last)}
end

local epoch = tonumber(meta[2] or '0')
local sequence = tonumber(meta[3] or '0')
local opened = meta[1] ~= ARGV[1]
if opened then
  -- Another life of Redis: what it forgot must not be taken for what comes now. The sequence goes on.
  if epoch > 0 then
    redis.call('HSET', KEYS[2], 'end:' .. string.format('%.0f', epoch), string.format('%.0f', sequence))
  end
  epoch = math.max(tonumber(ARGV[2]), epoch + 1)
end
sequence = sequence + 1

local function place()
  local id = string.format('%.0f-%.0f', epoch, sequence)
  local text = string.sub(ARGV[8], 1, -2) .. ',"position":"' .. ARGV[7] .. '@' .. id .. '"}'
  return id, text, redis.pcall('XADD', KEYS[1], id, 'event', text)
end

local id, text, added = place()
if type(added) == 'table' and added.err then
  if not string.find(added.err, 'equal or smaller', 1, true) then
    return redis.error_reply(added.err)
  end
  -- Somebody's hand put an entry with a later id into the stream: go on behind it, in an epoch of its own.
  local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
  if #top == 0 then
    return redis.error_reply(added.err)
  end
  redis.call('HSET', KEYS[2], 'end:' .. string.format('%.0f', epoch), string.format('%.0f', sequence - 1))
  epoch = math.max(tonumber(ARGV[2]), tonumber(string.match(top[1][1], '^(%d+)-')) + 1)
  id, text, added = place()
  if type(added) == 'table' and added.err then
    return redis.error_reply(added.err)
  end
end
redis.call('HSET', KEYS[2], 'run_id', ARGV[1], 'epoch', string.format('%.0f', epoch),
  'sequence', string.format('%.0f', sequence), 'producer:' .. ARGV[3], string.format('%.0f', number))
-- The stream is the truth, the message only a hint: a denied PUBLISH must not undo the rest.
redis.pcall('PUBLISH', ARGV[6], text)
return {'OK', id}
