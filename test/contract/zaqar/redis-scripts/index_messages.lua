-- Puts messages at the end of a queue. KEYS: the queue's sorted set of message ids, its counter of ranks. ARGV: how many, their ids.
local last = redis.call('INCRBY', KEYS[2], ARGV[1])
local count = tonumber(ARGV[1])
for i = 1, count do
  redis.call('ZADD', KEYS[1], last - count + i, ARGV[i + 1])
end
