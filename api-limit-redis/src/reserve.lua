-- Reserves times for the callers of one limiter, by the clock of Redis alone. All times are whole microseconds.
--
-- KEYS: the schedule of the endpoint (a time before which all is reserved), the buckets of the app (a hash of counts),
-- and the limiters that were seen (a sorted set by time). All have the same hash tag.
-- ARGV: see the names below; then, for each caller, the longest time that it can wait.
-- Returns the time, the number of limiters and the new schedule; then, for each caller, the time reserved for it, or
-- the negative time at which one would be free. Returns the time alone if the request is older than it should be, or if
-- the clock was set: nobody may be waiting for it, or what it says is by another clock.
local id = ARGV[1]
local earliest, latest = tonumber(ARGV[2]), tonumber(ARGV[3])
local spacing, app_rate, app_buckets = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local window, lead, ahead = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local known, since = tonumber(ARGV[10]), tonumber(ARGV[11])
local FIXED = 11
local BUCKET = 10000
local REMEMBERED = 60000000

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
if now < earliest or now > latest then
  return {now}
end

-- Deletes a key of another type than expected, and returns true if there was one.
local function is_foreign(key, kind)
  local found = redis.call('TYPE', key).ok
  if found == kind or found == 'none' then
    return false
  end
  redis.call('DEL', key)
  return true
end

-- The limiters. An entry later than now was made before the clock was set back.
local schedule_key, app_key, limiters_key = KEYS[1], KEYS[2], KEYS[3]
is_foreign(limiters_key, 'zset')
redis.call('ZREMRANGEBYSCORE', limiters_key, '-inf', string.format('%.0f', now - REMEMBERED))
redis.call('ZREMRANGEBYSCORE', limiters_key, string.format('(%.0f', now), '+inf')
local is_first_back = false
if since > 0 then
  local others = redis.call('ZCOUNT', limiters_key, string.format('%.0f', since), '+inf')
  local own = tonumber(redis.call('ZSCORE', limiters_key, id) or '')
  if own and own >= since then
    others = others - 1
  end
  is_first_back = others == 0
end
redis.call('ZADD', limiters_key, string.format('%.0f', now), id)
redis.call('PEXPIRE', limiters_key, 2 * REMEMBERED / 1000)

-- The schedule. It is never further ahead than `ahead` and one spacing; a second more allows for a clock set back a bit.
local is_lost = is_foreign(schedule_key, 'string')
local stored = 0
local text = redis.call('GET', schedule_key)
if text then
  stored = tonumber(text)
  if not (stored and stored >= 0 and stored <= now + ahead + spacing + 1000000) then
    stored, is_lost = 0, true
  end
end
if known > now and stored < known then
  is_lost = true
end
local first = now + lead
local is_changed = false
if is_lost or is_first_back then
  -- Times may be in use that no key tells of. They end within a window.
  first = math.max(first, now + window)
  is_changed = true
end
local next_time = math.max(stored, first)

-- The app's own rate: in any `app_buckets` buckets in a row there are at most `app_rate` times.
if app_rate > 0 then
  is_foreign(app_key, 'hash')
end
local function capacity(bucket)
  local position = bucket % app_buckets
  return math.floor((position + 1) * app_rate / app_buckets) - math.floor(position * app_rate / app_buckets)
end
local function used(bucket)
  return tonumber(redis.call('HGET', app_key, string.format('%.0f', bucket)) or '') or 0
end
-- The earliest time from `from` on that the app's rate allows, or one that is too late for all.
local function allowed(from)
  if app_rate == 0 then
    return from
  end
  local bucket = math.floor(from / BUCKET)
  while used(bucket) >= capacity(bucket) do
    bucket = bucket + 1
    if bucket * BUCKET > now + ahead + spacing then
      break
    end
  end
  return math.max(from, bucket * BUCKET)
end

local result = {now, redis.call('ZCARD', limiters_key), 0}
local is_app_changed = false
for caller = FIXED + 1, #ARGV do
  local at = allowed(next_time)
  if at - now > tonumber(ARGV[caller]) then
    result[#result + 1] = -at
  else
    result[#result + 1] = at
    next_time = at + spacing
    is_changed = true
    if app_rate > 0 then
      redis.call('HINCRBY', app_key, string.format('%.0f', math.floor(at / BUCKET)), 1)
      is_app_changed = true
    end
  end
end
result[3] = next_time

if is_changed then
  local millis = math.ceil((next_time - now) / 1000) + 1000
  redis.call('SET', schedule_key, string.format('%.0f', next_time), 'PX', string.format('%.0f', millis))
end
if is_app_changed then
  redis.call('PEXPIRE', app_key, string.format('%.0f', math.ceil((ahead + spacing) / 1000) + 2000))
  if redis.call('HLEN', app_key) > 1000 then
    for _, field in ipairs(redis.call('HKEYS', app_key)) do
      local bucket = tonumber(field)
      if not bucket or bucket < math.floor(now / BUCKET) then
        redis.call('HDEL', app_key, field)
      end
    end
  end
end
return result
