"use strict";

// Two phones that talk to the double by way of this page's own server. Nothing here knows Pulang.

const API = document.body.dataset.api;
const KEPT = "pulang-simulator";
const LOOK_EVERY = 800; // ms
const find = (selector, within = document) => within.querySelector(selector);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

let setup = { texts: {}, places: [], examples: [], gsm7: "", gsm7_extension: "" };
const say = (name, values = {}) =>
  (setup.texts[name] || name).replace(/\{(\w+)\}/g, (_, key) => values[key]);

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(API + path, options);
  } catch {
    answer = { ok: false, status: 502 };
  }
  const alarm = find("#alarm");
  const down = answer.status === 502;
  // Said once, not at every look.
  if (alarm.hidden === down) {
    alarm.hidden = !down;
    alarm.textContent = down ? say("double_unreached") : "";
  }
  if (!answer.ok) throw Object.assign(new Error(`${path}: ${answer.status}`), { status: answer.status });
  return answer.json();
}

function countSegments(text) {
  const characters = [...text];
  const extended = (c) => setup.gsm7_extension.includes(c);
  const plain = characters.every((c) => setup.gsm7.includes(c) || extended(c));
  const widths = characters.map((c) => (plain ? (extended(c) ? 2 : 1) : c.length));
  const [alone, joined] = plain ? [160, 153] : [70, 67];
  const units = widths.reduce((sum, width) => sum + width, 0);
  if (units <= alone) return { left: alone - units, count: 1 };
  let count = 1, room = joined;
  for (const width of widths) {
    if (width > room) [count, room] = [count + 1, joined];
    room -= width;
  }
  return { left: room, count };
}

function icon(name, kind = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("class", kind);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

const clockTime = (at) =>
  new Date(at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });

class Phone {
  constructor(stand) {
    this.stand = stand;
    this.channel = stand.dataset.channel;
    this.log = find(".log", stand);
    this.text = find("textarea", stand);
    this.form = find("form.compose", stand);
    this.clear();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    this.text.addEventListener("input", () => this.typed());
    find("[data-do=fault]", stand).addEventListener("change", (event) =>
      ask(`phones/${this.id}/faults`, { text: event.target.value }).catch(() => {}));
  }

  clear() {
    this.id = null;
    this.after = 0;
    this.messages = new Map();
    this.refused = new Set();
    this.log.replaceChildren();
    this.notice("");
  }

  async start(asked = {}) {
    const phone = await ask("phones", { channel: this.channel, ...asked });
    this.clear();
    this.id = phone.id;
    this.show(phone);
    remember();
  }

  async resume(id) {
    this.id = id || null;
    try {
      if (id) return await this.look();
    } catch (error) {
      if (error.status !== 404) return;
    }
    await this.start(this.channel === "whatsapp" ? { profile_name: "Siti" } : {});
  }

  show(phone) {
    const name = phone.profile_name ? `${phone.profile_name}, ` : "";
    const address = phone.number || say("address_id_only");
    const id = phone.number && phone.external_id ? ` + ID` : "";
    find("[data-show=who]", this.stand).textContent = name + address + id;
    find("[data-do=fault]", this.stand).value = phone.fault || "";
    if (phone.opted_out) this.notice(say("opted_out"));
  }

  notice(text) {
    find("[data-show=notice]", this.stand).textContent = text;
  }

  typed() {
    if (this.channel === "sms") {
      const { left, count } = countSegments(this.text.value);
      find("#sms-count").textContent = `${left}/${count}`;
    }
    this.text.scrollTop = this.text.scrollHeight;
  }

  async submit() {
    const body = this.text.value.trim();
    if (!body) return;
    this.text.value = "";
    this.typed();
    await this.send({ kind: "text", body });
  }

  async send(written) {
    // One at a time: two quick presses must arrive in the order in which they were made.
    this.sending = (this.sending || Promise.resolve()).then(() => this.post(written));
    return this.sending;
  }

  async post(written) {
    this.notice("");
    const looking = pause(60).then(() => this.look().catch(() => {}));
    try {
      const made = await ask(`phones/${this.id}/messages`, written);
      const status = made.webhooks[0].status;
      if (status === null || status >= 300) {
        this.refuse(made.message.sid);
        this.notice(status === null ? say("webhook_unreached") : say("webhook_refused", { status }));
      }
    } catch (error) {
      if (error.status !== 502) this.notice(error.message);
    }
    await looking;
    await this.look().catch(() => {});
  }

  refuse(sid) {
    this.refused.add(sid);
    // A look may have shown the message before the answer came; it will not be told of it again.
    const known = this.messages.get(sid);
    if (known) this.put(known.message);
  }

  async look() {
    if (!this.id) return;
    const id = this.id;
    const answer = await ask(`phones/${id}/messages?after=${this.after}`);
    // The person may have been changed while the answer was under way.
    if (id !== this.id) return;
    this.after = Math.max(this.after, answer.after);
    this.show(answer.phone);
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const before = this.messages.size;
    answer.messages.forEach((message) => this.put(message));
    if (atEnd || this.messages.size > before) this.log.scrollTop = this.log.scrollHeight;
  }

  put(message) {
    const known = this.messages.get(message.sid);
    const item = known ? known.item : this.item(message);
    this.messages.set(message.sid, { message, item });
    this.state(message, find("[data-part=state]", item));
    if (!known) {
      const later = [...this.log.children].find((other) => Number(other.dataset.seq) > message.seq);
      this.log.insertBefore(item, later || null);
    }
  }

  item(message) {
    const template = find(this.channel === "sms" ? "#t-sms" : "#t-chat");
    const item = template.content.firstElementChild.cloneNode(true);
    item.dataset.seq = message.seq;
    item.classList.add(message.from_person ? "mine" : "theirs");
    const part = (name) => find(`[data-part=${name}]`, item);
    part("from").textContent = say(message.from_person ? "from_person" : "from_pulang");
    part("time").textContent = clockTime(message.at);
    part("time").dateTime = message.at;
    this.fill(part("text"), message);
    if (this.channel === "sms") {
      const count = message.segments === 1 ? say("segment_one") : say("segment_many", { count: message.segments });
      part("segments").textContent = `${count}, ${message.encoding}`;
    } else {
      this.choices(part("choices"), message);
    }
    return item;
  }

  fill(box, message) {
    if (["voice", "photo", "sticker", "video", "document", "contact"].includes(message.kind)) {
      box.append(this.marker(message.kind, say(`kind_${message.kind}`)));
    }
    if (message.kind === "location") {
      const point = `${message.latitude.toFixed(4)}, ${message.longitude.toFixed(4)}`;
      const marker = this.marker("location", message.label || say("kind_location"));
      const small = document.createElement("small");
      small.textContent = point;
      marker.append(small);
      box.append(marker);
    }
    // WhatsApp shows *bold*; nothing else in a text means anything here.
    message.body.split(/(\*[^*\n]+\*)/).forEach((piece) => {
      if (this.channel === "whatsapp" && /^\*[^*\n]+\*$/.test(piece)) {
        const bold = document.createElement("b");
        bold.textContent = piece.slice(1, -1);
        box.append(bold);
      } else {
        box.append(piece);
      }
    });
  }

  marker(kind, label) {
    const names = { voice: "voice", photo: "photo", sticker: "sticker", location: "pin" };
    const marker = document.createElement("span");
    marker.className = `marker ${kind}`;
    marker.append(icon(names[kind] || "photo"), Object.assign(document.createElement("span"), { textContent: label }));
    return marker;
  }

  choices(box, message) {
    if (message.list_button) {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.append(icon("list"), message.list_button);
      button.addEventListener("click", () => openList(this, message));
      box.append(button);
      return;
    }
    message.choices.forEach((choice) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: choice.title });
      button.addEventListener("click", () => this.tap(message, choice));
      box.append(button);
    });
  }

  tap(message, choice) {
    return this.send({ kind: "tap", message_sid: message.sid, choice_id: choice.id });
  }

  state(message, box) {
    const failed = this.refused.has(message.sid) || ["undelivered", "failed"].includes(message.status);
    const name = failed ? "alert" : { queued: "wait", accepted: "wait", sent: "tick" }[message.status] || "ticks";
    const word = this.refused.has(message.sid) ? say("status_failed") : say(`status_${message.status}`);
    const code = message.error_code ? ` ${message.error_code}` : "";
    box.className = `state ${failed ? "failed" : message.status}`;
    const label = Object.assign(document.createElement("span"), { textContent: word + code });
    // A tick alone says enough to the eye, and the word to a screen reader; what failed says so in words to both.
    label.className = failed || this.channel === "sms" ? "" : "hidden";
    box.replaceChildren(...(this.channel === "sms" ? [label] : [icon(name, "tick"), label]));
    box.title = word + code;
  }

  get answers() {
    return [...this.messages.values()].map((kept) => kept.message).filter((message) => !message.from_person);
  }
}

const phones = {};

function remember() {
  const ids = Object.fromEntries(Object.entries(phones).map(([channel, phone]) => [channel, phone.id]));
  localStorage.setItem(KEPT, JSON.stringify(ids));
}

// ---- sheets ----

function openList(phone, message) {
  const sheet = find("#list-sheet");
  find("#list-title").textContent = message.list_button || say("choose");
  find("#list-options").replaceChildren(...message.choices.map((choice) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(choice.title);
    if (choice.description) {
      button.append(Object.assign(document.createElement("small"), { textContent: choice.description }));
    }
    button.addEventListener("click", () => {
      sheet.close();
      phone.tap(message, choice);
    });
    item.append(button);
    return item;
  }));
  sheet.showModal();
}

function sendPlace(place) {
  find("#place-sheet").close();
  const { latitude, longitude, name } = place;
  return phones.whatsapp.send({ kind: "location", latitude, longitude, ...(name ? { label: name } : {}) });
}

function sendPoint() {
  const read = (id) => {
    const text = find(id).value.trim().replace(",", ".");
    return text === "" ? NaN : Number(text);
  };
  const latitude = read("#latitude"), longitude = read("#longitude");
  const wrong = find("#point-wrong");
  wrong.hidden = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (!wrong.hidden) {
    wrong.textContent = say("number_needed");
    find("#latitude").focus();
    return;
  }
  sendPlace({ latitude, longitude });
}

function showAttach(open) {
  find("#attach").hidden = !open;
  phones.whatsapp.log.scrollTop = phones.whatsapp.log.scrollHeight;
  find("[data-do=attach]").setAttribute("aria-expanded", String(open));
}

function wireSheets() {
  find("[data-do=attach]").addEventListener("click", () => showAttach(find("#attach").hidden));
  find("[data-do=place]").addEventListener("click", () => {
    showAttach(false);
    find("#place-sheet").showModal();
  });
  find("[data-do=point]").addEventListener("click", sendPoint);
  document.querySelectorAll("[data-town]").forEach((button) =>
    button.addEventListener("click", () => sendPlace(setup.places[Number(button.dataset.town)])));
  document.querySelectorAll("[data-media]").forEach((button) => button.addEventListener("click", () => {
    showAttach(false);
    phones.whatsapp.send({ kind: "media", media: button.dataset.media });
  }));
  document.querySelectorAll("dialog").forEach((dialog) => dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close("");
  }));

  find("[data-do=new-person]", phones.whatsapp.stand).addEventListener("click", () => find("#person-sheet").showModal());
  find("#person-sheet").addEventListener("close", async (event) => {
    if (event.target.returnValue !== "make") return;
    event.target.returnValue = "";
    const kind = find("[name=kind]:checked").value;
    await freshPerson(phones.whatsapp, {
      profile_name: find("#profile-name").value.trim(), with_number: kind !== "id", external_id: kind !== "number",
    });
  });
  find("[data-do=new-person]", phones.sms.stand).addEventListener("click", () => freshPerson(phones.sms));
}

async function freshPerson(phone, asked = {}) {
  stopPlaying("");
  await phone.start(asked);
  phone.notice(say("new_person"));
  phone.text.focus();
}

// ---- the old phone's keys ----

function wireKeypad() {
  const phone = phones.sms;
  let letters = true, last = null, turn = 0, settled = 0;
  const put = (text, replace) => {
    phone.text.value = (replace ? phone.text.value.slice(0, -1) : phone.text.value) + text;
    phone.typed();
  };
  find(".keypad").addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if (key.dataset.key === "#") {
      letters = !letters;
      find("[data-show=mode]").textContent = say(letters ? "mode_letters" : "mode_numbers");
      last = null;
      return;
    }
    if (!letters) return put(key.dataset.key, false);
    // Pressing the same key again soon goes through its letters, then its digit.
    const wheel = key.dataset.letters + key.dataset.key;
    const again = key === last && Date.now() < settled;
    turn = again ? (turn + 1) % wheel.length : 0;
    [last, settled] = [key, Date.now() + 900];
    put(wheel[turn], again);
  });
  find("[data-do=erase]").addEventListener("click", () => {
    last = null;
    phone.text.value = [...phone.text.value].slice(0, -1).join("");
    phone.typed();
  });
}

// ---- ready examples ----

const QUIET = 2200, PATIENCE = 25000, LETTER = 22; // ms
let playing = 0;

function stopPlaying(text) {
  playing += 1;
  find("#stop").hidden = true;
  find("#play").disabled = false;
  find("#player-state").textContent = text;
}

async function typeOut(phone, text, mine) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (let end = still ? text.length : 1; end <= text.length && mine(); end += 1) {
    phone.text.value = text.slice(0, end);
    phone.typed();
    if (!still) await pause(LETTER);
  }
  if (mine()) await phone.submit();
}

async function doStep(phone, step, mine) {
  if (step.text) return typeOut(phone, step.text, mine);
  if (step.place) return sendPlace(setup.places.find((place) => place.name === step.place));
  const offered = phone.answers.at(-1);
  const choice = offered && offered.choices[step.tap - 1];
  return choice ? phone.tap(offered, choice) : typeOut(phone, String(step.tap), mine);
}

async function answered(phone, had, mine) {
  const giveUp = Date.now() + PATIENCE;
  let seen = had, since = Date.now();
  while (mine() && Date.now() < giveUp) {
    const now = phone.answers.length;
    if (now !== seen) [seen, since] = [now, Date.now()];
    if (seen > had && Date.now() - since > QUIET) return true;
    await pause(200);
  }
  return false;
}

async function play(example) {
  stopPlaying("");
  const mine = ((turn) => () => playing === turn)(playing);
  const phone = phones[example.channel];
  find("#stop").hidden = false;
  find("#play").disabled = true;
  await phone.start(example.channel === "whatsapp" ? { profile_name: example.profile_name } : {});
  // On a narrow screen the phones stand below one another.
  phone.stand.scrollIntoView({ block: "nearest" });
  const steps = example.steps.length;
  for (const [index, step] of example.steps.entries()) {
    if (!mine()) return;
    find("#player-state").textContent = say("playing", { step: index + 1, steps });
    const had = phone.answers.length;
    await doStep(phone, step, mine);
    if (!mine()) return;
    find("#player-state").textContent = say("waiting", { step: index + 1, steps });
    if (!(await answered(phone, had, mine))) {
      if (mine()) stopPlaying(say("unanswered"));
      return;
    }
  }
  stopPlaying(say("played"));
}

function wirePlayer() {
  find("#player").addEventListener("submit", (event) => {
    event.preventDefault();
    const example = setup.examples.find((one) => one.id === find("#example").value);
    play(example).catch(() => stopPlaying(say("stopped")));
  });
  find("#stop").addEventListener("click", () => stopPlaying(say("stopped")));
}

async function begin() {
  document.querySelectorAll(".stand").forEach((stand) => {
    phones[stand.dataset.channel] = new Phone(stand);
  });
  setup = await ask("setup");
  wireSheets();
  wireKeypad();
  wirePlayer();
  phones.sms.typed();
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    // Whatever stood there is not ours; new phones are made.
  }
  for (const phone of Object.values(phones)) await phone.resume(kept[phone.channel]).catch(() => {});
  remember();
  document.body.dataset.ready = "yes";
  for (;;) {
    await pause(LOOK_EVERY);
    if (document.hidden) continue;
    await Promise.all(Object.values(phones).map((phone) => phone.look().catch(() => {})));
  }
}

begin();
