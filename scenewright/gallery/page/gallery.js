"use strict";
// Everything from data goes through textContent and setAttribute: nothing of it is ever read as HTML.

const held = document.getElementById("held");
const still = held ? JSON.parse(held.textContent) : null;
const $ = (id) => document.getElementById(id);
const state = { starts: [""], wanted: {}, next: "", asked: 0 };

function element(name, text, attributes) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  return made;
}

async function get(path, query) {
  const reply = await fetch(path + "?" + new URLSearchParams(query));
  const found = await reply.json();
  if (!reply.ok) throw new Error(found.error || String(reply.status));
  return found;
}

// -- cards ----------------------------------------------------------------------------------------------------------

function mediumUrl(card, medium) {
  return medium.data || "media/" + encodeURIComponent(card.at) + "/" + medium.number;
}

function showMarks(figures, spans, ids) {
  const told = [];
  for (const figure of figures) {
    figure.svg.replaceChildren();
    for (const mark of figure.marks) {
      if (!ids.includes(mark.id)) continue;
      if (mark.start !== null && mark.start !== undefined) told.push(`${mark.id}: ${mark.start.toFixed(2)} to ${mark.end.toFixed(2)} s`);
      const points = mark.polygon.length ? mark.polygon : null;
      const [left, top, right, bottom] = mark.box;
      if (!points && right <= left && bottom <= top) continue;
      const shape = document.createElementNS("http://www.w3.org/2000/svg", points ? "polygon" : "rect");
      if (points) shape.setAttribute("points", points.map((p) => p.join(",")).join(" "));
      else for (const [key, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) shape.setAttribute(key, value);
      figure.svg.append(shape);
    }
  }
  spans.textContent = told.join(", ");
}

function mediumOf(card, medium, place, figures) {
  const box = element("div", null, { class: "shown" });
  const name = `${card.family}, sample ${card.id}, medium ${place + 1} of ${card.media.length}`;
  const url = mediumUrl(card, medium);
  let tag;
  if (medium.kind.startsWith("image/")) tag = element("img", null, { alt: name, loading: "lazy", src: url });
  else if (medium.kind.startsWith("video/")) tag = element("video", null, { controls: "", loop: "", muted: "", preload: "metadata", "aria-label": name, src: url });
  else if (medium.kind.startsWith("audio/")) tag = element("audio", null, { controls: "", preload: "none", "aria-label": name, src: url });
  else return element("p", "A medium that no browser shows.", { class: "quiet" });
  if (medium.width && medium.height && tag.tagName !== "AUDIO") { tag.width = medium.width; tag.height = medium.height; }
  box.append(tag);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("viewBox", `0 0 ${medium.width || 1} ${medium.height || 1}`);
  svg.setAttribute("preserveAspectRatio", "none");
  if (tag.tagName !== "AUDIO") box.append(svg);
  figures.push({ svg, marks: card.marks.filter((mark) => mark.medium === medium.number) });
  return box;
}

function pointing(node, ids, show) {
  node.addEventListener("mouseenter", () => show(ids));
  node.addEventListener("focus", () => show(ids));
  node.addEventListener("mouseleave", () => show([]));
  node.addEventListener("blur", () => show([]));
}

function questionOf(question, show, open) {
  const item = element("li");
  const box = element("details", null, { class: "question" });
  if (open) box.open = true;
  box.append(element("summary", question.text));
  if (question.choices.length) {
    const list = element("ol", null, { class: "choices" });
    for (const choice of question.choices) {
      const line = element("li");
      line.append(element("span", choice.text, choice.correct ? { class: "right" } : {}));
      if (choice.correct) line.append(element("span", " ✓ right", { class: "right" }));
      if (choice.why) line.append(element("span", " — " + choice.why, { class: "why" }));
      list.append(line);
    }
    box.append(list);
  }
  const answer = element("p");
  answer.append("Answer: ", element("span", question.answer, { class: question.answerable ? "right" : "" }));
  box.append(answer);
  if (question.steps.length) {
    const list = element("ol", null, { class: "steps" });
    for (const step of question.steps) {
      const line = element("li", step.text);
      if (step.evidence.length) { line.tabIndex = 0; pointing(line, step.evidence, show); }
      list.append(line);
    }
    box.append(list);
  }
  if (question.evidence.length) {
    const chips = element("div", null, { class: "chips", role: "group", "aria-label": "Evidence" });
    for (const id of question.evidence) {
      const chip = element("button", id, { type: "button", "aria-pressed": "false" });
      pointing(chip, [id], show);
      chip.addEventListener("click", () => {
        const on = chip.getAttribute("aria-pressed") !== "true";
        chip.setAttribute("aria-pressed", String(on));
        show(on ? [id] : []);
      });
      chips.append(chip);
    }
    box.append(chips);
  }
  const tags = [question.template, question.skill, question.type];
  if (question.twin) tags.push("twin of " + question.twin);
  box.append(element("p", tags.filter(Boolean).join(" · "), { class: "tags" }));
  item.append(box);
  return item;
}

async function tellTruth(box, card) {
  if (box.dataset.told) return;
  box.dataset.told = "1";
  try {
    const told = card.details || (await get("api/details", { at: card.at }));
    for (const [name, text] of Object.entries(told)) {
      box.append(element("p", name, { class: "tags" }), element("pre", text, { tabindex: "0", "aria-label": name }));
    }
  } catch (error) { box.append(element("p", String(error.message), { class: "quiet" })); }
}

function cardOf(card, alone) {
  const article = element("article", null, { "aria-label": "Sample " + card.id, class: alone ? "alone" : "" });
  const head = element("h2");
  head.append(element("a", card.id || card.at, { href: "#" + card.at }));
  head.append(element("span", [`${card.family}, level ${card.level}`, card.split].filter(Boolean).join(" · ")));
  article.append(head);
  const figures = [];
  const seen = element("div", null, { class: "seen" }), told = element("div");
  card.media.forEach((medium, place) => seen.append(mediumOf(card, medium, place, figures)));
  const spans = element("div", "", { class: "spans" });
  if (card.marks.some((mark) => mark.start !== null && mark.start !== undefined)) seen.append(spans);
  article.append(seen, told);
  const show = (ids) => showMarks(figures, spans, ids);
  const list = element("ol", null, { class: "questions" });
  card.questions.forEach((question, i) => list.append(questionOf(question, show, alone || i === 0)));
  told.append(list);
  if (card.table) {
    const table = element("details");
    table.append(element("summary", "Table"), element("pre", card.table, { tabindex: "0", "aria-label": "Table as CSV" }));
    told.append(table);
  }
  const truth = element("details");
  truth.append(element("summary", "Scene"));
  truth.addEventListener("toggle", () => truth.open && tellTruth(truth, card));
  told.append(truth);
  const remake = element("details");
  remake.append(element("summary", "Make it again"));
  const row = element("div", null, { class: "remake" });
  const copy = element("button", "Copy", { type: "button" });
  copy.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(card.command); copy.textContent = "Copied"; } catch { copy.textContent = "Select it by hand"; }
  });
  row.append(element("pre", card.command, { tabindex: "0", "aria-label": "Command" }), copy);
  remake.append(row);
  told.append(remake);
  return article;
}

// -- pages ----------------------------------------------------------------------------------------------------------

function fits(card, wanted) {
  for (const name of ["family", "level", "split"]) if (wanted[name] && String(card[name]) !== wanted[name]) return false;
  let asked = card.questions;
  for (const name of ["template", "skill"]) if (wanted[name]) asked = asked.filter((q) => q[name] === wanted[name]);
  if (wanted.answerable) asked = asked.filter((q) => q.answerable === (wanted.answerable === "yes"));
  if (wanted.q) {
    const text = wanted.q.toLowerCase();
    if (!card.id.toLowerCase().includes(text)) asked = asked.filter((q) => (q.text + "\n" + q.answer).toLowerCase().includes(text));
  }
  return asked.length > 0 || !["template", "skill", "answerable", "q"].some((name) => wanted[name]);
}

function stillPage(start) {
  const cards = still.cards.filter((card) => fits(card, state.wanted));
  const first = start ? Number(start) : 0;
  return { cards: cards.slice(first, first + still.page), next: first + still.page < cards.length ? String(first + still.page) : "" };
}

async function showPage() {
  const main = $("cards"), turn = ++state.asked;
  main.setAttribute("aria-busy", "true");
  const start = state.starts[state.starts.length - 1];
  let found = { cards: [], next: "" };
  try {
    found = still ? stillPage(start) : await get("api/page", { start, ...state.wanted });
    // A search stops after a while and says where it got to: go on until there is something to show.
    while (!found.cards.length && found.next && turn === state.asked) {
      $("place").textContent = "searching… " + found.next;
      found = await get("api/page", { start: found.next, ...state.wanted });
    }
    if (turn !== state.asked) return;
    main.replaceChildren(...found.cards.map((card) => cardOf(card, false)));
    if (!found.cards.length) main.append(element("p", "No sample fits. Choose other filters, or clear them."));
  } catch (error) {
    main.replaceChildren(element("p", "This page can't be shown: " + error.message));
  }
  main.setAttribute("aria-busy", "false");
  state.next = found.next;
  $("previous").disabled = state.starts.length < 2;
  $("next").disabled = !found.next;
  $("place").textContent = `page ${state.starts.length}`;
}

async function showOne(at) {
  const main = $("cards");
  main.setAttribute("aria-busy", "true");
  try {
    const card = still ? still.cards.find((one) => one.at === at) : await get("api/sample", { at });
    if (!card) throw new Error("there is no sample " + at);
    main.replaceChildren(cardOf(card, true));
  } catch (error) { main.replaceChildren(element("p", "This sample can't be shown: " + error.message)); }
  main.setAttribute("aria-busy", "false");
  $("previous").disabled = $("next").disabled = true;
  $("place").textContent = "";
  const back = element("a", "All samples", { href: "#" });
  $("place").append(back);
}

function route() {
  const at = decodeURIComponent(location.hash.slice(1));
  if (at && at !== "cards") showOne(at); else if (!at) showPage();
}

function table(caption, rows) {
  const made = element("table");
  made.append(element("caption", caption));
  for (const [name, count] of rows) {
    const line = element("tr");
    line.append(element("th", name, { scope: "row" }), element("td", count === null ? "" : Number(count).toLocaleString("en"), { class: "number" }));
    made.append(line);
  }
  return made;
}

function fill(select, values) {
  for (const value of values) select.append(element("option", value, { value }));
}

function start(about) {
  $("name").textContent = about.name;
  document.title = about.name + " · Scenewright gallery";
  const form = $("filters").elements;
  const counts = Object.entries(about.splits);
  $("about").textContent = counts.map(([split, count]) => (count === null ? split : `${split} ${Number(count).toLocaleString("en")}`)).join(" · ");
  fill(form.split, counts.map(([split]) => split));
  fill(form.family, about.families);
  fill(form.skill, Object.keys(about.skills));
  const levels = new Set(Object.keys(about.levels).map((name) => name.split(" ").pop()));
  fill(form.level, [...levels].sort());
  const templates = Object.keys(about.templates);
  const refill = () => {
    const family = form.family.value, kept = form.template.value;
    const names = templates.filter((name) => !family || name.startsWith(family + "."));
    form.template.replaceChildren(element("option", "all", { value: "" }));
    for (const name of names) form.template.append(element("option", name, { value: name }));
    form.template.value = names.includes(kept) ? kept : "";
  };
  form.family.addEventListener("change", refill);
  refill();
  $("overview").querySelector(".tables").append(table("Samples by level", Object.entries(about.levels)), table("Questions by template", Object.entries(about.templates)));
  const apply = () => {
    const wanted = Object.fromEntries([...new FormData($("filters"))].filter(([, value]) => value));
    if (wanted.template) {
      const [family, name] = wanted.template.split(".");
      Object.assign(wanted, { family, template: name });
    }
    Object.assign(state, { wanted, starts: [""] });
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    showPage();
  };
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  $("filters").addEventListener("change", apply);
  $("filters").addEventListener("reset", () => setTimeout(() => { refill(); apply(); }));
  $("next").addEventListener("click", () => { state.starts.push(state.next); showPage().then(() => scrollTo(0, 0)); });
  $("previous").addEventListener("click", () => { state.starts.pop(); showPage().then(() => scrollTo(0, 0)); });
  addEventListener("hashchange", route);
}

// -- preview --------------------------------------------------------------------------------------------------------

function preview(about) {
  $("name").textContent = "Preview";
  document.title = "Scenewright preview";
  $("filters").hidden = true;
  $("overview").hidden = true;
  const form = $("maker"), fields = form.elements;
  form.hidden = false;
  fill(fields.family, about.families);
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of ["family", "level", "index", "seed", "style"]) {
    const value = given.get(name) ?? about.first[name];
    if (value !== undefined && value !== null) fields[name].value = value;
  }
  const make = async () => {
    const wanted = Object.fromEntries(new FormData(form));
    const turn = ++state.asked, main = $("cards");
    main.setAttribute("aria-busy", "true");
    $("place").textContent = "making…";
    try {
      const card = await get("api/make", wanted);
      if (turn !== state.asked) return;
      main.replaceChildren(cardOf(card, true));
      $("place").textContent = `made in ${card.seconds.toFixed(2)} s`;
      history.replaceState(null, "", "#" + new URLSearchParams(wanted));
    } catch (error) {
      main.replaceChildren(element("p", error.message));
      $("place").textContent = "";
    }
    main.setAttribute("aria-busy", "false");
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); make(); });
  form.addEventListener("change", make);
  $("another").addEventListener("click", () => { fields.index.value = Number(fields.index.value) + 1; make(); });
  $("restyle").addEventListener("click", () => { fields.style.value = Number(fields.style.value) + 1; make(); });
  $("previous").hidden = $("next").hidden = true;
  make();
}

// -- light and dark -------------------------------------------------------------------------------------------------

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
  try { localStorage.setItem("scenewright-theme", dark ? "dark" : "light"); } catch { /* pages from files may not */ }
}
let chosen = null;
try { chosen = localStorage.getItem("scenewright-theme"); } catch { /* the same */ }
setTheme(chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
$("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));

if (still) { start(still.about); route(); }
else {
  // The first cards do not wait for the counts.
  const at = location.hash;
  get("api/about", {}).then((about) => (about.preview ? preview(about) : (start(about), at ? route() : null)))
    .catch((error) => $("cards").replaceChildren(element("p", error.message)));
  if (document.documentElement.dataset.mode !== "preview" && !at) showPage();
}
