// Reads an unpacked bundle as a person without a network would, in Chromium or Firefox, and prints what was seen as JSON.
//
// node offline.mjs (chrome|firefox) BROWSER FOLDER PROFILE DOWNLOADS
import { access } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "puppeteer-core";

const [kind, executablePath, folder, userDataDir, downloads] = process.argv.slice(2);
// Nobody listens there: whatever a page asks from elsewhere fails, with a message.
const NOWHERE = { host: "127.0.0.1", port: 9 };
const FIREFOX = {
  "network.proxy.type": 1,
  "network.proxy.http": NOWHERE.host,
  "network.proxy.http_port": NOWHERE.port,
  "network.proxy.ssl": NOWHERE.host,
  "network.proxy.ssl_port": NOWHERE.port,
};
const CHROMIUM = [`--proxy-server=${NOWHERE.host}:${NOWHERE.port}`, "--no-sandbox", "--disable-gpu", "--no-first-run"];

const at = (name) => pathToFileURL(join(folder, name)).href;
const seen = { messages: [], requests: [] };

const browser = await launch({
  browser: kind,
  executablePath,
  userDataDir,
  ...(kind === "firefox" ? { extraPrefsFirefox: FIREFOX } : { args: CHROMIUM }),
  defaultViewport: { width: 1280, height: 800 },
});
try {
  const page = await open();
  await search(page, "search");
  await switchScheme(page, "scheme");
  await followLinks(page, "links");
  await lookAtCharts(page, "charts");
  await download(page, "download");
  await openCard(page, "card");
  await usePermalink(page, "permalink");
  await filterClaims(page, "filter");
  await askElsewhere("elsewhere");
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));

async function open() {
  const page = await browser.newPage();
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && seen.messages.push(message.text()));
  page.on("pageerror", (error) => seen.messages.push(String(error)));
  page.on("request", (request) => seen.requests.push(request.url().slice(0, 200)));
  await page.goto(at("index.html"));
  seen.title = await page.title();
  return page;
}

async function search(page, step) {
  await page.click("input.md-search__input");
  await page.type("input.md-search__input", "Jetisu turnout");
  const link = await page.waitForSelector(".md-search-result__link[href*='election.html']", { visible: true });
  await link.click();
  await page.waitForFunction(() => location.pathname.endsWith("/election.html") && document.querySelector("article h1"));
  seen[step] = await page.$$eval("article h1", (headings) => headings.map((heading) => heading.innerText));
}

async function switchScheme(page, step) {
  const scheme = () => page.$eval("body", (body) => body.dataset.mdColorScheme);
  seen[step] = [await scheme()];
  while ((await scheme()) !== "slate") {
    const before = await page.$eval("body", (body) => body.dataset.mdColorMedia);
    await page.evaluate(() =>
      [...document.querySelectorAll("form[data-md-component=palette] label")].find((label) => label.offsetParent).click(),
    );
    await page.waitForFunction((media) => document.body.dataset.mdColorMedia !== media, {}, before);
  }
  await page.goto(at("about.html"));
  seen[step].push(await scheme());
}

async function followLinks(page, step) {
  await page.goto(at("index.html"));
  await page.$eval("article a[href^='reforms.html']", (link) => link.click());
  await page.waitForFunction(() => location.pathname.endsWith("/reforms.html") && document.querySelector("article h1"));
  seen[step] = page.url();
}

async function lookAtCharts(page, step) {
  await page.goto(at("election.html"));
  seen[step] = await page.$$eval("svg.board--wide", (boards) => boards.map((board) => board.getBoundingClientRect().width));
}

async function download(page, step) {
  if (kind === "firefox") {
    const downloadBehavior = { type: "allowed", destinationFolder: downloads };
    await browser.connection.send("browser.setDownloadBehavior", { downloadBehavior });
  } else {
    const session = await browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
  }
  const link = await page.$("a[download][href$='.csv']");
  const name = await link.evaluate((link) => link.pathname.split("/").pop());
  await link.click();
  const arrived = () => access(join(downloads, name)).then(() => true, () => false);
  for (const end = Date.now() + 20_000; !(await arrived()) && Date.now() < end; ) await page.evaluate(() => 0);
  seen[step] = (await arrived()) ? name : `${name} did not arrive`;
}

async function openCard(page, step) {
  await page.click("p .fact button");
  await page.waitForSelector("[popover]:popover-open");
  seen[step] = await page.$eval("[popover]:popover-open", (card) => card.innerText);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector(":popover-open"));
}

async function usePermalink(page, step) {
  await page.$eval("#result .headerlink", (link) => link.click());
  await page.waitForFunction(() => location.hash === "#result");
  seen[step] = await page.$eval(":target", (heading) => [heading.id, Math.abs(heading.getBoundingClientRect().top) < 200]);
}

async function filterClaims(page, step) {
  await page.goto(at("claims.html"));
  const shown = () => page.$$eval("article.claim", (claims) => claims.filter((claim) => claim.offsetParent).length);
  seen[step] = [await shown()];
  await page.click(".filter input.c-1-1");
  seen[step].push(await shown());
}

// That requests are noted, and do fail, is shown by another page, which makes one.
async function askElsewhere(step) {
  const page = await browser.newPage();
  const asked = new Promise((resolve) => page.on("requestfailed", (request) => resolve(request.url())));
  await page.evaluate(() => document.body.append(Object.assign(new Image(), { src: "http://elsewhere.invalid/" })));
  seen[step] = await asked;
}
