// Follows a long job: asks how far it has come, and shows the finished page when it is done. Silent while the tab is hidden.

import { get } from "./ask.js";

const EVERY_MS = 2000;

function start(place) {
  const bar = place.querySelector("progress");
  const text = place.querySelector("[role=status]");
  const timer = setInterval(async () => {
    if (document.visibilityState === "hidden") return;
    const answer = await get(place.dataset.progressUrl);
    if (!answer.ok) return;
    bar.value = answer.data.made;
    if (text.textContent !== answer.data.text) text.textContent = answer.data.text;
    if (!answer.data.moving) {
      clearInterval(timer);
      location.reload();
    }
  }, EVERY_MS);
}

document.querySelectorAll("[data-progress-url]").forEach(start);
