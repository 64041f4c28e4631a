"""The WebSocket gateway of the project's specification (part 1), as it is written there: one task hears the Redis
channel, decodes each message, and awaits for each subscriber in turn an encoding and a send. On `websockets`, without
FastAPI around it, without compression and without a log line per client."""

import asyncio
import json
import sys
import uuid
from datetime import datetime, timezone

import redis.asyncio as redis
from websockets.asyncio.server import serve

CHANNEL = "aktienanalyse:events:websocket"


def now():
    return datetime.now(timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds")


def message(kind, event, data, correlation_id=None, source=None):
    return {
        "type": kind,
        "event": event,
        "data": data,
        "timestamp": now(),
        "correlation_id": correlation_id or str(uuid.uuid4()),
        "source_service": source,
        "target_client": None,
    }


class ConnectionManager:
    def __init__(self):
        self.active_connections = {}
        self.subscriptions = {}
        self.client_metadata = {}

    async def connect(self, websocket):
        client_id = str(uuid.uuid4())
        self.active_connections[client_id] = websocket
        self.client_metadata[client_id] = {"connected_at": now(), "last_activity": now(), "subscriptions": set()}
        await self.send_to_client(
            client_id, message("system", "connection.established", {"client_id": client_id, "server_time": now()})
        )
        return client_id

    def disconnect(self, client_id):
        for subscribers in self.subscriptions.values():
            subscribers.discard(client_id)
        self.active_connections.pop(client_id, None)
        self.client_metadata.pop(client_id, None)

    async def subscribe(self, client_id, event_type):
        self.subscriptions.setdefault(event_type, set()).add(client_id)
        self.client_metadata[client_id]["subscriptions"].add(event_type)
        await self.send_to_client(
            client_id,
            message("system", "subscription.confirmed", {"event_type": event_type, "client_id": client_id}),
        )

    async def send_to_client(self, client_id, what):
        websocket = self.active_connections.get(client_id)
        if websocket is None:
            return
        try:
            await websocket.send(json.dumps(what))
            self.client_metadata[client_id]["last_activity"] = now()
        except Exception:
            self.disconnect(client_id)

    async def broadcast_to_subscribers(self, event_type, what):
        for client_id in list(self.subscriptions.get(event_type, ())):
            await self.send_to_client(client_id, what)

    async def event_bus_subscriber(self, port):
        pubsub = redis.Redis(host="127.0.0.1", port=port, decode_responses=True).pubsub()
        await pubsub.subscribe(CHANNEL)
        async for heard in pubsub.listen():
            if heard["type"] == "message":
                event = json.loads(heard["data"])
                what = message(
                    event.get("type", "unknown"),
                    event.get("event", "unknown"),
                    event.get("data", {}),
                    event.get("correlation_id"),
                    event.get("source_service"),
                )
                await self.broadcast_to_subscribers(event.get("event"), what)


async def main(port, redis_port):
    manager = ConnectionManager()

    async def endpoint(websocket):
        client_id = await manager.connect(websocket)
        try:
            async for text in websocket:
                asked = json.loads(text)
                if asked.get("type") == "subscription" and asked.get("event") == "subscribe":
                    for event_type in asked.get("data", {}).get("event_types", []):
                        await manager.subscribe(client_id, event_type)
        finally:
            manager.disconnect(client_id)

    async with serve(endpoint, "127.0.0.1", port, compression=None, ping_interval=None, backlog=1000):
        await manager.event_bus_subscriber(redis_port)


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
