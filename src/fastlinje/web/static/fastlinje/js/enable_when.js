// Shows the questions whose conditions hold, in the order of the form: a hidden question counts as not answered. The
// server decides the same again.

const COMPARE = {
  "=": (answer, value) => answer === value,
  "!=": (answer, value) => answer !== value,
  ">": (answer, value) => order(answer, value) > 0,
  "<": (answer, value) => order(answer, value) < 0,
  ">=": (answer, value) => order(answer, value) >= 0,
  "<=": (answer, value) => order(answer, value) <= 0,
};

// Numbers as numbers; everything else, dates included (ISO), as text.
function order(a, b) {
  const numbers = [Number(a), Number(b)];
  if (numbers.every((n) => !Number.isNaN(n))) return numbers[0] - numbers[1];
  return a < b ? -1 : a > b ? 1 : 0;
}

// answers: what is given to one question, [] when nothing.
export function holds({ operator, value }, answers) {
  if (operator === "exists") return answers.length > 0 === (String(value) === "true");
  return answers.some((answer) => COMPARE[operator](answer, String(value)));
}

export function enabled(conditions, behavior, answersTo) {
  const check = (condition) => holds(condition, answersTo(condition.question));
  return behavior === "any" ? conditions.some(check) : conditions.every(check);
}

function answersOf(element) {
  if (!element || element.hidden) return [];
  const fields = [...element.querySelectorAll("input, select, textarea")];
  const given = fields.filter((field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value.trim() !== ""));
  return given.map((field) => (field.type === "checkbox" && !field.hasAttribute("value") ? "true" : field.value));
}

function start() {
  const questions = [...document.querySelectorAll("[data-enable-when]")];
  if (!questions.length) return;
  const find = (key) => document.querySelector(`[data-question="${CSS.escape(key)}"]`);

  function update() {
    for (const question of questions) {
      const conditions = JSON.parse(question.dataset.enableWhen);
      question.hidden = !enabled(conditions, question.dataset.enableBehavior, (key) => answersOf(find(key)));
      // Disabled controls are not sent; what was typed stays, should the question come back.
      question.querySelectorAll("input, select, textarea").forEach((field) => (field.disabled = Boolean(field.closest("[data-enable-when][hidden]"))));
    }
  }

  document.addEventListener("input", update);
  document.addEventListener("change", update);
  update();
}

start();
