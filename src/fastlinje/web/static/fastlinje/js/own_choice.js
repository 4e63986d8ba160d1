// Ticking a box says «I choose myself»: the radio button that means so is chosen along. The server decides the same by itself.

function start(form) {
  const { ownChoice, ownField, choiceField } = form.dataset;
  form.addEventListener("change", (event) => {
    if (event.target.name !== ownField) return;
    form.querySelector(`[name="${choiceField}"][value="${ownChoice}"]`).checked = true;
  });
}

document.querySelectorAll("form[data-own-choice]").forEach(start);
