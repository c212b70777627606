import t from 'tap';
import { linkRepository } from '../../src/accounts/links.ts';
import { addAccount, password } from '../helpers/accounts.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

t.test('a login that ends in the middle of a long text', { timeout: 600_000 }, async (t) => {
  const built = await startTestApp(t);
  const { db } = built.database;
  await addAccount(built.database, 'anna@example.se', { role: 'planner', district: 'origo' });
  const chromium = await browser(t);
  const { page, faults } = await watchedPage(await chromium.newContext());
  const logIn = async () => {
    await page.fill('#email', 'anna@example.se');
    await page.fill('#password', password);
    await page.getByRole('button', { name: 'Logga in' }).click();
  };
  await t.test('a link to choose a password works in a browser, and a slip is told at the field', async (t) => {
    const linked = await addAccount(built.database, 'bo@example.se', { role: 'reader', district: '*' });
    await page.goto(`${built.url}/valkommen/${await linkRepository(db).issue(linked)}`);
    const choose = async (password: string, again: string) => {
      await page.fill('#password', password);
      await page.fill('#again', again);
      await page.getByRole('button', { name: 'Spara och logga in' }).click();
    };
    await choose('månsken över bron', 'månsken över brun');
    await page.locator('#again[aria-invalid="true"]').waitFor();
    await page.locator('[role=alert]:focus').waitFor();
    t.same(await axe(page), []);
    await choose('månsken över bron', 'månsken över bron');
    await page.waitForURL(`${built.url}/`);
    await page.getByRole('button', { name: 'Logga ut' }).click();
    await page.getByText('Du är utloggad.').waitFor();
    await page.fill('#email', 'bo@example.se');
    await page.getByRole('button', { name: 'Logga in' }).click();
    await page.locator('#password[aria-invalid="true"]').waitFor();
    t.equal(await page.inputValue('#email'), 'bo@example.se');
    t.same(await axe(page), []);
  });

  await page.clock.install();
  await page.goto(`${built.url}/stadsdelar/origo`);
  await logIn();
  await page.waitForURL('**/stadsdelar/origo');
  await page.getByRole('button', { name: 'Skapa utkast' }).click();
  await page.waitForURL('**/forslag/*');
  const part = `${page.url()}/dokument/barn`;
  await page.goto(part);
  const notice = page.locator('#session');
  const stay = page.getByRole('button', { name: 'Fortsätt vara inloggad' });
  const text = 'Barnen har fått säga sin mening om det här. '.repeat(20).trim();

  await t.test('it is told in good time, and one press prolongs it', async (t) => {
    await page.focus('#text');
    t.equal(await notice.isVisible(), false);
    await page.clock.fastForward('28:00');
    await notice.waitFor();
    t.match(await page.locator('#live').textContent(), 'loggas ut');
    t.equal(await page.evaluate('document.activeElement?.id'), 'text', 'without taking the focus from what one writes');
    t.same(await axe(page), []);
    await page.setViewportSize({ width: 380, height: 800 });
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 380);
    await page.setViewportSize({ width: 1280, height: 900 });
    await stay.focus();
    await page.keyboard.press('Enter');
    await notice.waitFor({ state: 'hidden' });
    // The focus is not lost with the button.
    await page.locator('#innehall:focus').waitFor();
  });

  await t.test('when it has ended, saving is refused in place and the text stays', async (t) => {
    await page.fill('#text', text);
    await page.clock.fastForward(1000);
    await db.deleteFrom('session').execute();
    await page.getByRole('button', { name: 'Spara texten' }).click();
    await page.locator('.not-sent').first().waitFor();
    t.equal(await page.inputValue('#text'), text);
    await page.getByRole('link', { name: 'Logga in i en ny flik' }).waitFor();
    t.equal((await db.selectFrom('working_text').selectAll().execute()).length, 0);
  });

  await t.test('another person at the same window is offered nothing of it', async (t) => {
    const other = await page.context().newPage();
    await other.goto(part);
    await other.waitForURL('**/logga-in?till=*');
    const asBo = async () => {
      await other.fill('#email', 'bo@example.se');
      await other.fill('#password', 'månsken över bron');
      await other.getByRole('button', { name: 'Logga in' }).click();
      await other.waitForURL('**/dokument/barn');
    };
    await asBo();
    await page.locator('#session p', { hasText: 'Någon annan har loggat in' }).waitFor();
    // What Anna's tab holds, as it would be in the tab where Bo logs in.
    const left = await page.evaluate<[string, string][]>('Object.entries(sessionStorage)');
    t.ok(left.some(([, value]) => value.includes(text.slice(0, 40))));
    await other.evaluate(`for (const [key, value] of ${JSON.stringify(left)}) sessionStorage.setItem(key, value)`);
    await other.reload();
    await other.waitForFunction('Object.keys(sessionStorage).length === 0');
    t.equal(await other.getByRole('button', { name: 'Återställ det du skrev' }).count(), 0);
    await other.close();
    await db.deleteFrom('session').execute();
  });

  await t.test('logging in again and coming back gives the text back, and it can be saved', async (t) => {
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(part);
    await page.waitForURL('**/logga-in?till=*');
    await logIn();
    await page.waitForURL('**/dokument/barn');
    await page.clock.runFor(1000);
    await page.getByRole('button', { name: 'Återställ det du skrev' }).click();
    t.equal(await page.inputValue('#text'), text);
    await page.getByRole('button', { name: 'Spara texten' }).click();
    await page.getByText('Texten är sparad').waitFor();
    t.equal((await db.selectFrom('working_text').select('body').executeTakeFirst())?.body, text);
  });
  t.same(faults, []);
});
