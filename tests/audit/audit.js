/* Lighthouse on the pages that matter, as a phone and as a desktop; exits 1 if a target is missed.

   Starts the production server, and a stand-in for the CDN: a TLS server that answers the very file
   that npm carries, so the browser's integrity check is real and no network is needed. What Lighthouse
   measures is left to Lighthouse; what the site promises stands in the constants below. */

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CDN = "cdn.jsdelivr.net";
const CHROMIUM = process.env.CHROME_PATH ?? "/usr/bin/chromium";

/* A page may weigh so many bytes as sent, before anything is clicked; the CDN's file is not among them. */
const PAGES = [
  { path: "/", bytes: 60_000 },
  { path: "/safety/ketamine/stage-iv-cancer/", bytes: 100_000 },
  {
    path: "/search/?q=ketamine+stage+4+cancer",
    skipped: { "is-crawlable": "results of a search are noindex on purpose" },
  },
  { path: "/map/" },
];
const SCORES = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
/* Page, style, script, icon. The CDN's file is not among them either. */
const REQUESTS = 4;
const SHIFT = 0;

/* The speed that is simulated hangs on how busy this machine is: of three runs the middle one counts. */
const RUNS = 3;
/* On a busy machine Chromium now and then records no trace, and Lighthouse asks to be run again. */
const SPARE_RUNS = 2;

const FORMS = { phone: undefined, desktop: desktopConfig };

/** A port of this machine on which nobody listens. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** The site as `make serve` serves it, and how to end it. */
async function startSite() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const command = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", `${port}`, "--workers", "2", "--no-ws"];
  const server = spawn(join(ROOT, ".venv/bin/granian"), [...command, "--log-level", "error", "wsgi:app"], {
    cwd: ROOT,
    env: { ...process.env, ORIGIN: origin },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(server, "exit");
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
  };
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error("the server did not start");
    if (await answers(origin)) return { origin, stop };
    await wait(100);
  }
  await stop();
  throw new Error("the server did not answer within 30 seconds");
}

async function answers(origin) {
  return fetch(`${origin}/healthz`).then((response) => response.ok, () => false);
}

/** A stand-in for the CDN with a certificate made for this run; it knows one file. */
async function startCdn() {
  const folder = mkdtempSync(join(tmpdir(), "audit-"));
  const files = { key: join(folder, "key.pem"), cert: join(folder, "cert.pem") };
  const made = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${CDN}`];
  execFileSync("openssl", ["req", "-x509", ...made, "-keyout", files.key, "-out", files.cert], { stdio: "ignore" });
  const tls = { key: readFileSync(files.key), cert: readFileSync(files.cert), allowHTTP1: true };
  rmSync(folder, { recursive: true });

  const npm = join(ROOT, "tests/node_modules/htmx.org");
  const { version } = JSON.parse(readFileSync(join(npm, "package.json"), "utf8"));
  const script = brotliCompressSync(readFileSync(join(npm, "dist/htmx.min.js")));
  const server = createSecureServer(tls, (request, response) => {
    const known = request.url === `/npm/htmx.org@${version}/dist/htmx.min.js`;
    response.writeHead(known ? 200 : 404, {
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "br",
      "content-type": "application/javascript; charset=utf-8",
      "cross-origin-resource-policy": "cross-origin",
    });
    response.end(known ? script : "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, stop: () => server.close() };
}

/** A browser that finds the CDN on this machine. */
async function startBrowser(cdnPort) {
  const flags = ["--headless=new", "--no-sandbox", "--ignore-certificate-errors"];
  const chromeFlags = [...flags, `--host-resolver-rules=MAP ${CDN} 127.0.0.1:${cdnPort}`];
  const browser = await launch({ chromePath: CHROMIUM, chromeFlags });
  return { port: browser.port, stop: () => browser.kill() };
}

/** What Lighthouse says of a page: the run whose performance is the middle one. */
async function audited(url, form, skipped, port) {
  const runs = [];
  const flags = { port, onlyCategories: Object.keys(SCORES), skipAudits: Object.keys(skipped), logLevel: "silent" };
  for (let spare = SPARE_RUNS; runs.length < RUNS; ) {
    const { lhr } = await lighthouse(url, flags, FORMS[form]);
    if (!lhr.runtimeError) runs.push(lhr);
    else if (spare-- === 0) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  }
  return runs.sort((one, other) => score(one, "performance") - score(other, "performance"))[RUNS >> 1];
}

function score(lhr, category) {
  return Math.round(lhr.categories[category].score * 100);
}

/** The figures of the first view: bytes and requests of the site itself, layout shift, what did not load. */
function firstView(lhr) {
  const requests = lhr.audits["network-requests"].details.items;
  const own = requests.filter((request) => new URL(request.url).host !== CDN);
  return {
    bytes: own.reduce((sum, request) => sum + request.transferSize, 0),
    requests: own.length,
    shift: lhr.audits["cumulative-layout-shift"].numericValue,
    failed: requests.filter((request) => !(request.statusCode < 400)).map((request) => request.url),
  };
}

/** Each target that a page misses, in words. */
function missed(lhr, { bytes = Infinity }) {
  const view = firstView(lhr);
  const scores = Object.entries(SCORES).filter(([category, least]) => score(lhr, category) < least);
  return [
    ...scores.map(([category, least]) => `${category} is ${score(lhr, category)}, not ${least}`),
    ...(view.bytes > bytes ? [`weighs ${view.bytes} bytes, more than ${bytes}`] : []),
    ...(view.requests > REQUESTS ? [`makes ${view.requests} requests, more than ${REQUESTS}`] : []),
    ...(view.shift > SHIFT ? [`its layout shifts by ${view.shift.toFixed(4)}: ${places(lhr.audits["layout-shifts"])}`] : []),
    ...view.failed.map((url) => `${url} did not load`),
  ];
}

/** The audits that say there is something to mend, those that count towards a score first. */
function findings(lhr) {
  const weights = Object.values(lhr.categories).flatMap((category) => category.auditRefs);
  const weight = (id) => Math.max(...weights.filter((ref) => ref.id === id).map((ref) => ref.weight), 0);
  return Object.values(lhr.audits)
    .filter((audit) => audit.score !== null && audit.score < 1)
    .sort((one, other) => weight(other.id) - weight(one.id))
    .map((audit) => {
      const said = [audit.score.toFixed(2), audit.id, audit.title, audit.displayValue, places(audit)].filter(Boolean);
      return `${weight(audit.id) ? " " : "("}${said.join(" | ")}${weight(audit.id) ? "" : ")"}`;
    });
}

/** Up to four places that an audit names: elements or addresses. */
function places(audit) {
  const items = Array.isArray(audit.details?.items) ? audit.details.items : [];
  const named = items.map((item) => item.node?.selector ?? item.url).filter((place) => typeof place === "string");
  return [...new Set(named)].slice(0, 4).join(" · ");
}

function row(page, form, lhr) {
  const { bytes, requests, shift } = firstView(lhr);
  const scores = Object.keys(SCORES).map((category) => `${score(lhr, category)}`.padStart(4));
  const figures = [`${(bytes / 1000).toFixed(1)} kB`.padStart(9), `${requests}`.padStart(4), shift.toFixed(3).padStart(6)];
  return [page.path.padEnd(36), form.padEnd(7), ...scores, ...figures].join(" ");
}

async function main() {
  const started = [];
  try {
    const site = await startSite();
    started.push(site);
    const cdn = await startCdn();
    started.push(cdn);
    const browser = await startBrowser(cdn.port);
    started.push(browser);
    report(await auditAll(site.origin, browser.port));
  } finally {
    for (const { stop } of started.reverse()) await stop();
  }
}

async function auditAll(origin, port) {
  const results = [];
  for (const page of PAGES) {
    for (const form of Object.keys(FORMS)) {
      const lhr = await audited(origin + page.path, form, page.skipped ?? {}, port);
      results.push({ page, form, lhr });
      process.stderr.write(".");
    }
  }
  process.stderr.write("\n");
  return results;
}

function report(results) {
  const { lighthouseVersion } = results[0].lhr;
  const speeds = results.map(({ lhr }) => lhr.environment.benchmarkIndex);
  console.log(`Lighthouse ${lighthouseVersion}, the middle of ${RUNS} runs by performance`);
  console.log(`This machine's speed by Lighthouse's benchmark: ${Math.min(...speeds)} to ${Math.max(...speeds)}`);
  console.log("Bytes as sent and requests are of the first view, without the CDN's file\n");
  console.log(`${"page".padEnd(36)} ${"form".padEnd(7)} perf acce best  seo     bytes reqs  shift`);
  for (const { page, form, lhr } of results) console.log(row(page, form, lhr));
  for (const { path, skipped } of PAGES) {
    for (const [audit, why] of Object.entries(skipped ?? {})) console.log(`\nLeft out on ${path}: ${audit}; ${why}.`);
  }
  console.log("\nAudits below 1 (in brackets: without weight in a score)");
  for (const { page, form, lhr } of results) {
    console.log(`\n${page.path} ${form}`);
    for (const line of findings(lhr)) console.log(`  ${line}`);
  }
  const misses = results.flatMap(({ page, form, lhr }) =>
    missed(lhr, page).map((words) => `${page.path} as a ${form}: ${words}`),
  );
  console.log(misses.length ? `\nMissed:\n${misses.map((line) => `  ${line}`).join("\n")}` : "\nEvery target is met.");
  process.exitCode = misses.length ? 1 : 0;
}

await main();
