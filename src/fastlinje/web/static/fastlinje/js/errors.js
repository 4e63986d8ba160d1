// After a refused form: put the person at the list of what to mend, and say so in the title of the tab.

const summary = document.querySelector("[data-focus-now]");
if (summary) {
  document.title = summary.dataset.titlePrefix + document.title;
  summary.focus();
}
