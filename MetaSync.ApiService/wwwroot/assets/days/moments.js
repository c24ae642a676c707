// An instant as a person needs it: absolute, by the viewer's clock, and by the account's where that is another one.
import { h } from "../parts/dom.js";
import { instant, viewerZone } from "../parts/words.js";

export function moment(iso, zone) {
  if (!iso) return "–";
  return h("time", { datetime: iso }, instant(iso), zone && zone !== viewerZone && h("span", { class: "quiet-text block" }, `${instant(iso, zone)} in ${zone}`));
}
