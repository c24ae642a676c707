// What the glyphs mean; each is also a filter.
import { choose, chosenList } from "../parts/address.js";
import { glyph, h, show } from "../parts/dom.js";
import { count } from "../parts/words.js";
import { known } from "../parts/store.js";
import { states } from "./states.js";

export function drawLegend(place) {
  const wanted = chosenList("states");
  const counts = {};
  for (const account of known.calendar?.accounts ?? []) for (const letter of account.days) counts[letter] = (counts[letter] ?? 0) + 1;
  show(place, h("fieldset", { class: "legend" },
    h("legend", null, "States of a day"),
    states.map(state => h("label", { class: "key", key: state.name, title: state.meaning },
      h("input", { type: "checkbox", checked: wanted.includes(state.name), onchange: event => toggle(state.name, event.target.checked) }),
      h("span", { class: `swatch is-${state.name}` }, glyph(state.name)),
      h("span", null, state.text, " ", h("span", { class: "quiet-text" }, count(counts[state.letter] ?? 0))))),
    wanted.length > 0 && h("button", { type: "button", class: "link", onclick: () => choose({ states: null }) }, "Show all states")));
}

function toggle(name, on) {
  const wanted = new Set(chosenList("states"));
  wanted[on ? "add" : "delete"](name);
  choose({ states: states.map(state => state.name).filter(state => wanted.has(state)) });
}
