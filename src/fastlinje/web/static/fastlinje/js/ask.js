// Requests to our own server: JSON back, the CSRF token from a form on the page, one shape for success and failure.

export function token(near) {
  const form = near?.closest?.("form") ?? document;
  const field = form.querySelector("[name=csrfmiddlewaretoken]") ?? document.querySelector("[name=csrfmiddlewaretoken]");
  return field ? field.value : "";
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
