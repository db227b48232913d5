// Keeps the console's pages fresh. Everything works without it: forms are forms, links are links.
"use strict";

(() => {
  const EVERY = 3000;
  const page = document.querySelector("[data-page]");
  const alarm = document.getElementById("alarm");
  const title = document.title.replace(/^\(\d+\) /, "");
  const words = {
    newEmergency: "Darurat baru menunggu.",
    offline: "Sambungan terputus. Mencoba lagi.",
    400: "Belum ada yang bisa dikirim, atau pesannya terlalu panjang.",
    409: "Tidak terkirim: keadaan berubah. Muat ulang halaman ini.",
    failed: "Belum terkirim. Periksa sambungan, lalu tekan Kirim lagi.",
  };

  // A second press of a button must not send a form twice.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  if (!page) return;

  let known = new Set(emergencies(document));

  function emergencies(root) {
    const at = root.querySelector("[data-emergencies]");
    return at ? at.dataset.emergencies.split(" ").filter(Boolean) : [];
  }

  function raise(root) {
    const now = emergencies(root);
    if (now.some((id) => !known.has(id))) alarm.textContent = words.newEmergency;
    else if (now.length === 0) alarm.textContent = "";
    known = new Set(now);
  }

  // Puts a fresh node in the place of an old one without taking the keyboard away from where it is.
  function swap(old, fresh) {
    if (old.outerHTML === fresh.outerHTML) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(fresh);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  function showQueue(root) {
    const fresh = root.getElementById("cases");
    const old = document.getElementById("cases");
    // The token of each form differs from answer to answer; only what people see counts.
    if (seen(old) !== seen(fresh)) swap(old, fresh);
    const count = Number(fresh.dataset.waiting);
    document.title = count ? `(${count}) ${title}` : title;
  }

  function seen(node) {
    const copy = node.cloneNode(true);
    for (const token of copy.querySelectorAll("input[name=csrf_token]")) token.remove();
    return copy.outerHTML;
  }

  function showCase(root) {
    swap(document.getElementById("facts"), root.getElementById("facts"));
    const log = document.getElementById("log");
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const keys = new Set();
    let before = null;
    for (const fresh of [...root.getElementById("log").children]) {
      keys.add(fresh.id);
      const old = document.getElementById(fresh.id);
      // One by one, so that a screen reader says what is new and not everything again.
      if (!old) before ? before.after(fresh) : log.prepend(fresh);
      else if (old.outerHTML !== fresh.outerHTML) old.replaceWith(fresh);
      before = document.getElementById(fresh.id);
    }
    for (const old of [...log.children]) if (!keys.has(old.id)) old.remove();
    if (atEnd) log.scrollTop = log.scrollHeight;
    const composer = document.getElementById("composer");
    const fresh = root.getElementById("composer");
    if (composer.dataset.reach !== fresh.dataset.reach) {
      const draft = document.getElementById("text")?.value ?? kept;
      kept = draft;
      composer.replaceWith(fresh);
      const text = document.getElementById("text");
      if (text) { text.value = draft; text.focus({ preventScroll: true }); }
      compose();
    }
  }
  let kept = "";

  async function refresh() {
    let answer;
    try {
      answer = await fetch(location.pathname, { headers: { "X-Pulang": "fragment" }, cache: "no-store" });
    } catch {
      offline(words.offline);
      return;
    }
    // Logged out, or the case is no longer ours: the page itself says it best.
    if (answer.status === 401 || answer.status === 404 || answer.status === 409) { location.reload(); return; }
    if (!answer.ok) { offline(words.offline); return; }
    offline("");
    const root = new DOMParser().parseFromString(await answer.text(), "text/html");
    raise(root);
    page.dataset.page === "queue" ? showQueue(root) : showCase(root);
  }

  function offline(text) {
    const at = document.getElementById("offline") ?? document.getElementById("problem");
    if (at && (at.textContent === "" || at.textContent === words.offline)) at.textContent = text;
  }

  // ---- writing ----

  const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  const EXTENDED = "^{}\\[~]|€";

  function septets(text) {
    let count = 0;
    for (const char of text) count += BASIC.includes(char) ? 1 : EXTENDED.includes(char) ? 2 : 1;
    return count;
  }

  function hint(text) {
    const length = septets(text);
    const messages = length <= 160 ? 1 : Math.ceil(length / 153);
    const odd = [...text].some((char) => !BASIC.includes(char) && !EXTENDED.includes(char));
    const rest = length > 306 ? ", sisanya dikirim kalau dibalas LANJUT" : "";
    return `${length} huruf, ${messages} SMS${rest}${odd ? ". Emoji dan huruf khusus diganti atau hilang" : ""}`;
  }

  function compose() {
    const form = document.getElementById("reply");
    if (!form) return;
    const text = document.getElementById("text");
    const problem = document.getElementById("problem");
    const button = form.querySelector("button");
    const first = document.getElementById("hint").textContent;
    const count = () => {
      if (form.dataset.channel === "sms") document.getElementById("hint").textContent = text.value ? hint(text.value) : first;
    };
    text.addEventListener("input", count);
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      problem.textContent = "";
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Pulang": "fragment" } });
        if (answer.status === 401) { location.reload(); return; }
        if (answer.ok) { text.value = ""; count(); await refresh(); } else problem.textContent = words[answer.status] ?? words.failed;
      } catch {
        problem.textContent = words.failed;
      } finally {
        button.disabled = false;
        text.focus({ preventScroll: true });
      }
    });
    count();
  }

  const log = document.getElementById("log");
  if (log) log.scrollTop = log.scrollHeight;
  compose();
  document.body.dataset.ready = "yes";
  (async function forever() {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      await refresh();
    }
  })();
})();
