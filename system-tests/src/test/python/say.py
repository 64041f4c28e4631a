"""What a program in another language does: says something on the bus with redis-py and nothing of ours.

    say.py publish CHANNEL < message      plain PUBLISH
    say.py inbox < message                XADD aktienanalyse:inbox * event <message>

The Redis is that of REDIS_URL.
"""

import os
import sys

import redis

client = redis.Redis.from_url(os.environ["REDIS_URL"])
message = sys.stdin.read()
if sys.argv[1] == "publish":
    client.publish(sys.argv[2], message)
else:
    client.xadd("aktienanalyse:inbox", {"event": message})
