// Requests to our own server: JSON back, what a form on the page carries, one shape for success and failure.

const BELONGS_TO_EVERY_FORM = ["csrfmiddlewaretoken", "concerns"];

// What every form carries, for a request that is no form: the safety token, and whom the page concerns, who may be another than
// the one somebody has switched to in a second window meanwhile (AD-29).
export function asForm(near) {
  const form = near?.closest?.("form") ?? document;
  const data = new FormData();
  BELONGS_TO_EVERY_FORM.forEach((name) => {
    const field = form.querySelector(`[name=${name}]`) ?? document.querySelector(`[name=${name}]`);
    if (field) data.append(name, field.value);
  });
  return data;
}

// Gives {ok, status, data}; status 0 when the network failed.
export async function post(url, body, { keepalive = false } = {}) {
  return send(url, { method: "POST", body, keepalive });
}

export async function get(url) {
  return send(url, { method: "GET" });
}

async function send(url, options) {
  try {
    const response = await fetch(url, { ...options, credentials: "same-origin", redirect: "error", headers: { Accept: "application/json" } });
    return { ok: response.ok, status: response.status, data: await body(response) };
  } catch {
    return { ok: false, status: 0, data: {} };
  }
}

async function body(response) {
  if (!response.headers.get("Content-Type")?.includes("application/json")) return {};
  return response.json();
}

// Our own pages tell each other when the server has prolonged the session.
export function tellAlive(data) {
  if (data.idle_seconds) document.dispatchEvent(new CustomEvent("fastlinje:alive", { detail: data }));
}
