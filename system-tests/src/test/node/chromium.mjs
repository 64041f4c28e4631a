// A headless Chromium, driven by the playwright-core that the web module brings.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';

export const web = createRequire(process.env.WEB + '/package.json');

// Logged in, at `url` only.
export async function withPage(url, visit) {
  const { chromium } = web('playwright-core');
  const executablePath = execFileSync('sh', ['-c', 'command -v "$CHROMIUM"'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: 'de-DE' });
    const [, name, value] = process.env.COOKIE.match(/^([^=]+)=(.*)$/);
    await page.context().addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
    page.setDefaultTimeout(45_000);
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const seen = await visit(page);
    console.log('\n' + JSON.stringify({ ...seen, errors }));
  } finally {
    await browser.close();
  }
}
