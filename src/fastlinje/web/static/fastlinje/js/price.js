// A tick under one doctor's price says nothing about another's: choosing another doctor takes the tick away.

function start(form) {
  form.addEventListener("change", (event) => {
    const accepted = form.elements.price_accepted;
    if (event.target.name === "recipient" && accepted) accepted.checked = false;
  });
}

document.querySelectorAll("form:has([data-price-of])").forEach(start);
