// Dialogs are the browser's own: they keep the focus inside, close with Escape, and give the focus back.
import { h } from "./dom.js";

/** Opens a modal dialog. `fill(body, close)` makes its content; `onClose` hears of its end, however it came. */
export function openDialog({ name, title, fill, onClose, wide = false }) {
  const heading = h("h2", { id: `${name}-title`, tabindex: "-1" }, title);
  const body = h("div", { class: "dialog-body" });
  const dialog = h("dialog", { class: wide ? "wide" : null, "aria-labelledby": `${name}-title` },
    h("header", { class: "dialog-head" }, heading, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")),
    body);
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose?.();
  });
  document.body.append(dialog);
  fill(body, () => dialog.close(), heading);
  dialog.showModal();
  if (!dialog.querySelector("[autofocus]")) heading.focus();
  return { dialog, heading, body };
}

/** Asks before something that can't be taken back. Resolves with whether it is wanted. */
export function confirm({ title, text, yes, no, typed = null }) {
  return new Promise(resolve => {
    let wanted = false;
    openDialog({
      name: "confirm",
      title,
      onClose: () => resolve(wanted),
      fill: (body, close) => {
        const go = h("button", { type: "submit", class: "danger" }, yes);
        const input = typed && h("input", { id: "confirm-count", inputmode: "numeric", autocomplete: "off", oninput: () => guard() });
        const guard = () => { go.disabled = Boolean(typed) && input.value.replace(/\D/g, "") !== String(typed); };
        body.append(h("form", { method: "dialog", onsubmit: () => { wanted = true; } },
          h("p", null, text),
          typed && h("p", { class: "field" }, h("label", { for: "confirm-count" }, `Type ${typed} to go on`), input),
          h("p", { class: "actions" }, h("button", { type: "button", autofocus: !typed, onclick: close }, no), go)));
        guard();
      },
    });
  });
}
