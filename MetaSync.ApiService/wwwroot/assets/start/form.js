// Starts a range: what is wanted, what that would be, day for day, and only then the click.
import { addDays } from "../parts/days.js";
import { openDialog } from "../parts/dialogs.js";
import { h, show } from "../parts/dom.js";
import { choose } from "../parts/address.js";
import { post } from "../parts/http.js";
import { known } from "../parts/store.js";
import { plural } from "../parts/words.js";
import { BIG } from "../batches/actions.js";
import { accountChoice } from "./accounts.js";
import { preview } from "./preview.js";

const PATIENCE = 250; // ms after the last change
const MODES = [
  ["missing", "Missing days", "Only those that have never come in and have not failed."],
  ["missing-and-failed", "Missing and failed days", "Those that are not in, whatever the reason."],
  ["all", "All days", "Also those that are in: they are read again."],
];

/** Opens the form, filled in as far as the place that it is opened from knows. */
export function openStart(given = {}) {
  const today = known.accounts.map(account => account.today).sort()[0] ?? new Date().toISOString().slice(0, 10);
  const request = {
    startDate: given.startDate ?? addDays(today, -30),
    endDate: given.endDate ?? addDays(today, -1),
    accounts: given.accounts ?? known.accounts.map(account => account.account),
    mode: given.mode ?? "missing",
    chunkDays: 1, priority: "normal", stopOnFailure: false,
  };
  const form = new StartForm(request);
  openDialog({ name: "start", title: "Fetch a range of days", wide: true, fill: (body, close) => form.fill(body, close), onClose: () => form.stop() });
}

class StartForm {
  #request; #close; #waiting; #reading; #plan = null; #key = newKey();

  constructor(request) {
    this.#request = request;
  }

  fill(body, close) {
    this.#close = close;
    this.preview = h("div", { class: "preview", role: "status", "aria-live": "polite" });
    this.exact = h("div", null);
    this.guard = h("div", null);
    this.go = h("button", { type: "submit", class: "primary" }, "Start");
    body.append(h("form", { class: "start", novalidate: true, onsubmit: event => { event.preventDefault(); this.start(); } },
      h("div", { class: "fields" },
        this.#day("startDate", "First day"),
        this.#day("endDate", "Last day, inclusive"),
        this.#select("priority", "Priority", [["low", "Low"], ["normal", "Normal"], ["high", "High"]]),
        this.#number("chunkDays", "Days per job", 1, 90)),
      accountChoice(known.accounts, this.#request.accounts, accounts => this.#change({ accounts })),
      h("fieldset", null, h("legend", null, "Which of these days"),
        MODES.map(([mode, name, meaning]) => h("label", { class: "choice" },
          h("input", { type: "radio", name: "mode", value: mode, checked: mode === this.#request.mode, onchange: () => this.#change({ mode }) }),
          h("span", null, name, h("span", { class: "quiet-text block" }, meaning))))),
      h("label", { class: "choice" }, h("input", { type: "checkbox", checked: this.#request.stopOnFailure, onchange: event => this.#change({ stopOnFailure: event.target.checked }) }),
        h("span", null, "Pause the rest when a day fails")),
      this.preview, this.exact, this.guard,
      h("p", { class: "actions" }, this.go, h("button", { type: "button", onclick: this.#close }, "Leave"))));
    this.#ask();
  }

  stop() {
    clearTimeout(this.#waiting);
    this.#reading?.abort();
  }

  #field(name, label, input) {
    input.id = `start-${name}`;
    return h("p", { class: "field" }, h("label", { for: input.id }, label), input);
  }

  #day(name, label) {
    return this.#field(name, label, h("input", { type: "date", required: true, value: this.#request[name], oninput: event => this.#change({ [name]: event.target.value }) }));
  }

  #number(name, label, min, max) {
    return this.#field(name, label, h("input", { type: "number", min, max, value: this.#request[name], oninput: event => this.#change({ [name]: event.target.valueAsNumber }) }));
  }

  #select(name, label, options) {
    const select = h("select", { onchange: event => this.#change({ [name]: event.target.value }) }, options.map(([value, text]) => h("option", { value }, text)));
    select.value = this.#request[name];
    return this.#field(name, label, select);
  }

  #change(changes) {
    Object.assign(this.#request, changes);
    this.#key = newKey(); // another request
    this.#plan = null;
    this.#settle();
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#ask(), PATIENCE);
  }

  async #ask() {
    this.#reading?.abort();
    this.#reading = new AbortController();
    try {
      this.#plan = await post("/api/sync", { ...this.#request, dryRun: true }, { signal: this.#reading.signal });
      const { summary, exact } = preview(this.#plan);
      show(this.preview, summary);
      show(this.exact, exact);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      this.#plan = null;
      show(this.preview, h("p", { class: "problem" }, problem.message));
      show(this.exact, null);
    }
    this.#settle();
  }

  /** The button says what it does, and does nothing until that is known. */
  #settle() {
    const jobs = this.#plan?.jobCount ?? 0;
    this.go.textContent = jobs > 0 ? `Start ${plural(jobs, "job")}` : this.#plan ? "Nothing to start" : "Start";
    show(this.guard, jobs > BIG && h("p", { class: "field" }, h("label", { for: "start-count" }, `These are many. Type ${jobs} to go on`),
      h("input", { id: "start-count", inputmode: "numeric", autocomplete: "off", oninput: () => this.#settle() })));
    const typed = this.guard.querySelector("input")?.value.replace(/\D/g, "");
    this.go.disabled = jobs === 0 || jobs > BIG && typed !== String(jobs);
  }

  async start() {
    if (this.go.disabled) return;
    this.go.disabled = true;
    try {
      const receipt = await post("/api/sync", this.#request, { headers: { "Idempotency-Key": this.#key } });
      this.#close();
      choose({ batch: null });
      dispatchEvent(new CustomEvent("metasync:started", { detail: receipt }));
    } catch (problem) {
      show(this.preview, h("p", { class: "problem", role: "alert" }, problem.message));
      this.go.disabled = false;
    }
  }
}

/** Sent again with the same form, the same key makes one batch of two clicks. Not randomUUID, which pages without TLS don't have. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}
