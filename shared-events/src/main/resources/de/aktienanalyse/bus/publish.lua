-- Says EVERY events of one partition: numbers them, keeps them, announces them. All checks first, then all writes: a
-- script does not roll back.
-- KEYS 1 stream, 2 meta of the same partition
-- ARGV 1 run_id of this Redis, 2 now in ms, 3 producer, 4 its number of the first event (those behind it have the next
--      ones), 5 the number before the first, 6 <family>.<p>, then for each event 7, 9, … its channel, 8, 10, … the
--      envelope as JSON without a position
-- Answers OK, the position of the last and how many were new; or DUP or GAP and the last number known.
local at = 7
local events = (#ARGV - 6) / 2
local meta = redis.call('HMGET', KEYS[2], 'run_id', 'epoch', 'sequence', 'producer:' .. ARGV[3])
local last = tonumber(meta[4] or '0')
local number = tonumber(ARGV[4])
if number + events - 1 <= last then
  return {'DUP', string.format('%d', last)}
end
if number <= last then
  -- The first ones are there already: they came through, the answer did not.
  at = at + 2 * (last + 1 - number)
  events = events - (last + 1 - number)
elseif tonumber(ARGV[5]) ~= last then
  return {'GAP', string.format('%d', last)}
else
  last = number - 1
end

local epoch = tonumber(meta[2] or '0')
local sequence = tonumber(meta[3] or '0')
local opened = meta[1] ~= ARGV[1]
if opened then
  -- Another life of Redis: what it forgot must not be taken for what comes now. The sequence goes on.
  if epoch > 0 then
    redis.call('HSET', KEYS[2], 'end:' .. string.format('%d', epoch), string.format('%d', sequence))
  end
  epoch = math.max(tonumber(ARGV[2]), epoch + 1)
end

local function add(envelope)
  local id = string.format('%d-%d', epoch, sequence + 1)
  local text = string.sub(envelope, 1, -2) .. ',"position":"' .. ARGV[6] .. '@' .. id .. '"}'
  return redis.pcall('XADD', KEYS[1], id, 'event', text), text, id
end

local added, text, id
local said = 0
for i = at, #ARGV, 2 do
  added, text, id = add(ARGV[i + 1])
  if type(added) == 'table' and said == 0 and string.find(added.err, 'equal or smaller', 1, true) then
    -- Somebody's hand put an entry with a later id into the stream: go on behind it, in an epoch of its own.
    local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
    if #top > 0 then
      redis.call('HSET', KEYS[2], 'end:' .. string.format('%d', epoch), string.format('%d', sequence))
      epoch = math.max(tonumber(ARGV[2]), tonumber(string.match(top[1][1], '^(%d+)-')) + 1)
      added, text, id = add(ARGV[i + 1])
    end
  end
  if type(added) == 'table' then
    break
  end
  sequence = sequence + 1
  said = said + 1
  -- The stream is the truth, the message only a hint: a denied PUBLISH must not undo the rest.
  redis.pcall('PUBLISH', ARGV[i], text)
end
if said > 0 then
  redis.call('HSET', KEYS[2], 'run_id', ARGV[1], 'epoch', string.format('%d', epoch),
    'sequence', string.format('%d', sequence), 'producer:' .. ARGV[3], string.format('%d', last + said))
end
if said < events then
  return redis.error_reply(added.err)
end
return {'OK', id, string.format('%d', said)}
