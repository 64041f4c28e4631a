// The usual server on `ws`: every message of the Redis channel to every client, without compression.
import { createClient } from 'redis';
import { WebSocketServer } from 'ws';
import './collect.js';

const [port, redisPort] = process.argv.slice(2);
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false, backlog: 1000 });
server.on('connection', (client) => client.send('{"ready":true}'));
const redis = createClient({ url: `redis://127.0.0.1:${redisPort}` });
await redis.connect();
await redis.subscribe('bench', (message) => {
  for (const client of server.clients) client.send(message, { binary: false, compress: false });
}, true);
