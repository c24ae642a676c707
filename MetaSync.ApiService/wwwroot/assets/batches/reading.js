// The batches: read now and then, and kept up to date by what the stream says.
import { chosen } from "../parts/address.js";
import { get } from "../parts/http.js";
import { attempt, known, learn } from "../parts/store.js";

const MOST = 20;

let reading = 0;
const toldAt = new WeakMap(); // what the stream has told, and when: all that came while an answer was under way is newer than the answer

/** A batch as the stream tells it. */
export function takeBatch(batch) {
  toldAt.set(batch, performance.now());
  learn({ batches: including(known.batches, batch), ...(known.otherBatch?.batchId === batch.batchId && { otherBatch: batch }) });
}

export const readBatches = () => attempt("The batches can't be read", async () => {
  const mine = ++reading, since = performance.now();
  const read = await get(`/api/sync?limit=${MOST}`);
  if (mine === reading) learn({ batches: known.batches.filter(batch => isNewer(batch, since)).reduce(including, read) });
});

/** A batch that the address names and that is not among the recent ones. */
export const readChosenBatch = () => attempt("The batch can't be read", async () => {
  const id = chosen("batch");
  if (!id || known.batches.some(batch => batch.batchId === id)) return;
  const since = performance.now();
  const otherBatch = await get(`/api/sync/${encodeURIComponent(id)}`);
  if (known.otherBatch?.batchId !== otherBatch.batchId || !isNewer(known.otherBatch, since)) learn({ otherBatch });
});

/** A batch as it is answered to somebody who has just asked for a change of it. */
export async function takeAnswer(asked) {
  const since = performance.now();
  const changed = await asked;
  learn({ batches: known.batches.map(batch => batch.batchId === changed.batchId && !isNewer(batch, since) ? changed : batch) });
}

const isNewer = (batch, since) => toldAt.get(batch) >= since;

function including(batches, batch) {
  const at = batches.findIndex(each => each.batchId === batch.batchId);
  const all = at >= 0 ? batches.with(at, batch) : [batch, ...batches].slice(0, MOST);
  return all.sort((one, other) => one.createdAt < other.createdAt ? 1 : -1);
}
