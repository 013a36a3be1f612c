// Keeps one whole build of the app on the device, so that it opens with no network.
// One cache, addressed by content: `/kept/<sha256>` holds a file, `/kept/build/<name>` the list of
// a build whose every file is there. Data and /api are none of its business.

const BUILD = "%BUILD%";
const CACHE = "lantoa";
const LIST = "/kept/build/" + BUILD;
const kept = (sha256) => "/kept/" + sha256;
// Stands in the cache of a device on which somebody plans and decides.
const DESK = "/kept/desk";

async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The right path and status 200 prove nothing: a captive portal answers so too. The bytes prove it.
// What the browser's own cache holds may be the portal's as well, so a wrong file is asked for anew.
async function verified(path, expected, cache = "default") {
  const reply = await fetch(path, { cache });
  const bytes = await reply.arrayBuffer();
  if (reply.status !== 200 || (await sha256(bytes)) !== expected) {
    if (cache !== "reload") return verified(path, expected, "reload");
    throw new Error(path + " is not of build " + BUILD);
  }
  const headers = new Headers(reply.headers);
  for (const name of ["content-encoding", "content-length", "etag", "vary"]) headers.delete(name);
  return new Response(bytes, { headers });
}

// Each file is stored as soon as it is proven, so an interrupted installation goes on where it
// stopped.
async function keep(cache, files) {
  for (const [path, { sha256 }] of files) {
    if (!(await cache.match(kept(sha256)))) await cache.put(kept(sha256), await verified(path, sha256));
  }
  for (const [path, { sha256 }] of files) {
    if (!(await cache.match(kept(sha256)))) throw new Error(path + " was removed meanwhile");
  }
}

// The list says that what everybody needs is whole. A device with a desk has the screens of the desk
// too, or the installation has failed.
async function install() {
  const cache = await caches.open(CACHE);
  const list = await (await fetch("/precache.json", { cache: "no-store" })).json();
  if (list.build !== BUILD) throw new Error("the server has moved on to build " + list.build);
  const files = Object.entries(list.files);
  await keep(cache, files.filter(([, file]) => !file.desk));
  await cache.put(LIST, Response.json(list));
  if (await cache.match(DESK)) await keep(cache, files.filter(([, file]) => file.desk));
}

// The sign comes first: an installation under way finds it, or was over and is found here.
async function keepDesk() {
  const cache = await caches.open(CACHE);
  await cache.put(DESK, new Response());
  if (await cache.match(LIST)) await keep(cache, Object.entries(await listed()).filter(([, file]) => file.desk));
}

// Files of older builds go only when no newer one is on its way: it may be made of them.
async function tidy() {
  if (registration.installing || registration.waiting) return;
  const cache = await caches.open(CACHE);
  const files = await listed();
  const wanted = new Set([LIST, DESK, ...Object.values(files).map((file) => kept(file.sha256))]);
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

let list;
async function listed() {
  if (!list) list = (await (await (await caches.open(CACHE)).match(LIST)).json()).files;
  return list;
}

async function answer(request, path) {
  try {
    const file = (await listed())[path];
    const reply = file && (await (await caches.open(CACHE)).match(kept(file.sha256)));
    if (reply) return reply;
  } catch (error) {
    console.warn("the kept app cannot be read:", error);
  }
  return fetch(request);
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
// A new build waits for the next cold start, unless the person asks for it.
addEventListener("message", (event) => {
  if (event.data?.type === "apply") skipWaiting();
  if (event.data?.type === "keep desk") event.waitUntil(keepDesk());
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET" || pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(answer(request, "/index.html"));
  else if (pathname !== "/sw.js" && pathname !== "/precache.json") event.respondWith(answer(request, pathname));
});
