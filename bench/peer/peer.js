// The peer: takes commands as lines of JSON and answers each with one. Times are taken here, so that the pipe does not count.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { Logger, makeWorkerUtils, run } from "graphile-worker";

const connectionString = process.env.PEER_DATABASE;
const logger = new Logger(() => () => {});
const queueName = "meta_sync";
const utils = await makeWorkerUtils({ connectionString, logger });
await utils.migrate();

const commands = {
  versions: () => ({
    node: process.version,
    peer: JSON.parse(readFileSync(new URL("node_modules/graphile-worker/package.json", import.meta.url), "utf8")).version,
  }),

  empty: async () => {
    await utils.withPgClient((client) => client.query("TRUNCATE graphile_worker._private_jobs, graphile_worker._private_job_queues CASCADE"));
    return {};
  },

  runThrough: async ({ account }) => {
    await utils.withPgClient((client) => client.query("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'account' = $1", [account]));
    return {};
  },

  // One statement, so one transaction.
  enqueue: async ({ account, startDate, days }) => {
    const start = Date.parse(startDate);
    const specs = Array.from({ length: days }, (_, n) => ({
      identifier: "sync-day",
      queueName,
      payload: { account, day: new Date(start + n * 86_400_000).toISOString().slice(0, 10) },
    }));
    const began = performance.now();
    await utils.addJobs(specs);
    return { milliseconds: performance.now() - began };
  },

  // Works the queue off with a job that does nothing; a gap is from the end of one to the start of the next.
  handOver: async ({ jobs, concurrency, pollInterval }) => {
    const gaps = [];
    let ended;
    let done;
    const all = new Promise((resolve) => (done = resolve));
    const runner = await run({
      connectionString,
      logger,
      concurrency,
      noHandleSignals: true,
      ...(pollInterval === null ? {} : { pollInterval }),
      taskList: {
        "sync-day": async () => {
          const started = performance.now();
          if (ended !== undefined) gaps.push(started - ended);
          ended = performance.now();
          if (gaps.length === jobs - 1) done();
        },
      },
    });
    await all;
    await runner.stop();
    return { gaps };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...rest } = JSON.parse(line);
  try {
    console.log(JSON.stringify(await commands[command](rest)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message ?? error) }));
  }
}

await utils.release();
