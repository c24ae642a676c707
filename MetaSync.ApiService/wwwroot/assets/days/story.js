// The story of a day: what is stored of it, what was done for it, what Meta said, and what changed from one fetch to the next.
import { choose, chosen } from "../parts/address.js";
import { addDays, isDay } from "../parts/days.js";
import { openDialog } from "../parts/dialogs.js";
import { glyph, head, h, show } from "../parts/dom.js";
import { get } from "../parts/http.js";
import { accountOf, mayWrite } from "../parts/store.js";
import { longDay } from "../parts/words.js";
import { openStart } from "../start/form.js";
import { fetches } from "./fetches.js";
import { run } from "./runs.js";
import { stateNamed } from "./states.js";
import { moment } from "./moments.js";

let opened = null;

/** Opens a day through the page's address, so that Back closes it and the address can be shared. */
export function openStory(account, day) {
  choose({ day: `${account}/${day}` }, { push: opened === null });
}

/** Brings the dialog in line with the address. */
export function followStory() {
  const [account, day] = (chosen("day") ?? "").split("/");
  if (!day || !isDay(day)) {
    opened?.dialog.close();
    return;
  }
  if (opened?.account === account && opened.day === day) return;
  if (!opened) {
    const parts = openDialog({
      name: "story", title: "", wide: true, fill: () => {},
      onClose: () => {
        opened = null;
        choose({ day: null });
      },
    });
    opened = { ...parts };
  }
  Object.assign(opened, { account, day });
  opened.heading.textContent = longDay(day);
  show(opened.body, h("p", null, "Reading its story…"));
  refreshStory(account, day);
}

let latest = 0;

/** Reads the open story again, when it is that of this day. */
export async function refreshStory(account, day, last = day) {
  if (!opened || opened.account !== account || opened.day < day || opened.day > last) return;
  const reading = ++latest;
  let picture;
  try {
    picture = tell(await get(`/api/days/${encodeURIComponent(account)}/${opened.day}`));
  } catch (problem) {
    picture = h("p", { class: "problem", role: "alert" }, problem.message);
  }
  if (opened && reading === latest) show(opened.body, picture);
}

export function refreshOpenStory() {
  if (opened) refreshStory(opened.account, opened.day);
}

const NOT_BEGUN = { name: "never-fetched", text: "not begun yet", meaning: "It is still to come in the account's time zone." };

function tell(story) {
  const state = stateNamed(story.state) ?? NOT_BEGUN;
  return [
    h("div", { class: "story-head" },
      h("p", null, h("span", { class: `tag is-${state.name}` }, glyph(state.name), state.text), " ", state.meaning),
      h("p", { class: "quiet-text" }, `A day of ${accountOf(story.account)?.name ?? story.account} (${story.account})`, story.timeZone && `, from midnight to midnight in ${story.timeZone}`, "."),
      h("p", { class: "actions" },
        h("button", { type: "button", onclick: () => openStory(story.account, addDays(story.day, -1)) }, "Day before"),
        h("button", { type: "button", onclick: () => openStory(story.account, addDays(story.day, 1)) }, "Day after"),
        mayWrite() && h("button", { type: "button", onclick: () => again(story) }, "Fetch this day again…"))),
    story.reports.length > 0 && reports(story),
    fetches(story, accountOf(story.account)?.currency),
    h("section", { "aria-labelledby": "runs-title" },
      h("h3", { id: "runs-title" }, "Its jobs, newest first"),
      story.runs.length > 0 ? story.runs.map(each => run(each, story)) : h("p", { class: "quiet-text" }, "Nobody has asked for this day yet.")),
  ];
}

function again(story) {
  opened.dialog.close();
  openStart({ accounts: [story.account], startDate: story.day, endDate: story.day, mode: "all" });
}

function reports(story) {
  return h("section", { "aria-labelledby": "reports-title" },
    h("h3", { id: "reports-title" }, "What is stored"),
    h("table", { class: "rows" },
      head("Report", "#Rows", "Meta was last asked", "Its answer last differed"),
      h("tbody", null, story.reports.map(report => h("tr", { key: report.report },
        h("th", { scope: "row" }, report.report),
        h("td", { class: "number" }, report.rows.toLocaleString("en-GB")),
        h("td", null, moment(report.asOf, story.timeZone)),
        h("td", null, moment(report.changedAt, story.timeZone)))))));
}
