"""What a browser's part is to a program in another language: a client of the gateway on the library websockets.

    listen.py ws://127.0.0.1:8080/ws

The token is that of TOKEN; what is heard is said by redis-py on the Redis of REDIS_URL. A line per step that went well.
"""

import json
import os
import sys

import redis
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE = 30
EVENT = "portfolio.value_changed"
# Nobody else's: others use this suite too.
DEPOT = f"listen-{os.getpid()}"


def hear(wanted):
    while True:
        message = json.loads(socket.recv(timeout=PATIENCE))
        if wanted(message):
            return message


def event(name):
    return lambda message: message["event"] == name


with connect(sys.argv[1], additional_headers={"Authorization": "Bearer " + os.environ["TOKEN"]}) as socket:
    print("connected as", hear(event("connection.established"))["data"]["client_id"])

    wish = {"type": "subscription", "event": "subscribe", "correlation_id": "grün", "data": {"event_types": [EVENT]}}
    text = json.dumps(wish, ensure_ascii=False)
    socket.send([text[:7], text[7:60], "", text[60:]])
    assert hear(event("subscription.confirmed"))["correlation_id"] == "grün"
    print("subscribed in four fragments")

    assert socket.ping(b"are you there?").wait(PATIENCE)
    print("answered a protocol ping")

    said = {"type": "portfolio", "event": EVENT, "data": {"portfolio_id": DEPOT, "current_value": 101.5}}
    redis.Redis.from_url(os.environ["REDIS_URL"]).publish("aktienanalyse:events:websocket", json.dumps(said))
    assert hear(lambda message: message["data"].get("portfolio_id") == DEPOT)["data"]["current_value"] == 101.5
    print("heard an event")

    try:
        socket.send(json.dumps({"type": "ping", "data": {"filler": "x" * 64 * 1024}}))
        hear(lambda message: False)
    except ConnectionClosed as closed:
        print("closed with", closed.rcvd.code)
