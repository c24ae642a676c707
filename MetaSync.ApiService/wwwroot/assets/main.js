// The page: what it reads, when it reads it again, and which part shows what.
import { choose, chosen, onChoice } from "./parts/address.js";
import { show } from "./parts/dom.js";
import { get, useAntiforgery } from "./parts/http.js";
import { attach, attempt, known, learn, mayWrite, redraw, whenChanged } from "./parts/store.js";
import { plural } from "./parts/words.js";
import { drawBatch, finishedOf, selectedBatch, totalOf } from "./batches/batch.js";
import { readBatches, readChosenBatch, takeBatch } from "./batches/reading.js";
import { drawRecent } from "./batches/recent.js";
import { accountsInWords, drawAccounts } from "./days/accounts.js";
import { readCalendar, takeDay } from "./days/calendar.js";
import { drawLegend } from "./days/legend.js";
import { drawPeriod, isPeriodChoice } from "./days/period.js";
import { followStory, refreshOpenStory, refreshStory } from "./days/story.js";
import { drawAttention } from "./header/attention.js";
import { drawEnvironment, drawHeader } from "./header/header.js";
import { announce } from "./live/announcer.js";
import { follow } from "./live/stream.js";
import { drawDownloads } from "./numbers/downloads.js";
import { drawNumbers, readNumbers } from "./numbers/numbers.js";
import { openStart } from "./start/form.js";

const CONNECTION_EVERY = 15_000; // ms
const NUMBERS_EVERY = 5_000; // ms, while days come in

const place = id => document.getElementById(id);

const readAccounts = () => attempt("The accounts can't be read", async () => learn({ accounts: await get("/api/accounts") }));
const readConnection = () => attempt("The connection to Meta can't be looked at", async () => learn({ connection: await get("/api/connection") }));
const readDays = ({ again = false } = {}) => attempt("The days can't be read", async () => {
  await readCalendar();
  readNumbers({ again });
});
const readSession = () => attempt("The session can't be read", async () => {
  const session = await get("/api/session");
  useAntiforgery(session.antiforgery);
  learn({ session });
});

let numbersDue = null;
function numbersSoon() {
  numbersDue ??= setTimeout(() => {
    numbersDue = null;
    readNumbers({ again: true });
  }, NUMBERS_EVERY);
}

function parts() {
  attach(() => drawHeader(place("header")));
  attach(() => drawEnvironment(place("environment")));
  attach(() => drawAttention(place("attention")));
  attach(() => drawBatch(place("batch")));
  attach(() => drawRecent(place("recent")));
  attach(() => drawPeriod(place("period-choice")));
  const days = () => [known.calendar, location.search, mayWrite(), Math.floor(Date.now() / 60_000)];
  attach(whenChanged(days, () => drawLegend(place("legend"))));
  attach(whenChanged(days, () => drawAccounts(place("accounts"))));
  attach(() => show(place("account-count"), known.calendar && accountsInWords()));
  attach(() => drawNumbers(place("numbers")));
  attach(() => drawDownloads(place("downloads")));
  attach(() => { place("start").hidden = !mayWrite(); });
  attach(() => {
    const batch = selectedBatch();
    if (batch) announce(`${finishedOf(batch.counts)} of ${plural(totalOf(batch.counts), "day")} done, ${batch.counts.failed} failed. The batch is ${batch.state}.`);
  });
  attach(() => {
    place("view-list").checked = chosen("view") === "list";
    place("only-gaps").checked = chosen("gaps") !== null;
    if (document.activeElement !== place("find")) place("find").value = chosen("find") ?? "";
  });
}

function listen() {
  place("start").onclick = () => openStart();
  place("find").oninput = event => choose({ find: event.target.value || null });
  place("only-gaps").onchange = event => choose({ gaps: event.target.checked ? "1" : null });
  place("view-list").onchange = event => choose({ view: event.target.checked ? "list" : null });
  onChoice(names => {
    if (names.length === 0 || names.some(isPeriodChoice)) readDays();
    else if (names.some(name => ["find", "gaps", "of", "action"].includes(name))) readNumbers();
    if (names.includes("batch") || names.length === 0) readChosenBatch();
    followStory();
    redraw();
  });
  addEventListener("metasync:numbers", redraw);
  addEventListener("metasync:started", readBatches);
  new ResizeObserver(redraw).observe(place("numbers"));
  follow({
    batch: takeBatch,
    day: change => {
      takeDay(change, numbersSoon);
      refreshStory(change.account, change.day, change.endDay ?? change.day);
    },
    fresh: () => {
      readBatches().then(readChosenBatch);
      readDays({ again: true });
      readConnection();
      readAccounts();
      refreshOpenStory();
    },
  });
  setInterval(() => {
    if (document.hidden) return;
    readConnection();
    readAccounts();
  }, CONNECTION_EVERY);
}

parts();
listen();
await Promise.all([readSession(), readAccounts(), readConnection(), readBatches(), readDays()]);
readChosenBatch();
followStory();
