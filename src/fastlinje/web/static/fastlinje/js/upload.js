// Sends each chosen file at once, with progress and a way to stop. Photos too large for the limit are made smaller first.

import { asForm, post } from "./ask.js";
import { shrink } from "./shrink.js";

function start(area) {
  const texts = area.dataset;
  const list = area.querySelector("[data-upload-list]");
  const status = area.querySelector("[data-upload-status]");
  const camera = area.querySelector("[data-upload-camera]");
  const form = area.closest("form");
  const limit = Number(texts.limit);

  area.dataset.ready = "";
  if (matchMedia("(pointer: coarse)").matches) camera.hidden = false;
  area.querySelectorAll("input[type=file]").forEach((control) => control.addEventListener("change", () => take(control)));
  list.addEventListener("click", remove);
  full();

  async function take(control) {
    const files = [...control.files];
    control.value = "";
    const room = Math.max(limit - kept(), 0);
    if (files.length > room) tooMany();
    await Promise.all(files.slice(0, room).map((file) => send(file)));
  }

  async function send(original) {
    const row = working(original.name);
    list.append(row.item);
    full();
    const file = await shrink(original, Number(texts.maxBytes));
    const data = asForm(area);
    data.append("file", file, file.name);
    const answer = await transfer(texts.uploadUrl, data, row);
    if (answer.status === "stopped") discard(row.item);
    else if (answer.ok) stored(row.item, answer.data);
    else refused(row, original.name, answer.data.error);
  }

  function tooMany() {
    const row = working("");
    list.append(row.item);
    refused(row, "", texts.textTooMany.replace("%d", String(limit)));
  }

  function working(name) {
    const item = element("li");
    const title = element("span", { className: "fl-file-name", textContent: texts.textWorking.replace("%s", name) });
    const progress = element("progress", { max: 1, value: 0 });
    progress.setAttribute("aria-label", name);
    const cancel = quiet(texts.textCancel, name);
    item.append(title, cancel, progress);
    return { item, title, progress, cancel };
  }

  function stored(item, file) {
    const name = element("span", { className: "fl-file-name" });
    name.append(file.href ? element("a", { className: "ds-link", href: file.href, textContent: file.name }) : file.name);
    name.append(element("small", { textContent: file.note }));
    const hidden = element("input", { type: "hidden", name: texts.fieldName, value: file.id });
    const drop = quiet(texts.textRemove, file.name);
    drop.dataset.removeUrl = file.remove;
    item.replaceChildren(...(file.image ? [picture(file.image)] : []), name, hidden, drop);
    say(texts.textDone.replace("%s", file.name));
    changed();
  }

  function refused(row, name, sentence) {
    const text = sentence || texts.textFailed.replace("%s", name);
    row.item.replaceChildren(element("p", { className: "ds-validation-message", textContent: text }));
    const close = quiet(texts.textRemove, name);
    close.addEventListener("click", () => discard(row.item));
    row.item.append(close);
    row.item.dataset.refused = "";
    say(text);
    full();
  }

  async function remove(event) {
    const button = event.target.closest("[data-remove-url]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const name = item.querySelector(".fl-file-name").firstChild.textContent;
    const data = asForm(area);
    const answer = await post(button.dataset.removeUrl, data);
    if (!answer.ok) {
      say(answer.data.error || texts.textFailed.replace("%s", name));
      return;
    }
    discard(item);
    say(texts.textRemoved.replace("%s", name));
    changed();
  }

  // The button that was pressed is gone: the person is put at the place to add files, not at the top of the page.
  function discard(item) {
    item.remove();
    full();
    area.querySelector("input[type=file]").focus();
  }

  function full() {
    area.toggleAttribute("data-full", kept() >= limit);
  }

  function kept() {
    return [...list.children].filter((item) => !("refused" in item.dataset)).length;
  }

  function changed() {
    form?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function say(text) {
    status.textContent = text;
  }
}

// XMLHttpRequest, since fetch can't tell how far a request has come.
function transfer(url, data, row) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && (row.progress.value = event.loaded / event.total));
    request.addEventListener("load", () => resolve({ ok: request.status < 300, status: request.status, data: request.response ?? {} }));
    request.addEventListener("error", () => resolve({ ok: false, status: 0, data: {} }));
    request.addEventListener("abort", () => resolve({ ok: false, status: "stopped", data: {} }));
    row.cancel.addEventListener("click", () => request.abort());
    request.send(data);
  });
}

function element(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}

function quiet(text, name) {
  const button = element("button", { type: "button", className: "ds-button", textContent: text });
  button.dataset.variant = "tertiary";
  button.append(element("span", { className: "ds-sr-only", textContent: ` ${name}` }));
  return button;
}

function picture(source) {
  return element("img", { className: "fl-file-image", src: source, alt: "", width: 56, height: 56 });
}

document.querySelectorAll("[data-upload-url]").forEach(start);
