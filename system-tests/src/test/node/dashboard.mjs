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
  return { first, second, score };
});
