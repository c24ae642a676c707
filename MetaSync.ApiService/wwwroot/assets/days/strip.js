// A year of an account as one bar: where its gaps are, before anything is opened.
import { s } from "../parts/dom.js";
import { runsOf } from "../parts/days.js";
import { stateOf } from "./states.js";

export function strip(days) {
  return s("svg", { class: "strip", "aria-hidden": "true", viewBox: `0 0 ${days.length} 10`, preserveAspectRatio: "none" },
    runsOf(days).filter(run => run.value !== " ").map(run => s("rect", {
      class: `fill-${stateOf(run.value).name}`, x: run.first, y: 0, width: run.last - run.first + 1, height: 10,
    })));
}
