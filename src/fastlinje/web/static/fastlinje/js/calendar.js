// The calendar from the keyboard and by dragging. Everything it does can be done by links on the page too.

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2, box];
}

// The nearest link in a direction: the same column for up and down, the most level one for left and right.
function neighbour(table, from, [dx, dy]) {
  const [x, y, own] = middle(from.closest(".fl-block") ?? from);
  let best = null;
  let least = Infinity;
  table.querySelectorAll("tbody a").forEach((link) => {
    const [otherX, otherY, box] = middle(link.closest(".fl-block") ?? link);
    const along = dx ? (otherX - x) * dx : (otherY - y) * dy;
    const aside = dx ? Math.max(box.top - y, y - box.bottom, 0) : Math.abs(otherX - x) < own.width / 2 ? 0 : Infinity;
    if (link === from || along < 2 || aside === Infinity) return;
    const far = along + aside * 1000;
    if (far < least) [best, least] = [link, far];
  });
  return best;
}

function onKey(table, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const link = event.target.closest("tbody a");
  const page = { PageUp: table.dataset.previous, PageDown: table.dataset.following }[event.key];
  if (page) {
    event.preventDefault();
    location.assign(page);
  } else if (link && KEYS[event.key]) {
    event.preventDefault();
    neighbour(table, link, KEYS[event.key])?.focus();
  }
}

function free(event) {
  return event.target.closest?.("[data-slot]");
}

// A dropped appointment leads to the page that asks whether to move it: nothing is moved by the mouse alone.
function dragging(table) {
  let lifted = null;
  table.querySelectorAll("[data-moves]").forEach((link) => {
    link.draggable = false;
    link.closest(".fl-block").draggable = true;
  });
  table.addEventListener("dragstart", (event) => {
    lifted = event.target.closest(".fl-block");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    lifted.dataset.lifted = "";
  });
  table.addEventListener("dragend", () => {
    if (lifted) delete lifted.dataset.lifted;
    lifted = null;
  });
  table.addEventListener("dragover", (event) => {
    if (lifted && free(event)) event.preventDefault();
  });
  for (const [kind, on] of [["dragenter", true], ["dragleave", false]]) {
    table.addEventListener(kind, (event) => free(event)?.closest(".fl-block").toggleAttribute("data-over", on && Boolean(lifted)));
  }
  table.addEventListener("drop", (event) => {
    const slot = free(event);
    if (!lifted || !slot) return;
    event.preventDefault();
    const target = new URL(lifted.querySelector("[data-moves]").dataset.moves, location.href);
    target.searchParams.set("til", slot.dataset.slot);
    location.assign(target);
  });
}

function start(table) {
  const frame = table.closest(".fl-calendar-frame");
  frame.addEventListener("keydown", (event) => onKey(table, event));
  dragging(table);
  const now = table.querySelector("tr[data-now]");
  if (now) frame.scrollTop = Math.max(now.offsetTop - frame.clientHeight / 3, 0);
  document.querySelectorAll("[data-calendar-keys]").forEach((help) => (help.hidden = false));
}

document.querySelectorAll("[data-calendar]").forEach(start);
