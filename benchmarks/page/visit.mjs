// visit.mjs WEB-FOLDER: a user's Chromium on the page of the gateway. Takes one JSON a line, `{"do": …}`, and answers
// each with one; PageBench says what to do when. TRACES names a folder for what the tools of a browser can show.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CATEGORIES, framesOf } from './trace.mjs';

const PATIENCE_MS = 30_000;
const PASSWORD = 'zwölf-wilde-Zebras';

const web = createRequire(join(process.argv[2], 'package.json'));
const { chromium } = web('playwright-core');
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
const context = await browser.newContext({ locale: 'de-DE' });
await context.addInitScript(observe);
let page = await newPage();

const ACTIONS = { setUp, open, measure, shown, received };
for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...what } = JSON.parse(line);
  const answer = await ACTIONS[name](what).catch((error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(answer ?? {})}\n`);
}
await browser.close();

function findChromium() {
  for (const name of [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome']) {
    if (!name) continue;
    try {
      return execFileSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error('no Chromium: install it, or name it in CHROMIUM');
}

// Runs in the page before its own scripts.
function observe() {
  const seen = (globalThis.seen = { shifts: [], longTasks: [] });
  const note = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  note('longtask', ({ duration }) => seen.longTasks.push(duration));
  note('layout-shift', ({ value, sources }) =>
    seen.shifts.push({
      value,
      of: sources.map(({ node, previousRect: from, currentRect: to }) => ({
        node: `${(node?.parentElement ?? node)?.className} ${node?.textContent}`,
        from: `${from.x} ${from.y} ${from.width}`,
        to: `${to.x} ${to.y} ${to.width}`,
      })),
    }));
}

async function newPage() {
  const made = await context.newPage();
  made.setDefaultTimeout(PATIENCE_MS);
  made.on('pageerror', (error) => console.error(error));
  return made;
}

async function setUp({ url, token }) {
  await page.goto(`${url}einrichten#token=${token}`);
  await page.fill('[name=name]', 'Anna');
  await page.fill('[name=password]', PASSWORD);
  await page.click('aa-setup form button.button-primary');
  await connected();
}

// A page of its own for each view, so that its counts begin at nothing.
async function open({ url, hash, width, height, shares }) {
  await page.close();
  page = await newPage();
  await page.setViewportSize({ width, height });
  await page.goto(url + hash);
  await connected();
  if (hash.startsWith('#/maerkte')) {
    await page.waitForFunction((n) => document.querySelectorAll('.quotes tbody tr').length >= n, shares);
  }
  if (hash.startsWith('#/maerkte/')) await page.locator('.chart-canvas:not([data-quiet]) canvas').first().waitFor();
  if (hash.startsWith('#/orders')) await page.waitForFunction(() => /\d/.test(document.querySelector('#ticket-symbol-help')?.textContent));
  return { rows: Object.keys(await page.evaluate(rowsInView)).length };
}

function connected() {
  return page.locator('.chip-link[data-status=connected]').waitFor();
}

async function measure({ seconds }) {
  const tools = await context.newCDPSession(page);
  const before = await heap(tools);
  await page.evaluate(() => Object.values(globalThis.seen).forEach((list) => list.splice(0)));
  await browser.startTracing(page, { categories: CATEGORIES });
  await new Promise((done) => setTimeout(done, seconds * 1000));
  const trace = await browser.stopTracing();
  if (process.env.TRACES) await writeFile(join(process.env.TRACES, `${Date.now()}.json`), trace);
  const seen = await page.evaluate(() => globalThis.seen);
  for (const shift of seen.shifts) console.error(JSON.stringify(shift));
  const grown = (await heap(tools)) - before;
  await tools.detach();
  return { ...framesOf(JSON.parse(trace.toString())), ...seen, grown };
}

async function heap(tools) {
  await tools.send('HeapProfiler.collectGarbage');
  return (await tools.send('Runtime.getHeapUsage')).usedSize;
}

// Runs in the page. Rows elsewhere are not painted until they come into view.
function rowsInView() {
  const rows = [...document.querySelectorAll('.quotes tbody tr')].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  return Object.fromEntries(rows.map((row) => [row.dataset.symbol, row.querySelector('.col-price .live').textContent]));
}

// Every price that the page shows, each where it stands: `[symbol, text]`. A table is scrolled through.
async function shown() {
  const prices = [];
  const inPane = await page.evaluate(() => {
    const text = (selector) => document.querySelector(selector)?.textContent;
    const ticket = text('#ticket-symbol-help')?.match(/[\d.]+,\d+/)?.[0];
    return [[text('#pane-title'), text('.pane-last')], [document.querySelector('#ticket-symbol')?.value, ticket]];
  });
  prices.push(...inPane.filter(([symbol]) => symbol));
  const rows = {};
  for (let at = 0, end = 1; at < end; ) {
    await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), at);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))));
    Object.assign(rows, await page.evaluate(rowsInView));
    const step = await page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
    end = step[0] - 1;
    at += step[1] / 2;
  }
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  prices.push(...Object.entries(rows));
  return { prices };
}

// As the page itself tells it under System.
async function received() {
  await page.evaluate(() => (location.hash = '#/system'));
  await page.locator('[aria-labelledby=received-title]').waitFor();
  const section = page.locator('[aria-labelledby=received-title]');
  await page.waitForTimeout(1_100);
  const numbers = (texts) => texts.map((text) => Number(text.replaceAll('.', '').match(/\d+/)?.[0] ?? 0));
  const [prices = 0] = numbers(await section.locator('tr', { hasText: 'market.price_update' }).locator('td').allInnerTexts());
  const [conflated = 0] = numbers(await section.locator('p.pad').allInnerTexts());
  return { prices, conflated };
}
