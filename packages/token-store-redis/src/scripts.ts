/*
 * Each script may run twice, since clients resend a command if the connection breaks before the reply.
 * Each name that a script uses is in KEYS, or begins with one of KEYS, so that a client can add a prefix of its own. On a cluster,
 * braces in the prefix of the store keep the names in one slot.
 */

/** KEYS lease, record; ARGV holder, milliseconds. Returns the record in a list, or nil if another holder has the turn. */
export const takeTurn = `
local present = redis.call('get', KEYS[2])
if not redis.call('set', KEYS[1], ARGV[1], 'nx', 'px', ARGV[2]) and redis.call('get', KEYS[1]) ~= ARGV[1] then
  return false
end
return { present }`

/** KEYS lease; ARGV holder, milliseconds. */
export const renewTurn = `
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('pexpire', KEYS[1], ARGV[2]) end`

/** KEYS lease; ARGV holder. */
export const releaseTurn = `
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end`

/**
 * Writes the next record and ends the turn; returns 'written' or 'lost'. KEYS lease, record, index; ARGV holder, key, ttl or '',
 * then the record that the change was given and the next one, each as two arguments: 'some' or 'none', and its text.
 */
export const endTurn = `
local holder = redis.call('get', KEYS[1])
local present = redis.call('get', KEYS[2])
local function presentIs(some, text)
  if some == 'some' then return present == text end
  return not present
end
if holder ~= ARGV[1] then
  if presentIs(ARGV[6], ARGV[7]) then return 'written' end
  if holder or not presentIs(ARGV[4], ARGV[5]) then return 'lost' end
end
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[6] == 'none' then
  redis.call('del', KEYS[2])
  redis.call('zrem', KEYS[3], ARGV[2])
elseif ARGV[3] == '' then
  redis.call('set', KEYS[2], ARGV[7])
  redis.call('zadd', KEYS[3], '+inf', ARGV[2])
else
  redis.call('set', KEYS[2], ARGV[7], 'px', ARGV[3])
  redis.call('zadd', KEYS[3], now + ARGV[3], ARGV[2])
end
redis.call('zremrangebyscore', KEYS[3], '-inf', now)
redis.call('del', KEYS[1])
return 'written'`

/** Returns the keys of the stored records. KEYS index, prefix of the records. Drops from the index a key whose record is gone. */
export const listKeys = `
local listed = {}
for _, key in ipairs(redis.call('zrange', KEYS[1], 0, -1)) do
  if redis.call('exists', KEYS[2] .. key) == 1 then
    listed[#listed + 1] = key
  else
    redis.call('zrem', KEYS[1], key)
  end
end
return listed`
