// Starts the app: checks that this browser can run it, loads its two halves with a progress bar,
// registers the service worker. Plain old syntax on purpose: an old browser must get as far as
// saying that it is too old. No words of the app and no data live here.

const here = document.querySelector("script[data-wasm]");
const at = (id) => document.getElementById(id);

function missing() {
  if (!window.isSecureContext) {
    return "Địa chỉ này không được bảo vệ. Hãy mở Lan Tỏa bằng địa chỉ bắt đầu bằng https://.";
  }
  const can = typeof WebAssembly === "object" && typeof WebAssembly.instantiateStreaming === "function"
    && "indexedDB" in window && "serviceWorker" in navigator && "locks" in navigator
    && typeof structuredClone === "function" && typeof CSSLayerBlockRule === "function"
    && CSS.supports("selector(:has(a))");
  const chrome = /Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent);
  if (can && !(chrome && Number(chrome[1]) < 109)) return "";
  return "Trình duyệt này đã cũ, chưa chạy được Lan Tỏa. Hãy cập nhật Chrome và Android System WebView "
    + "lên bản 109 trở lên (iPad: iPadOS 16.4 trở lên), rồi mở lại.";
}

// The wasm with its bytes counted as they come. From the device's own store there is nothing to
// count, and the untouched reply lets the browser reuse what it compiled last time.
async function wasm() {
  const reply = await fetch(here.dataset.wasm, { credentials: "same-origin" });
  if (reply.status !== 200) throw new Error("HTTP " + reply.status + " " + here.dataset.wasm);
  if (navigator.serviceWorker.controller || !reply.body) return reply;
  const total = Number(here.dataset.wasmBytes);
  const reader = reply.body.getReader();
  let come = 0;
  const counted = new ReadableStream({
    async pull(out) {
      const piece = await reader.read();
      if (piece.done) return out.close();
      come += piece.value.length;
      show(come, total);
      out.enqueue(piece.value);
    },
    cancel: (why) => reader.cancel(why),
  });
  return new Response(counted, { headers: { "content-type": "application/wasm" } });
}

function show(come, total) {
  if (!at("boot-progress")) return;
  at("boot-progress").value = Math.min(come / total, 1);
  at("boot-detail").textContent = Math.round(come / 1000) + " / " + Math.round(total / 1000) + " kB";
}

function fail(word, detail) {
  const boot = at("boot");
  if (!boot) return;
  boot.classList.add("boot-failed");
  at("boot-word").textContent = word;
  at("boot-detail").textContent = detail;
  const again = document.createElement("button");
  again.className = "boot-again";
  again.textContent = "Thử lại";
  again.onclick = async () => {
    // Not from the browser's cache: a portal's page may lie there under the name of the app.
    const anew = [here.dataset.wasm, here.dataset.script].map((path) => fetch(path, { cache: "reload" }));
    await Promise.all(anew).catch(() => {});
    location.reload();
  };
  boot.append(again);
}

// The worker keeps the app on the device. One that could not be installed, for want of a network,
// is tried again in a minute and when there may be a network; a new version is asked for every hour.
let next = 0;
async function keep() {
  clearTimeout(next);
  let again = 60000;
  try {
    const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    if (registration.active) {
      again = 3600000;
      await registration.update();
    }
  } catch (error) {
    console.info("service worker:", error);
  }
  next = setTimeout(keep, again);
}

async function start() {
  const lack = missing();
  if (lack) return fail(lack, "Những gì đã lưu trên máy vẫn còn nguyên.");
  try {
    const reply = wasm();
    const script = await import(here.dataset.script);
    await script.default({ module_or_path: reply });
  } catch (error) {
    console.error(error);
    return fail("Lan Tỏa chưa mở được. Những gì đã lưu trên máy vẫn còn nguyên.",
      "Hãy kiểm tra mạng rồi thử lại. Nếu vẫn vậy, báo cho người quản trị: " + error);
  }
  if (at("boot")) at("boot").remove();
  keep();
  addEventListener("online", keep);
}

start();
