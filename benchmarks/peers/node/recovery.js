// Socket.IO with connection state recovery, which needs the adapter on Redis Streams; the one on Pub/Sub does not know
// it. WebSocket only, without compression. The benchmark writes into the adapter's stream what its Redis emitter would.
// A session is kept when its connection ends, so SIGTERM closes them first.
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createServer } from 'node:http';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import './collect.js';

const [port, redisPort] = process.argv.slice(2);
const redis = createClient({ url: `redis://127.0.0.1:${redisPort}` });
await redis.connect();
const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(redis, { maxLen: 100_000, onlyPlaintext: true }),
  connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: true },
  transports: ['websocket'],
  perMessageDeflate: false,
});
// A connection's first request need not stay with it.
io.engine.on('connection', (socket) => { socket.request = null; });
http.listen(Number(port), '127.0.0.1', 1000);
process.once('SIGTERM', () => io.close(() => redis.quit().finally(() => process.exit())));
