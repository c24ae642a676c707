// A line of one number per day, as SVG. The table beside the charts says the same in text.
import { h, s } from "../parts/dom.js";
import { addDays, daysBetween, lengthOf } from "../parts/days.js";
import { longDay, shortDay } from "../parts/words.js";

const HEIGHT = 132, LEFT = 46, RIGHT = 8, TOP = 10, BOTTOM = 22;

export function chart({ name, points, write, brief, startDate, endDate, width }) {
  const days = lengthOf(startDate, endDate);
  const top = niceTop(Math.max(0, ...points.map(point => point.value)));
  const x = day => LEFT + (width - LEFT - RIGHT) * (days < 2 ? 0.5 : daysBetween(startDate, day) / (days - 1));
  const y = value => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  const total = points.reduce((sum, point) => sum + point.value, 0);
  const readout = h("span", { class: "readout quiet-text", "aria-hidden": "true" });
  const cursor = s("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM, visibility: "hidden" });
  const drawing = s("svg", {
    class: "chart", role: "img", width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`,
    "aria-label": `${name} per day from ${shortDay(startDate)} to ${shortDay(endDate)}: ${points.length} days with numbers, ${write(total)} in all${highest(points, write)}. The table below has each day.`,
  },
  provisionalAreas(points, x).map(([left, right]) => s("rect", { class: "provisional", fill: "url(#hatching)", x: left - 1, y: TOP, width: Math.max(3, right - left + 2), height: HEIGHT - TOP - BOTTOM })),
  [0, top / 2, top].map(value => [
    s("line", { class: "gridline", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    s("text", { class: "axis", x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, brief(value)),
  ]),
  labels(startDate, days, width).map(([day, anchor]) => s("text", { class: "axis", x: x(day), y: HEIGHT - 6, "text-anchor": anchor }, shortDay(day))),
  s("path", { class: "area", d: segments(points).map(run => `M${x(run[0].day)},${y(0)}${run.map(point => `L${x(point.day)},${y(point.value)}`).join("")}L${x(run.at(-1).day)},${y(0)}Z`).join("") }),
  s("path", { class: "line", d: segments(points).map(run => run.map((point, index) => `${index === 0 ? "M" : "L"}${x(point.day)},${y(point.value)}`).join("") + (run.length === 1 ? "h0.1" : "")).join("") }),
  cursor);
  drawing.onpointermove = event => point(event.offsetX);
  drawing.onpointerleave = () => {
    cursor.setAttribute("visibility", "hidden");
    readout.textContent = "";
  };

  function point(offset) {
    const day = addDays(startDate, Math.max(0, Math.min(days - 1, Math.round((offset - LEFT) / (width - LEFT - RIGHT) * (days - 1)))));
    const found = points.find(each => each.day === day);
    for (const end of ["x1", "x2"]) cursor.setAttribute(end, x(day));
    cursor.setAttribute("visibility", "visible");
    readout.textContent = `${longDay(day)}: ${found ? write(found.value) + (found.provisional ? ", provisional" : "") : "nothing stored"}`;
  }

  return h("figure", { class: "figure", key: `${name}/${width}` }, h("figcaption", null, h("strong", null, name), " ", h("span", { class: "quiet-text" }, `${write(total)} in all`), readout), drawing);
}

function highest(points, write) {
  if (points.length === 0) return "";
  const most = points.reduce((best, point) => point.value > best.value ? point : best);
  return `, most on ${longDay(most.day)} with ${write(most.value)}`;
}

/** Days next to each other are joined; a day that is missing is a gap, and not a zero. */
function segments(points) {
  const runs = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && addDays(run.at(-1).day, 1) === point.day) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

function provisionalAreas(points, x) {
  return segments(points.filter(point => point.provisional)).map(run => [x(run[0].day), x(run.at(-1).day)]);
}

function labels(startDate, days, width) {
  const last = addDays(startDate, days - 1);
  return width < 320 || days < 3 ? [[startDate, "start"], ...(days > 1 ? [[last, "end"]] : [])] : [[startDate, "start"], [addDays(startDate, Math.floor(days / 2)), "middle"], [last, "end"]];
}

/** 1, 2 or 5 times a power of ten. */
export function niceTop(highestValue) {
  if (highestValue <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highestValue));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= highestValue);
}
