// Says which colleagues have the same conversation open. Silent while the tab is hidden.

import { get } from "./ask.js";

const EVERY_MS = 10000;

function start(place) {
  async function ask() {
    if (document.visibilityState === "hidden") return;
    const answer = await get(place.dataset.presenceUrl);
    if (answer.ok && answer.data.text !== undefined && place.textContent !== answer.data.text) place.textContent = answer.data.text;
  }
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}

document.querySelectorAll("[data-presence-url]").forEach(start);
