// dashboard.mjs URL SCREENSHOT: what a user sees of IBM, twice, and its score.
import { withPage } from './chromium.mjs';

const [url, screenshot] = process.argv.slice(2);

await withPage(url, async (page) => {
  await page.goto(url);
  const row = page.locator('tr', { hasText: 'IBM' }).first();
  await row.waitFor();
  const first = await row.innerText();
  await page.waitForFunction(
    (before) => [...document.querySelectorAll('tr')].some((tr) => tr.innerText.includes('IBM') && tr.innerText !== before),
    first,
  );
  const second = await row.innerText();
  const cell = row.locator('.score').first();
  await page.waitForFunction((score) => /\d/.test(score.innerText), await cell.elementHandle());
  const score = (await cell.innerText()).trim();
  await page.screenshot({ path: screenshot });
  // As from a bookmark: nothing of the share is known yet.
  await page.goto('about:blank');
  await page.goto(`${url}#/maerkte/IBM`);
  await page.locator('.chart-canvas:not([data-quiet]) canvas').first().waitFor();
  const chart = await page.locator('figure.chart figcaption').innerText();
  return { first, second, score, chart };
});
