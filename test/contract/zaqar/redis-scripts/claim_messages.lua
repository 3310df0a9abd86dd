-- Claims the oldest free messages of a queue and gives their ids. KEYS: the queue's sorted set of message ids.
-- ARGV: now, how many at most, the claim's id and expiry, the least time to live of claimed messages and when that ends.
local now, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local claimed = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if #claimed == limit then break end
  local message = redis.call('HMGET', id, 'c', 'c.e', 'e', 'd')
  local claim_ends, ends, delayed = tonumber(message[2]), tonumber(message[3]), tonumber(message[4])
  if ends ~= nil and ends > now and (message[1] == '' or claim_ends <= now) and (delayed == nil or delayed <= now) then
    redis.call('HMSET', id, 'c', ARGV[3], 'c.e', ARGV[4])
    if ends < tonumber(ARGV[6]) then
      redis.call('HMSET', id, 't', ARGV[5], 'e', ARGV[6])
      redis.call('EXPIRE', id, ARGV[5])
    end
    claimed[#claimed + 1] = id
  end
end
return claimed
