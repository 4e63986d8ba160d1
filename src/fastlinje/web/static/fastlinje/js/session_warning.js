// Five minutes before the login ends: says so, and prolongs it when asked. Counts from the page's own start, so that a
// wrong clock in the browser does no harm.

import { asForm, post, tellAlive } from "./ask.js";

const WARN_SECONDS = 300;
const TICK_MS = 5000;

export function minutesText(seconds, texts) {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes === 1 ? texts.textMinute : texts.textMinutes.replace("%d", String(minutes));
}

function start(bar) {
  const texts = bar.dataset;
  const text = bar.querySelector("[data-session-text]");
  const prolong = bar.querySelector("[data-session-continue]");
  const login = bar.querySelector("[data-session-login]");
  let idleEnds;
  let absoluteEnds;

  function set({ idle_seconds: idle, absolute_seconds: absolute }) {
    idleEnds = Date.now() + idle * 1000;
    if (absolute !== undefined) absoluteEnds = Date.now() + absolute * 1000;
    tick();
  }

  function tick() {
    const left = Math.round((Math.min(idleEnds, absoluteEnds) - Date.now()) / 1000);
    const final = absoluteEnds <= idleEnds;
    bar.hidden = left > WARN_SECONDS;
    if (bar.hidden) return;
    const sentence = left <= 0 ? texts.textEnded : (final ? texts.textFinal : texts.textSoon).replace("%s", minutesText(left, texts));
    // Written only when it changes, or a screen reader would repeat it.
    if (text.textContent !== sentence) text.textContent = sentence;
    prolong.hidden = final || left <= 0;
    login.hidden = left > 0;
  }

  prolong.addEventListener("click", async () => {
    const data = asForm(document.body);
    const answer = await post(texts.keepAliveUrl, data);
    if (answer.ok) tellAlive(answer.data);
    else if (answer.status === 401) set({ idle_seconds: 0 });
    else text.textContent = texts.textFailed;
  });

  const back = encodeURIComponent(location.pathname + location.search);
  login.href += `${login.href.includes("?") ? "&" : "?"}next=${back}`;
  document.addEventListener("fastlinje:alive", (event) => set(event.detail));
  document.addEventListener("visibilitychange", tick);
  set({ idle_seconds: Number(texts.idleSeconds), absolute_seconds: Number(texts.absoluteSeconds) });
  setInterval(tick, TICK_MS);
}

document.querySelectorAll("[data-session]").forEach(start);
