// Counts the way the server counts, shows what is left, and says it aloud at a few chosen moments. It never cuts.

const SAID_AT = [100, 50, 20, 5, 0];
const PAUSE_MS = 700;

export function count(text) {
  return [...text.normalize("NFC").replace(/\r\n?/g, "\n").trim()].length;
}

export function sentence(left, texts) {
  return (left < 0 ? texts.over : texts.left).replace("%d", String(Math.abs(left)));
}

// True when a person typing should hear it: a threshold was passed, or the text is too long.
export function worthSaying(before, left) {
  return left < 0 || SAID_AT.some((mark) => before > mark && left <= mark);
}

function start(counter) {
  const control = document.getElementById(counter.dataset.counterFor);
  if (!control) return;
  const voice = document.createElement("span");
  voice.className = "ds-sr-only";
  voice.setAttribute("role", "status");
  counter.after(voice);
  const limit = Number(counter.dataset.limit);
  let said = limit - count(control.value);
  let timer;

  function update() {
    const left = limit - count(control.value);
    const text = sentence(left, counter.dataset);
    counter.textContent = text;
    counter.dataset.state = left < 0 ? "over" : "under";
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (worthSaying(said, left)) voice.textContent = text;
      said = left;
    }, PAUSE_MS);
  }

  control.addEventListener("input", update);
  update();
}

document.querySelectorAll("[data-counter-for]").forEach(start);
