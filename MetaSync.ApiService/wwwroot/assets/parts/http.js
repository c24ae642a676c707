// Speaks with the API: answers are `{ data }`, errors are problem documents.

/** What went wrong, in the API's own words. */
export class Problem extends Error {
  constructor(status, document) {
    super(document?.detail ?? document?.title ?? `The API answered with status ${status}.`);
    this.status = status;
    this.type = document?.type;
    this.fields = document?.errors ?? {};
  }
}

/** A proxy may show the API under a path of its own, so addresses count from where this file came from. */
const root = new URL("../../", import.meta.url);

export const addressOf = path => new URL(path.slice(1), root).href;

let antiforgery = null;

/** The header that the session asks for on each POST. */
export function useAntiforgery(header) {
  antiforgery = header;
}

export function get(path, signal) {
  return call(path, { signal });
}

export function post(path, body, { signal, headers } = {}) {
  return call(path, {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json", ...(antiforgery && { [antiforgery.header]: antiforgery.token }), ...headers },
    body: JSON.stringify(body ?? {}),
  });
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(addressOf(path), { ...options, headers: { Accept: "application/json", ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { detail: "The API can't be reached. It is tried again when you repeat this." });
  }
  if (response.status === 401) signIn();
  const text = await response.text();
  const document = text && /json/.test(response.headers.get("Content-Type") ?? "") ? JSON.parse(text) : null;
  if (!response.ok) throw new Problem(response.status, document);
  return document.data;
}

/** To the sign-in, and back to this very view. */
export function signIn() {
  location.assign(`${addressOf("/sign-in")}?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
}
