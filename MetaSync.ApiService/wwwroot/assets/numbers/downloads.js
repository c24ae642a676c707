// The rows behind the page, by its own filter, in a file or through the API.
import { h, show } from "../parts/dom.js";
import { addressOf } from "../parts/http.js";
import { known } from "../parts/store.js";
import { dayRange } from "../parts/words.js";
import { filterOfPage } from "./numbers.js";

const FORMATS = [["csv", "CSV"], ["parquet", "Parquet"], ["ndjson", "NDJSON"], ["json", "JSON"]];

export function drawDownloads(place) {
  const query = filterOfPage();
  if (!query) return show(place, h("p", { class: "quiet-text" }, "No account is left over by the filters above."));
  query.set("report", "ad");
  const fileOf = format => addressOf(`/api/insights?${query.toString().replaceAll("%2C", ",")}&format=${format}`);
  return show(place, [
    h("p", null, `Every row of the report “ad” for ${dayRange(known.calendar.startDate, known.calendar.endDate)}, both ends included.`),
    h("ul", { class: "downloads" }, FORMATS.map(([format, name]) => h("li", null, h("a", { href: fileOf(format), download: "" }, `Download ${name}`)))),
    h("p", { class: "field wide-field" }, h("label", { for: "api-address" }, "The same through the API"),
      h("span", { class: "with-button" },
        h("input", { id: "api-address", readonly: true, value: fileOf("ndjson"), onfocus: event => event.target.select() }),
        h("button", { type: "button", onclick: event => copy(event.target) }, "Copy address"))),
  ]);
}

/** The clipboard is only there with TLS or on localhost; elsewhere the selected text is one key away. */
async function copy(button) {
  const input = document.getElementById("api-address");
  try {
    await navigator.clipboard.writeText(input.value);
    button.textContent = "Copied";
  } catch {
    input.focus();
    input.select();
    button.textContent = "Selected: press Ctrl+C";
  }
}
