// Socket.IO with connection state recovery, which needs the adapter on Redis Streams; the one on Pub/Sub does not know
// it. WebSocket only, without compression. What is published on the channel `bench` goes to every client.
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createServer } from 'node:http';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import './collect.js';

const [port, redisPort] = process.argv.slice(2);
const redis = createClient({ url: `redis://127.0.0.1:${redisPort}` });
const heard = redis.duplicate();
await Promise.all([redis.connect(), heard.connect()]);
const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(redis, { maxLen: 100_000, onlyPlaintext: true }),
  connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: true },
  transports: ['websocket'],
  perMessageDeflate: false,
});
// A connection's first request need not stay with it.
io.engine.on('connection', (socket) => { socket.request = null; });
await heard.subscribe('bench', (message) => io.emit('m', JSON.parse(message)));
http.listen(Number(port), '127.0.0.1', 1000);
