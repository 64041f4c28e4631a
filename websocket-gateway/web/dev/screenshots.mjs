/**
 * Takes pictures of every view in light, dark and phone width into a folder, and says what the browser and axe complained about.
 *
 *   node dev/screenshots.mjs [folder] [--dir built page] [--size hell|dunkel|telefon]
 */

import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import axe from "axe-core";
import { startMockGateway } from "./mock-gateway.mjs";

const { values, positionals } = parseArgs({ options: { dir: { type: "string" }, size: { type: "string" } }, allowPositionals: true });
const folder = positionals[0] ?? join(tmpdir(), "aktienanalyse-screenshots");
await mkdir(folder, { recursive: true });

const mock = await startMockGateway({ port: 0, every: 700, ...(values.dir ? { dir: values.dir } : {}) });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

const SIZES = {
  hell: { viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  dunkel: { viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  telefon: { viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

const OWNER = {
  unzustellbar: "#/bus/unzustellbar", journal: "#/bus/journal", routing: "#/bus/routing", auswertung: "#/bus/auswertung",
  topologie: "#/bus/topologie", wiederholungen: "#/bus/wiederholungen", verbindungen: "#/bus/verbindungen",
  tokens: "#/einstellungen/tokens", benutzer: "#/einstellungen/benutzer", protokoll: "#/einstellungen/protokoll",
};

const VIEWS = { maerkte: "#/maerkte", wert: "#/maerkte/AAPL", depot: "#/depot", orders: "#/orders?symbol=IBM&side=buy", empfehlungen: "#/empfehlungen", system: "#/system", ...OWNER };

for (const [size, options] of Object.entries(SIZES)) {
  if (values.size !== undefined && values.size !== size) continue;
  mock.session("authenticated");
  const context = await browser.newContext({ ...options, locale: "de-DE" });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) console.log(`${size}: ${message.text()}`);
  });
  page.on("pageerror", (error) => console.log(`${size}: ${error}`));
  await page.goto(mock.url);
  await page.waitForSelector(".quotes tbody tr");
  await page.waitForTimeout(2500);
  for (const [name, hash] of Object.entries(VIEWS)) {
    await page.evaluate((to) => (location.hash = to), hash);
    await page.waitForTimeout(name in OWNER ? 500 : 1600);
    if (name === "orders") await page.fill("#ticket-quantity", "12,5");
    await accessible(page, `${size}-${name}`);
    await page.screenshot({ path: join(folder, `${size}-${name}.png`), fullPage: size === "telefon" && name !== "maerkte" });
  }
  await moments(page, size);
  await atTheDoor(page, size);
  await context.close();
}

/** WCAG 2.2 AA, as far as a program can tell. The page's own policy would refuse an injected script tag. */
async function accessible(page, name) {
  const results = await page.evaluate(`${axe.source}; axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] })`);
  for (const { id, nodes } of results.violations) console.log(`${name}: ${id}: ${nodes.map((node) => node.target).join(" | ")}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  if (wide) console.log(`${name}: wider than the screen`);
}

/** What is not seen by just going there. */
async function moments(page, size) {
  const shot = (name) => page.screenshot({ path: join(folder, `${size}-${name}.png`) });
  await page.evaluate(() => (location.hash = "#/orders?symbol=IBM&side=sell"));
  await page.fill("#ticket-quantity", "600");
  await page.click("text=Weiter zur Prüfung");
  await page.waitForTimeout(400);
  await shot("pruefung");
  await page.click("text=Ändern");
  await page.fill("#ticket-quantity", "10");
  await page.click("text=Weiter zur Prüfung");
  await page.click("text=Jetzt verkaufen");
  await page.waitForSelector(".toast");
  await page.waitForTimeout(400);
  await shot("gesendet");
  await page.click("[popovertarget=inbox]");
  await page.waitForTimeout(200);
  await shot("mitteilungen");
  await page.keyboard.press("Escape");
  await page.click("[popovertarget=settings]");
  await page.waitForTimeout(200);
  await shot("einstellungen");
  await page.keyboard.press("Escape");
  await page.evaluate(() => (location.hash = "#/maerkte/IBM"));
  await page.waitForTimeout(1200);
  await page.getByLabel("Kerzen").check();
  mock.dropAll(4403);
  await page.waitForTimeout(2800);
  await shot("getrennt");
}

/** Set up, log in, and a session that ends under the reader's eyes. */
async function atTheDoor(page, size) {
  const shot = async (name) => {
    await page.waitForTimeout(500);
    await accessible(page, `${size}-${name}`);
    await page.screenshot({ path: join(folder, `${size}-${name}.png`) });
  };
  mock.session("setup_required");
  await page.goto(`${mock.url}#/depot`);
  await page.reload();
  await shot("einrichten-noetig");
  await page.goto(`${mock.url}einrichten#token=neu`);
  await page.fill("[name=name]", "Ada");
  await page.fill("[name=password]", "kupfer pferd");
  await shot("einrichten");
  mock.session("anonymous");
  await page.goto(`${mock.url}#/depot`);
  await page.fill("[name=name]", "Ada");
  await page.fill("[name=password]", "falsch");
  await page.click("form button.button-primary");
  await shot("anmelden");
  await page.fill("[name=password]", "richtig");
  await page.click("form button.button-primary");
  await page.waitForSelector("aa-depot");
  await page.waitForTimeout(800);
  mock.dropAll(4401);
  await shot("sitzung-abgelaufen");
  await page.fill("dialog [name=password]", "richtig");
  await page.click("dialog button.button-primary");
  await page.waitForFunction(() => document.querySelector(".chip-link[data-status=connected]") !== null);
  await shot("wieder-da");
}

await browser.close();
await mock.stop();
console.log(folder);
