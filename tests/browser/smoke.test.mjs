// The demo starts and its home page opens, with scripts and without, and leads to the open conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, visit } from './lib/browser.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const on = stage({ demo: startDemo, browser: launch });

for (const scripts of ['on', 'off']) {
  test(`the home page opens and leads to the open conversation, scripts ${scripts}`, async () => {
    const { page, close } = await visit(on.browser, on.demo.baseUrl, { scripts });
    const response = await page.goto('/');
    assert.equal(response.status(), 200);
    assert.match(response.headers()['content-security-policy'] ?? '', /default-src 'none'|default-src 'self'/);
    assert.notEqual(await page.title(), '');
    assert.equal(await page.locator('h1').count(), 1);
    const slug = on.demo.withState('open');
    assert.ok((await page.locator(`a[href^="/c/${slug}"]`).count()) > 0, `no link to /c/${slug}`);
    assert.equal(await page.locator(`a[href^="/c/${on.demo.withState('draft')}"]`).count(), 0, 'a draft is listed');
    await close();
  });
}
