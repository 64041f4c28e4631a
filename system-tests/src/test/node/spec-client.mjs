// spec-client.mjs URL SPEC-CLIENT.TS: runs the spec's own client on a page of the gateway's origin.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { web, withPage } from './chromium.mjs';

const [url, source] = process.argv.slice(2);
const { transformWithOxc } = await import(pathToFileURL(web.resolve('vite')).href);
const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source, { target: 'es2022', sourcemap: false });

// Runs in the page, in one scope with the client's classes.
async function drive(socketUrl) {
  /* global WebSocketEventClient */
  const client = new WebSocketEventClient(socketUrl, {
    event_types: ['market.price_update', 'portfolio.update'],
    auto_reconnect: true,
    heartbeat_interval: 1000,
  });
  const heard = {};
  const next = (event, wanted = () => true) =>
    new Promise((resolve) => client.on(event, (message) => wanted(message) && resolve(message)));
  const welcome = next('connection.established', (message) => message.data?.client_id);
  const confirmed = next('subscription.confirmed');
  const price = next('market.price_update');
  const update = next('portfolio.update');
  await client.connect();
  await welcome;
  heard.confirmed = await confirmed;
  heard.price = await price;
  // Limits are per user, and another page of this user may just have asked much.
  do {
    if (heard.answer) await new Promise((again) => setTimeout(again, 300));
    const answer = next('refresh_portfolio.response');
    client.sendUserCommand('refresh_portfolio', {});
    heard.answer = await answer;
  } while (heard.answer.data?.result?.code === 'rate_limited');
  heard.update = await update;
  heard.status = client.getConnectionStatus();
  heard.client_id = client.getClientId();
  client.disconnect();
  return heard;
}

await withPage(url, async (page) => {
  await page.goto(url);
  const socketUrl = url.replace(/^http/, 'ws') + 'ws';
  const seen = page.evaluate(`(() => { ${code}\n return (${drive})(${JSON.stringify(socketUrl)}); })()`);
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('the client did not hear all in 45 s')), 45_000).unref());
  return Promise.race([seen, late]);
});
