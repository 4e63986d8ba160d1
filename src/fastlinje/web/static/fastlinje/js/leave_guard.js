// Asks before leaving a page with something typed that neither the server nor a draft has.

function start(form) {
  let dirty = false;
  form.addEventListener("input", () => (dirty = true));
  form.addEventListener("submit", () => (dirty = false));
  form.addEventListener("fastlinje:saved", () => (dirty = false));
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

document.querySelectorAll("form[data-leave-guard]").forEach(start);
