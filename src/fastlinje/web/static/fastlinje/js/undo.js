// Counts down the seconds in which an act can be taken back, then takes the offer away.

function start(bar) {
  const place = bar.querySelector("[data-undo-left]");
  const ends = Date.now() + Number(bar.dataset.undoSeconds) * 1000;

  function tick() {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      if (!bar.dataset.sent) bar.querySelector("button").remove();
      place.remove();
    } else {
      place.textContent = `(${left})`;
    }
  }

  const timer = setInterval(tick, 250);
  bar.addEventListener("submit", () => (bar.dataset.sent = "yes"));
  tick();
}

document.querySelectorAll("[data-undo-seconds]").forEach(start);
