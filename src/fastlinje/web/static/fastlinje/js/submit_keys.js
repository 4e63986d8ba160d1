// Ctrl + Enter (or Cmd + Enter) in a text sends the form by its first button, so that the hands stay on the keys.

document.querySelectorAll("form[data-submit-keys]").forEach((form) => {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[type=submit]"));
  });
});
