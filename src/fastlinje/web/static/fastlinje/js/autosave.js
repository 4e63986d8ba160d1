// Saves a draft on the server a moment after the person stops typing. Nothing is kept in the browser: it is health content.

import { post, tellAlive } from "./ask.js";

const PAUSE_MS = 1500;
const RETRY_MS = [3000, 6000, 15000, 30000, 60000];

export function contents(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

function start(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer;
  let failures = 0;
  let saving = false;
  let waiting = false;
  let saved = fingerprint(form);

  function say(text, state) {
    if (!status) return;
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  async function save(options) {
    clearTimeout(timer);
    const now = fingerprint(form);
    if (form.dataset.sent || now === saved) return;
    if (saving) {
      waiting = true;
      return;
    }
    saving = true;
    const answer = await post(form.dataset.autosaveUrl, contents(form), options);
    saving = false;
    if (answer.ok) done(now, answer.data);
    else failed(answer.status);
    if (waiting) {
      waiting = false;
      later(PAUSE_MS);
    }
  }

  function done(now, data) {
    failures = 0;
    for (const [name, value] of Object.entries(data.values ?? {})) {
      const field = form.elements.namedItem(name);
      if (field?.type === "hidden") field.value = value;
    }
    // What was typed while the request was under way differs from `now` and is saved by the next round.
    saved = now;
    say(status?.dataset.saved.replace("%s", data.saved_at ?? clock()) ?? "", "saved");
    form.dispatchEvent(new CustomEvent("fastlinje:saved"));
    tellAlive(data);
  }

  function failed(code) {
    say(code === 401 ? status?.dataset.loggedOut : status?.dataset.failed, "failed");
    later(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  }

  form.addEventListener("input", () => later(PAUSE_MS));
  form.addEventListener("change", () => later(PAUSE_MS));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
    else if (failures) save();
  });
  window.addEventListener("online", () => failures && save());
}

// What the person has answered, as one string: not tokens and revision numbers, but the files that are tied to the form.
function fingerprint(form) {
  const own = (field) => (field.type === "hidden" ? field.closest("[data-upload-list]") : field.type !== "file");
  const answers = [...form.elements].filter((field) => field.name && own(field));
  return JSON.stringify(answers.map((field) => [field.name, field.type === "radio" || field.type === "checkbox" ? field.checked : field.value]));
}

function clock() {
  return new Date().toLocaleTimeString("nb-NO", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
}

document.querySelectorAll("form[data-autosave-url]").forEach(start);
