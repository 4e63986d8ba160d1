// Copies the text of another element, as shown.

const SHOWN_MS = 3000;

function start(button) {
  const label = button.querySelector("span");
  const text = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const target = document.getElementById(button.dataset.copies);
    await navigator.clipboard.writeText("value" in target ? target.value : target.innerText);
    label.setAttribute("role", "status");
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = text), SHOWN_MS);
  });
}

if (navigator.clipboard) document.querySelectorAll("[data-copies]").forEach(start);
