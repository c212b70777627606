import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cachedFolder } from './test/helpers/cache.ts';
import { packageVersion } from './test/helpers/package-version.ts';

const folder = await cachedFolder(`chromium-${packageVersion('@sparticuz/chromium')}`, async () => {
  throw new Error('not cached');
});
const b = await chromium.launch({
  executablePath: join(folder, 'chromium'),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  env: { PATH: process.env.PATH ?? '', LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: folder, HOME: folder },
});
const base = 'http://127.0.0.1:3216';
const page = await b.newPage({ viewport: { width: 1280, height: 900 } });
await page.goto(base + '/byt-roll');
console.log((await page.locator('button').allTextContents()).join(' | '));
const who = process.argv[2] ?? 'jurist';
await page.locator('button', { hasText: who }).first().click();
await page.waitForLoadState('networkidle');
let i = 0;
for (const path of process.argv.slice(3)) {
  for (const width of [1280, 380]) {
    await page.setViewportSize({ width, height: 900 });
    const r = await page.goto(base + path);
    await page.screenshot({ path: `/tmp/lang-${i}-${width}.png`, fullPage: false });
    const over = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    console.log(path, width, r?.status(), 'overflow', over);
  }
  i++;
}
await b.close();
