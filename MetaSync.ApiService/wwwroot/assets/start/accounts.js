// Which ad accounts: a box for each, all or none in one click.
import { h } from "../parts/dom.js";

export function accountChoice(accounts, chosen, onChange) {
  const boxes = accounts.map(account => h("input", { type: "checkbox", value: account.account, checked: chosen.includes(account.account), onchange: () => tell() }));
  const tell = () => onChange(boxes.filter(box => box.checked).map(box => box.value));
  const setAll = on => {
    for (const box of boxes) box.checked = on;
    tell();
  };
  return h("fieldset", null, h("legend", null, "Ad accounts"),
    accounts.length > 3 && h("p", { class: "actions" },
      h("button", { type: "button", onclick: () => setAll(true) }, "All accounts"),
      h("button", { type: "button", onclick: () => setAll(false) }, "No account")),
    accounts.length === 0 && h("p", { class: "quiet-text" }, "None is known yet."),
    h("div", { class: "boxes" }, accounts.map((account, index) => h("label", { class: "choice" }, boxes[index],
      h("span", null, account.name ?? account.account, h("span", { class: "quiet-text" }, ` ${[account.account, account.timeZone].filter(Boolean).join(" · ")}`))))));
}
