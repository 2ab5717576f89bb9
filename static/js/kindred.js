// The back office works whole without this file; it only makes the same posts without a new page.
//
// A press of a builder button, a changed field or a pause in typing posts the whole form as the browser would, follows
// the 303 and puts the form of that page in place of this one. What was typed meanwhile is put back before the swap.
const LEAVES = ["save", "publish", "discard"];
const TYPED = "input:not([type=checkbox], [type=radio]), textarea";
const main = document.querySelector("main");
let running = null, waiting = 0, queue = Promise.resolve(), queued = 0, dirty = false, said = null;

const form = () => document.getElementById("draft");
const key = (control) => control.name + "\n" + (/^(radio|checkbox|hidden)$/.test(control.type) ? control.value : "") + (control.type === "hidden" ? "h" : "");
const state = (control) => (/^(radio|checkbox)$/.test(control.type) ? control.checked : control.value);
const controls = (root) => [...root.elements].filter((control) => control.name && control.type !== "hidden" && control.tagName !== "BUTTON");

function snapshot(root) {
  return new Map(controls(root).map((control) => [key(control), state(control)]));
}

/* Puts back what was edited after the request had taken the form, and the field to add that no button has added yet. */
function keep(old, before, fresh, quiet) {
  const now = new Map(controls(fresh).map((control) => [key(control), control]));
  for (const control of controls(old)) {
    const name = key(control), other = now.get(name);
    if (!other || !before.has(name) || (before.get(name) === state(control) && !(quiet && name.startsWith("add.")))) continue;
    if (/^(radio|checkbox)$/.test(control.type)) other.checked = control.checked;
    else other.value = control.value;
  }
}

function place(element) {
  if (!element?.name || element.id) return element?.id && "#" + CSS.escape(element.id);
  return `[name="${CSS.escape(element.name)}"]` + (element.type === "submit" ? `[value="${CSS.escape(element.value)}"]:not([tabindex])` : "");
}

function swap(fresh, before, quiet) {
  const old = form(), active = document.activeElement;
  const where = old.contains(active) && place(active), ends = quiet && "selectionStart" in active && [active.selectionStart, active.selectionEnd];
  const open = [...old.querySelectorAll("details.ticks[open] > summary[id], details:not(.menu)[open] > summary")].map((summary) => summary.id || summary.textContent);
  keep(old, before, fresh, quiet);
  old.replaceWith(fresh);
  if (quiet) {
    for (const summary of fresh.querySelectorAll("summary")) if (open.includes(summary.id || summary.textContent)) summary.parentElement.open = true;
    const same = where && fresh.querySelector(where);
    same?.focus({ preventScroll: true });
    if (same && ends && ends[0] !== null) try { same.setSelectionRange(...ends); } catch { /* numbers and dates have no selection */ }
  } else {
    const next = fresh.querySelector("[autofocus]") || (where && fresh.querySelector(where));
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }
  const status = fresh.querySelector("[role=status]");
  if (status) say(status.textContent);
}

function say(text) {
  if (!said) {
    said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("aria-live", "polite");
    document.body.append(said);
  }
  if (said.textContent !== text) said.textContent = text;
}

function unreached(there) {
  document.getElementById("unreached")?.remove();
  if (there) return;
  const banner = document.createElement("p");
  banner.id = "unreached";
  banner.className = "notice bad unreached";
  banner.setAttribute("role", "alert");
  banner.textContent = "Could not reach the server. Your changes are still here; they are sent with the next button you press.";
  main.prepend(banner);
}

/* One post at a time, in the order of what was done: the server keeps steps as they reach it, so one that overtook
   another would bring back what stood there before. A post takes the form when its turn comes, so a waiting one makes a
   further preview needless. */
function send(button, quiet) {
  clearTimeout(waiting);
  if (quiet && queued) return;
  queued += 1;
  queue = queue.then(() => {
    queued -= 1;
    return post(button, quiet);
  });
}

async function post(button, quiet) {
  const mine = (running = new AbortController()), old = form();
  const body = new FormData(old), before = snapshot(old);
  body.append("do", button);
  try {
    const answer = await fetch(old.action, { method: "POST", body, signal: AbortSignal.any([mine.signal, AbortSignal.timeout(15000)]) });
    const text = await answer.text();
    if (mine.signal.aborted) return;
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("draft");
    if (!fresh) return location.assign(answer.url);
    swap(document.adoptNode(fresh), before, quiet);
    history.replaceState(null, "", answer.url);
    dirty = false;
    unreached(true);
  } catch (failure) {
    if (failure.name !== "AbortError") unreached(false);
  } finally {
    if (running === mine) running = null;
  }
}

if (form() && main) {
  document.addEventListener("submit", (event) => {
    const button = event.submitter?.value || "preview";
    if (event.target !== form()) return;
    dirty = false;
    if (LEAVES.includes(button) || button.startsWith("over:")) return running?.abort();
    event.preventDefault();
    send(button, false);
  });
  document.addEventListener("input", (event) => {
    if (!form().contains(event.target)) return;
    dirty = true;
    clearTimeout(waiting);
    if (event.target.matches(TYPED) && !event.target.name.startsWith("why")) waiting = setTimeout(() => send("preview", true), 600);
  });
  document.addEventListener("change", (event) => {
    const control = event.target, [node, part] = control.name?.split(".") ?? [];
    if (!form().contains(control) || node === "add" || control.name?.startsWith("why")) return;
    const typed = control.matches(TYPED);
    send(["field", "op"].includes(part) ? "change:" + node : "preview", typed || !["field", "op"].includes(part));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const pressed = { s: "save", Enter: "publish", z: "undo", Z: "redo", y: "redo" }[event.key];
    // A field that is typed into takes back its own letters.
    if (!pressed || (pressed.endsWith("do") && event.target.matches(TYPED))) return;
    event.preventDefault();
    form().querySelector(`[name=do][value=${pressed}]`)?.click();
  });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}
