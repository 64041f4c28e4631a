// Socket.IO with its Redis adapter, WebSocket only, without compression. The benchmark publishes what its Redis
// emitter would. Connection state recovery is not on: this adapter does not know it.
import { createAdapter } from '@socket.io/redis-adapter';
import { createServer } from 'node:http';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import './collect.js';

const [port, redisPort] = process.argv.slice(2);
const pub = createClient({ url: `redis://127.0.0.1:${redisPort}` });
const sub = pub.duplicate();
await Promise.all([pub.connect(), sub.connect()]);
const http = createServer();
const io = new Server(http, { adapter: createAdapter(pub, sub), transports: ['websocket'], perMessageDeflate: false });
// A connection's first request need not stay with it.
io.engine.on('connection', (socket) => { socket.request = null; });
http.listen(Number(port), '127.0.0.1', 1000);
