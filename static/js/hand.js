// What a hand does on any page: dragging by a grip, Alt with an arrow, suggestions while typing, closing menus.
//
// All of it is an extra to buttons that are there. Pointer events, so that a finger drags too; Escape puts it back.
let dragged = null, suggesting = 0;

/* Moves what is dragged to where the pointer is: before or after another, first or last in a group. */
function settle(item, x, y) {
  const over = document.elementFromPoint(x, y);
  if (!over || item.contains(over) || over.closest("[data-order]") !== item.closest("[data-order]")) return;
  const foot = over.closest(".group-foot"), head = over.closest(".group-head"), row = over.closest("[data-drag]");
  const box = (head ?? row)?.getBoundingClientRect(), lower = box && y > box.top + box.height / 2;
  if (foot) foot.before(item);
  else if (head && (lower || !row)) head.after(item);
  else if (row) row[lower ? "after" : "before"](item);
}

function drop(here) {
  if (!dragged) return;
  const { item, parent, next } = dragged, order = item.closest("[data-order]");
  dragged = null;
  item.classList.remove("dragged");
  if (!here) parent.insertBefore(item, next);
  if (item.parentNode === parent && item.nextSibling === next) return form()?.contains(item) && dirty && send("preview", true);
  if (order.dataset.order) {
    const list = order.closest("form");
    list.action = order.dataset.order;
    return list.submit();
  }
  const lies = item.querySelector("[name$='.in']");
  if (lies) lies.value = item.parentNode.closest(".group").id;
  send("drop:" + item.dataset.drag, false);
}

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest(".grip")?.closest("[data-drag]");
  if (!item || event.button) return;
  event.preventDefault();
  clearTimeout(waiting);
  running?.abort();
  dragged = { item, parent: item.parentNode, next: item.nextSibling };
  item.classList.add("dragged");
});
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  if (event.clientY < 48) scrollBy(0, -12);
  if (event.clientY > innerHeight - 96) scrollBy(0, 12);
  settle(dragged.item, event.clientX, event.clientY);
});
document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") drop(false);
  const way = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key], item = way && event.target.closest("[data-drag]");
  if (!item) return;
  event.preventDefault();
  item.querySelector(`button:is([value^="${way}:"], [value^="pin${way}:"], [formaction$="/${way}"])`)?.click();
});

document.addEventListener("input", (event) => {
  const { list, dataset: { suggest }, value } = event.target;
  if (!list || !suggest) return;
  clearTimeout(suggesting);
  suggesting = value.trim() && setTimeout(async () => {
    try {
      const answer = await fetch(suggest + "?q=" + encodeURIComponent(value.trim()));
      const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("option");
      if (found) list.replaceChildren(...found);
    } catch { /* typing goes on without suggestions */ }
  }, 150);
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
