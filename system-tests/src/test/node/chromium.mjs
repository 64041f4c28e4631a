// A headless Chromium, driven by the playwright-core that the web module brings.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';

export const web = createRequire(process.env.WEB + '/package.json');

export async function withPage(visit) {
  const { chromium } = web('playwright-core');
  const executablePath = execFileSync('sh', ['-c', 'command -v "$CHROMIUM"'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: 'de-DE' });
    page.setDefaultTimeout(45_000);
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const seen = await visit(page);
    console.log('\n' + JSON.stringify({ ...seen, errors }));
  } finally {
    await browser.close();
  }
}
