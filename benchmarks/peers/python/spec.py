"""The WebSocket gateway of the project's specification (part 1) as it is written there, on FastAPI and uvicorn: what is
left out is only what the measurement never calls. Without compression and without a log."""

import asyncio
import json
import logging
import sys
import uuid
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Dict, Optional, Set

import redis.asyncio as redis
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware

PORT, REDIS_PORT = int(sys.argv[1]), int(sys.argv[2])


@dataclass
class WebSocketMessage:
    type: str
    event: str
    data: Dict[str, Any]
    timestamp: str
    correlation_id: Optional[str] = None
    source_service: Optional[str] = None
    target_client: Optional[str] = None

    @classmethod
    def create(cls, event_type, event_name, data, correlation_id=None, source=None) -> "WebSocketMessage":
        return cls(
            type=event_type,
            event=event_name,
            data=data,
            timestamp=datetime.utcnow().isoformat(),
            correlation_id=correlation_id or str(uuid.uuid4()),
            source_service=source,
        )


class ConnectionManager:
    def __init__(self):
        self.active_connections: Dict[str, WebSocket] = {}
        self.subscriptions: Dict[str, Set[str]] = {}
        self.client_metadata: Dict[str, Dict[str, Any]] = {}
        self.redis_client = None
        self.logger = logging.getLogger(__name__)

    async def initialize_redis(self):
        self.redis_client = redis.Redis(host="127.0.0.1", port=REDIS_PORT, decode_responses=True)
        # Kept, or it might be collected while it works.
        self.subscriber = asyncio.create_task(self.event_bus_subscriber())

    async def connect(self, websocket: WebSocket, client_id: str = None) -> str:
        await websocket.accept()
        if not client_id:
            client_id = str(uuid.uuid4())
        self.active_connections[client_id] = websocket
        self.client_metadata[client_id] = {
            "connected_at": datetime.utcnow().isoformat(),
            "last_activity": datetime.utcnow().isoformat(),
            "subscriptions": set(),
        }
        self.logger.info(f"WebSocket client {client_id} connected")
        await self.send_to_client(
            client_id,
            WebSocketMessage.create(
                "system",
                "connection.established",
                {"client_id": client_id, "server_time": datetime.utcnow().isoformat()},
            ),
        )
        return client_id

    async def disconnect(self, client_id: str):
        if client_id in self.active_connections:
            for event_type in list(self.subscriptions.keys()):
                if client_id in self.subscriptions[event_type]:
                    self.subscriptions[event_type].remove(client_id)
                    if not self.subscriptions[event_type]:
                        del self.subscriptions[event_type]
            del self.active_connections[client_id]
            del self.client_metadata[client_id]
            self.logger.info(f"WebSocket client {client_id} disconnected")

    async def subscribe(self, client_id: str, event_type: str):
        if event_type not in self.subscriptions:
            self.subscriptions[event_type] = set()
        self.subscriptions[event_type].add(client_id)
        self.client_metadata[client_id]["subscriptions"].add(event_type)
        self.logger.info(f"Client {client_id} subscribed to {event_type}")
        await self.send_to_client(
            client_id,
            WebSocketMessage.create(
                "system", "subscription.confirmed", {"event_type": event_type, "client_id": client_id}
            ),
        )

    async def send_to_client(self, client_id: str, message: WebSocketMessage):
        if client_id in self.active_connections:
            try:
                websocket = self.active_connections[client_id]
                await websocket.send_text(json.dumps(asdict(message)))
                self.client_metadata[client_id]["last_activity"] = datetime.utcnow().isoformat()
            except Exception as e:
                self.logger.error(f"Error sending message to client {client_id}: {str(e)}")
                await self.disconnect(client_id)

    async def broadcast_to_subscribers(self, event_type: str, message: WebSocketMessage):
        if event_type in self.subscriptions:
            subscribers = list(self.subscriptions[event_type])
            for client_id in subscribers:
                await self.send_to_client(client_id, message)

    async def event_bus_subscriber(self):
        try:
            pubsub = self.redis_client.pubsub()
            await pubsub.subscribe("aktienanalyse:events:websocket")
            async for message in pubsub.listen():
                if message["type"] == "message":
                    try:
                        event_data = json.loads(message["data"])
                        ws_message = WebSocketMessage.create(
                            event_data.get("type", "unknown"),
                            event_data.get("event", "unknown"),
                            event_data.get("data", {}),
                            event_data.get("correlation_id"),
                            event_data.get("source_service"),
                        )
                        event_type = event_data.get("event")
                        if event_type:
                            await self.broadcast_to_subscribers(event_type, ws_message)
                    except Exception as e:
                        self.logger.error(f"Error processing event bus message: {str(e)}")
        except Exception as e:
            self.logger.error(f"Event bus subscriber error: {str(e)}")


connection_manager = ConnectionManager()


@asynccontextmanager
async def lifespan(_):
    # The specification's `@app.on_event("startup")`, which newer versions of FastAPI no longer have.
    await connection_manager.initialize_redis()
    yield


app = FastAPI(title="Event-Bus WebSocket Gateway", lifespan=lifespan)
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)


@app.websocket("/ws/{client_id}")
async def websocket_endpoint(websocket: WebSocket, client_id: str = None):
    client_id = await connection_manager.connect(websocket, client_id)
    try:
        while True:
            data = await websocket.receive_text()
            try:
                message_data = json.loads(data)
                await handle_client_message(client_id, message_data)
            except json.JSONDecodeError:
                await connection_manager.send_to_client(
                    client_id,
                    WebSocketMessage.create("error", "invalid_message_format", {"error": "Invalid JSON format"}),
                )
    except WebSocketDisconnect:
        await connection_manager.disconnect(client_id)


async def handle_client_message(client_id: str, message_data: Dict[str, Any]):
    data = message_data.get("data", {})
    if message_data.get("type") == "subscription" and message_data.get("event") == "subscribe":
        for event_type in data.get("event_types", []):
            await connection_manager.subscribe(client_id, event_type)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=PORT,
        log_level="critical",
        access_log=False,
        ws_per_message_deflate=False,
        backlog=1000,
    )
