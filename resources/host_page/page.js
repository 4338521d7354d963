// The host's page: asks the desk once a second, shows what it says, sends what a long press orders.
// Everything the desk says is shown as text; nothing is ever taken for markup.
"use strict";

const LOOK_MS = 1000;
const PATIENCE_MS = 4000;
const LOST_MS = 5000; // without an answer for so long, figures may be wrong and are hidden
const PRESS_MS = 600;
const SAID_MS = 6000;

const at = (id) => document.getElementById(id);
let words = {};
let form = ""; // proves that an order comes from this page
let shown = null;
let skewMs = 0; // the desk's clock minus ours
let heardAt = Date.now();
let heardTick = performance.now();
let paired = true;
let minutes = 0;
let pressing = null;
let busy = false;
let looking = false;
let saidTimer = 0;
let drawn = "";

function part(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function clockOf(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = two(Math.floor((whole % 3600) / 60)) + ":" + two(whole % 60);
  return hours ? two(hours) + ":" + rest : rest;
}

async function ask(path, order) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), PATIENCE_MS);
  const options = { signal: ending.signal, cache: "no-store", credentials: "same-origin", redirect: "error" };
  if (order) {
    options.method = "POST";
    options.headers = { "Content-Type": "application/json", "Stockcue-Form": form };
    options.body = JSON.stringify(order);
  }
  try {
    return await fetch(path, options);
  } finally {
    clearTimeout(timer);
  }
}

function heard() {
  heardAt = Date.now();
  heardTick = performance.now();
}

function silentMs() {
  // one of the two stands still while the phone sleeps, the other may be set by hand
  return Math.max(Date.now() - heardAt, performance.now() - heardTick);
}

async function look() {
  if (looking || !paired) return;
  looking = true;
  try {
    if (!words.now) await learn();
    const answer = await ask("/state");
    if (answer.status === 401) {
      heard();
      unpair(words.unpaired);
    } else if (answer.ok) {
      const view = await answer.json();
      form = answer.headers.get("Stockcue-Form") || "";
      skewMs = Date.parse(view.at) - Date.now();
      shown = view;
      // a desk that answers but judges no more has old figures, too
      if (Date.parse(view.at) - Date.parse(view.alive_at) < LOST_MS) heard();
      draw();
    }
  } catch (_error) {
    // told by how long it has been silent
  } finally {
    looking = false;
    tick();
  }
}

async function learn() {
  const answer = await ask("/words");
  if (!answer.ok) throw new Error("no words");
  words = await answer.json();
  document.documentElement.lang = words.language;
  at("pair-title").textContent = words.pair_title;
  at("pair-help").textContent = words.pair_help;
  at("initials-label").textContent = words.initials;
  at("pair").textContent = words.pair;
  at("lost-word").textContent = words.lost;
}

function unpair(text) {
  paired = false;
  shown = null;
  letGo();
  at("room-view").hidden = true;
  at("pairing").hidden = false;
  at("pair-said").textContent = code() ? "" : text || "";
  at("pair").disabled = !code();
}

function code() {
  return sessionStorage.getItem("code") || "";
}

async function pair(event) {
  event.preventDefault();
  at("pair").disabled = true;
  const said = at("pair-said");
  said.textContent = "";
  try {
    const answer = await ask("/pair", { code: code(), name: at("initials").value });
    if (answer.ok) {
      sessionStorage.removeItem("code");
      paired = true;
      at("pairing").hidden = true;
      await look();
    } else {
      said.textContent = answer.status === 429 ? words.slow : words.pair_failed;
      at("pair").disabled = answer.status !== 429;
    }
  } catch (_error) {
    said.textContent = words.lost;
    at("pair").disabled = false;
  }
}

// What is shown

function draw() {
  at("pairing").hidden = true;
  at("room-view").hidden = false;
  at("room").textContent = shown.room;
  if (!shown.minutes.includes(minutes)) minutes = shown.usual_minutes;
  const now = { ...shown, at: "" };
  const fresh = JSON.stringify([now, minutes, busy]);
  // a button under a thumb is not replaced
  if (fresh === drawn || pressing) return;
  drawn = fresh;
  at("note").textContent = shown.note;
  at("note").hidden = !shown.note;
  fill(at("now"), shown.now, words.now, true);
  fill(at("next"), shown.next, words.next, true);
  drawLengths();
  const held = at("held");
  held.replaceChildren();
  for (const product of shown.held) {
    const card = part("section", "product");
    fill(card, product, words.held, false);
    held.append(card);
  }
}

function fill(card, product, tag, mayMark) {
  card.replaceChildren();
  card.hidden = !product;
  if (!product) return;
  const head = part("div", "head");
  head.append(part("span", "tag", tag), part("h2", "", product.title));
  const figures = part("div", "figures");
  figures.append(unitsOf(product), timeOf(product));
  card.append(head, figures);
  if (product.cue) card.append(part("p", "cue", product.cue));
  card.append(part("p", "uses", product.uses));
  if (product.held) {
    card.append(button(words.restore, "restore", product, product.cannot_restore));
  } else if (mayMark) {
    card.append(button(words.mark.replace("{minutes}", String(minutes)), "mark", product, product.cannot_mark));
  }
}

function unitsOf(product) {
  const box = part("div", "figure " + product.units_tone);
  const note = part("span", "", product.units_note);
  if (product.age_from) note.dataset.old = product.age_from;
  box.append(part("b", "", product.units), note);
  return box;
}

function timeOf(product) {
  const box = part("div", "figure " + product.time_tone);
  const figure = part("b", "", product.time || "—");
  if (product.left_until) figure.dataset.until = product.left_until;
  if (product.runs_from) figure.dataset.from = product.runs_from;
  box.append(figure, part("span", "", product.time_note));
  return box;
}

function button(text, act, product, cannot) {
  const whole = part("div");
  const made = part("button", act === "restore" ? "press back" : "press");
  made.type = "button";
  made.append(part("i"), part("span", "", text));
  made.disabled = Boolean(cannot) || busy;
  made.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    made.focus();
    press(made, act, product.sku);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave", "blur"]) made.addEventListener(end, letGo);
  made.addEventListener("keydown", (event) => {
    if ((event.key === " " || event.key === "Enter") && !event.repeat) {
      event.preventDefault();
      press(made, act, product.sku);
    }
  });
  made.addEventListener("keyup", letGo);
  made.addEventListener("contextmenu", (event) => event.preventDefault());
  whole.append(made);
  if (cannot) whole.append(part("p", "why", cannot));
  return whole;
}

function drawLengths() {
  const lengths = at("lengths");
  lengths.replaceChildren();
  lengths.hidden = !shown.now && !shown.next;
  for (const each of shown.minutes) {
    const made = part("button", "", words.minutes.replace("{minutes}", String(each)));
    made.type = "button";
    made.setAttribute("role", "radio");
    made.setAttribute("aria-checked", String(each === minutes));
    made.addEventListener("click", () => {
      minutes = each;
      draw();
    });
    lengths.append(made);
  }
}

// What is done

function press(made, act, sku) {
  if (pressing || made.disabled) return;
  made.classList.add("down");
  pressing = { made, timer: setTimeout(() => lasted(act, sku), PRESS_MS) };
}

function letGo() {
  if (!pressing) return;
  clearTimeout(pressing.timer);
  pressing.made.classList.remove("down");
  pressing = null;
}

async function lasted(act, sku) {
  letGo();
  if (navigator.vibrate) navigator.vibrate(30);
  busy = true;
  draw();
  try {
    const answer = await ask("/act", { act, sku, minutes });
    const said = await answer.json();
    if (answer.status === 401) unpair(words.unpaired);
    else if (!answer.ok) say(said.error, true);
    else if (!said.ok) say(said.texts.join(" "), true);
    else say(said.waiting ? words.sending : words.done, false);
  } catch (_error) {
    say(words.lost, true);
  } finally {
    busy = false;
    await look();
    if (shown) draw();
  }
}

function say(text, bad) {
  const said = at("said");
  said.textContent = text;
  said.classList.toggle("bad", bad);
  said.hidden = false;
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => { said.hidden = true; }, SAID_MS);
}

// What runs by itself

function tick() {
  const now = Date.now() + skewMs;
  const lost = paired && silentMs() > LOST_MS;
  at("lost").hidden = !lost;
  if (lost) {
    letGo();
    const gone = clockOf(silentMs() / 1000);
    at("lost-word").textContent = words.lost || "—";
    at("lost-time").textContent = (words.lost_for || "{time}").replace("{time}", gone);
  }
  at("room-view").hidden = lost || !shown;
  for (const figure of document.querySelectorAll("[data-until]")) {
    figure.textContent = clockOf((Date.parse(figure.dataset.until) - now) / 1000 + 0.999);
  }
  for (const figure of document.querySelectorAll("[data-from]")) {
    figure.textContent = clockOf((now - Date.parse(figure.dataset.from)) / 1000);
  }
  for (const note of document.querySelectorAll("[data-old]")) {
    note.textContent = words.old.replace("{age}", clockOf((now - Date.parse(note.dataset.old)) / 1000));
  }
  // the room's clock, wherever the phone believes to be
  at("clock").textContent = shown ? new Date(now + shown.offset_s * 1000).toISOString().slice(11, 19) : "";
}

function begin() {
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem("code", given);
    history.replaceState(null, "", "/");
  }
  at("pairing").addEventListener("submit", pair);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { tick(); look(); } });
  window.addEventListener("pageshow", () => { tick(); look(); });
  setInterval(look, LOOK_MS);
  setInterval(tick, 250);
  look();
}

begin();
