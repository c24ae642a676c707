// Says to a screen reader how the batch goes on: often enough to follow, seldom enough to bear.
const PAUSE = 10_000; // ms

let said = "", wanted = "", last = -Infinity, due = null;

export function announce(text) {
  wanted = text;
  if (due || wanted === said) return;
  due = setTimeout(say, Math.max(0, last + PAUSE - performance.now()));
}

function say() {
  due = null;
  if (wanted === said) return;
  said = wanted;
  last = performance.now();
  document.getElementById("announcement").textContent = said;
}
