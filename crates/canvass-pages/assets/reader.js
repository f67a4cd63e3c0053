// Makes readers' pages quicker. Every page works without it: forms are plain forms, terms are plain links.
const find = (selector, root = document) => root.querySelector(selector);
const on = (type, act) => document.addEventListener(type, act);
let busy = false;

function announce(text) {
  const region = find("#announce");
  if (region) region.textContent = text;
}

async function part(url, name, options) {
  const answer = await fetch(url, { ...options, headers: { "x-canvass-part": name } });
  if (!answer.ok) throw answer;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// One statement at a time: send the answer, put the next one in its place, move the focus there.
async function swap(url, options, pressed, giveUp) {
  const old = find("#answer");
  busy = true;
  pressed.dataset.pressed = "";
  try {
    const next = find("#answer", await part(url, "answer", options));
    if (!next) throw new Response();
    old.replaceWith(next);
    const statement = find("#statement");
    statement?.focus({ preventScroll: true });
    if (next.getBoundingClientRect().top < 0) next.scrollIntoView();
    const progress = find(".progress", next)?.textContent ?? "";
    announce(`${pressed.dataset.said ?? ""} ${progress}`.trim());
  } catch (error) {
    delete pressed.dataset.pressed;
    if (error instanceof Response) return giveUp();
    find("#answer .problem")?.remove();
    const problem = Object.assign(document.createElement("p"), { className: "problem", textContent: old.dataset.failed });
    find(".answer-head", old).after(problem);
    announce(old.dataset.failed);
  } finally {
    busy = false;
  }
}

on("submit", (event) => {
  const form = event.target;
  const pressed = event.submitter;
  if (!pressed || form.dataset.swap === undefined) return;
  event.preventDefault();
  if (busy) return;
  const body = new URLSearchParams(new FormData(form, pressed));
  swap(form.action, { method: "POST", body }, pressed, () => {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value });
    if (pressed.name) form.append(field);
    form.submit();
  });
});

on("click", (event) => {
  const target = event.target;
  const more = target.closest("a[data-swap]");
  if (more && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    if (!busy) swap(more.href, {}, more, () => location.assign(more.href));
    return;
  }
  const term = target.closest(".term");
  for (const open of document.querySelectorAll(".marked.open")) {
    if (open !== term?.parentElement) open.classList.remove("open");
  }
  if (term) {
    event.preventDefault();
    document.body.classList.remove("quiet");
    term.parentElement.classList.toggle("open");
  }
  const copy = target.closest("[data-copy]");
  if (copy) {
    const field = document.getElementById(copy.dataset.copy);
    field.select();
    const done = () => { copy.textContent = copy.dataset.done; };
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, () => {});
    else if (document.execCommand("copy")) done();
  }
});

// The keys that are shown, while the statement is in sight; they can be turned off.
const keys = find("[data-keys]");
const keysAreOff = () => sessionStorage.getItem("keys") === "off";
function showKeys() {
  document.body.classList.toggle("keys-off", keysAreOff());
  if (keys) keys.textContent = keysAreOff() ? keys.dataset.on : keys.dataset.off;
}
keys?.addEventListener("click", () => {
  sessionStorage.setItem("keys", keysAreOff() ? "on" : "off");
  showKeys();
});
showKeys();

on("keydown", (event) => {
  if (event.key === "Escape") {
    document.body.classList.add("quiet");
    find(".marked.open")?.classList.remove("open");
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || busy || keysAreOff()) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  const wanted = event.key.toLowerCase();
  const button = [...document.querySelectorAll("#answer [data-key]")].find((one) => one.dataset.key === wanted);
  const box = button?.getBoundingClientRect();
  if (!button || button.disabled || box.bottom < 0 || box.top > innerHeight) return;
  event.preventDefault();
  button.click();
});
on("mouseover", (event) => { if (!event.target.closest(".marked")) document.body.classList.remove("quiet"); });
on("focusout", () => document.body.classList.remove("quiet"));

// How many characters are left.
const text = find("textarea[data-max]");
const counter = find("#add-count");
if (text && counter) {
  const count = () => {
    const left = text.dataset.max - [...text.value.trim().replace(/\s+/g, " ")].length;
    counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("#", Math.abs(left));
    counter.classList.toggle("problem", left < 0);
  };
  text.addEventListener("input", count);
  if (text.value) count();
}
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
find("#errors")?.focus();

// The numbers on the map are one stop for the Tab key; arrows go from one to the next and say what it stands for.
let spot = "";
function rove(root) {
  const spots = [...root.querySelectorAll(".spot")];
  const here = spots.find((one) => one.id === spot) ?? spots[0];
  for (const one of spots) one.setAttribute("tabindex", one === here ? 0 : -1);
  const said = find("#map-said", root);
  if (said && here?.id === spot) said.textContent = here.dataset.said;
  return spots;
}
rove(document);
on("focusin", (event) => {
  const here = event.target.closest(".spot");
  if (!here) return;
  spot = here.id;
  rove(document);
});
on("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const here = event.target.closest(".spot");
  if (!here || !step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const spots = rove(document);
  spots.at((spots.indexOf(here) + step) % spots.length).focus();
});

// Results renew themselves: the server says that something changed, the page fetches itself, regions change by id.
const results = find("[data-stream]");
if (results) {
  const pause = 1500;
  let last = 0;
  let timer = 0;
  const renew = async () => {
    timer = 0;
    last = Date.now();
    const fresh = await part(location.href, "live").catch(() => null);
    let changed = false;
    for (const region of fresh?.querySelectorAll("[data-region]") ?? []) {
      const old = document.getElementById(region.id);
      if (!old || old.contains(document.activeElement?.closest("textarea"))) continue;
      for (const details of old.querySelectorAll("details[open][id]")) {
        find(`#${details.id}`, region)?.setAttribute("open", "");
      }
      for (const button of region.querySelectorAll("[data-copy]")) button.hidden = false;
      rove(region);
      if (old.isEqualNode(region)) continue;
      const focused = old.contains(document.activeElement) && document.activeElement.id;
      const scrolled = find(".scroll", old)?.scrollLeft;
      old.replaceWith(region);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      if (scrolled) find(".scroll", region).scrollLeft = scrolled;
      changed = true;
    }
    if (changed) announce(find("#announce").dataset.updated);
  };
  const soon = () => { timer ||= setTimeout(renew, Math.max(0, last + pause - Date.now())); };
  const stream = new EventSource(results.dataset.stream);
  stream.addEventListener("totals", soon);
  stream.addEventListener("results", soon);
  addEventListener("pagehide", () => stream.close());
}
