import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { startChromium, whyNoChromium } from "../../support/chromium.ts";
import { startLogin } from "../../support/login.ts";
import { Bench, ends } from "../cli/bench.ts";

const missing = whyNoChromium();

/** What a page complains of, and every address it asks beyond these origins; browsers look for an icon by themselves. */
function complaintsOf(page: Page, ...origins: string[]): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    const { url } = message.location();
    if (!["error", "warning"].includes(message.type()) || url.endsWith("/favicon.ico")) return;
    complaints.push(`${message.text()} (${url})`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!origins.includes(new URL(request.url()).origin)) complaints.push(`asked for ${request.url()}`);
  });
  return complaints;
}

/** Goes by Tab to what has this name and presses Enter there. */
async function pressByKeyboard(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 50; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.textContent?.trim()) === name) {
      return await page.keyboard.press("Enter");
    }
  }
  assert.fail(`no way to "${name}" by keyboard`);
}

/** A page of another site, which sends a form to `action` as soon as it is looked at. */
function hostileSite(action: string) {
  const form = `<form method="post" action="${action}"></form><script>document.forms[0].submit()</script>`;
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(form, { headers: { "content-type": "text/html" } }),
  );
}

async function logIn(page: Page, apiUrl: string, name: string): Promise<void> {
  await page.goto(`${apiUrl}/api/auth/login`);
  await page.getByLabel(name).check();
  await pressByKeyboard(page, "Authorize");
  await page.getByRole("heading", { name: `You are ${name}` }).waitFor();
}

Deno.test({
  name:
    `a real browser reads the reference, logs in and lets a command line in, by keyboard, and no other site acts for it${
      missing ? ` (skipped: ${missing})` : ""
    }`,
  ignore: missing !== undefined,
  async fn(t) {
    await using bench = await Bench.open();
    const { apiUrl, emulatorUrl } = await bench.flora.run();
    const browser = await startChromium();
    const context: BrowserContext = await browser.newContext();
    const page = await context.newPage();
    const complaints = complaintsOf(page, apiUrl, emulatorUrl!);
    try {
      await t.step("the reference is one page, whose links lead somewhere", async () => {
        await page.goto(`${apiUrl}/api/docs`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        const dangling = await page.evaluate(() =>
          [...document.querySelectorAll<HTMLAnchorElement>("a[href^='#']")]
            .filter(({ hash }) => !document.getElementById(decodeURIComponent(hash.slice(1))))
            .map(({ href }) => href)
        );
        assert.deepEqual(dangling, []);
      });

      await t.step("a person logs in through the emulated Discord", async () => {
        await logIn(page, apiUrl, "olive");
        assert.match(await page.getByRole("list").innerText(), /Demo guild: admin/);
        for (const cookie of await context.cookies(apiUrl)) {
          assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"], cookie.name);
        }
        assert.equal(await page.evaluate(() => document.cookie), "");
      });

      await t.step("a command line is let in", async () => {
        const login = await startLogin(bench.folder, apiUrl);
        await page.goto(`${apiUrl}/device`);
        await page.keyboard.type(login.code);
        await page.keyboard.press("Enter");
        await page.getByText(login.code).waitFor();
        await pressByKeyboard(page, "Allow");
        await page.getByText("Your command line is logged in").waitFor();
        ends(await login.end(), 0, /Logged in at .* as "@olive"/);
      });

      // Browsers send cookies along from other ports of the same host, which are the same site to them.
      for (const [host, status] of [["localhost", 401], ["127.0.0.1", 403]] as const) {
        await t.step(`a form on ${host} is refused, and nobody is logged out by it`, async () => {
          await using site = hostileSite(`${apiUrl}/api/auth/logout`);
          const victim = await context.newPage();
          const refused = victim.waitForResponse(`${apiUrl}/api/auth/logout`);
          await victim.goto(`http://${host}:${site.addr.port}/`);
          assert.equal((await refused).status(), status);
          await victim.close();
          await page.goto(`${apiUrl}/account`);
          await page.getByRole("heading", { name: "You are olive" }).waitFor();
        });
      }

      await t.step("logging out ends it", async () => {
        await pressByKeyboard(page, "Log out");
        await page.getByRole("heading", { name: "You are not logged in" }).waitFor();
      });

      assert.deepEqual(complaints, []);
    } finally {
      await browser.close();
    }
  },
});
