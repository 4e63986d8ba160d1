// Says so when the minutes a chosen time is held are over. The server decides; this only spares a wasted press.

function start(line) {
  const ends = Date.now() + Number(line.dataset.holdSeconds) * 1000;
  const text = line.querySelector("[data-hold-text]");

  const timer = setInterval(() => {
    if (Date.now() < ends) return;
    clearInterval(timer);
    text.textContent = line.dataset.over;
  }, 1000);
}

document.querySelectorAll("[data-hold-seconds]").forEach(start);
