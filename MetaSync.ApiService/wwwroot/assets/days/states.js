// The states of a day: the API's letters, and what they are called here.

/** In the order of the legend. `text` is what follows the date in a day's name. */
export const states = [
  { letter: "f", name: "final", text: "final", meaning: "In, and old enough that Meta no longer changes it." },
  { letter: "p", name: "provisional", text: "provisional", meaning: "In, but Meta may still change it: it is less than 29 days old." },
  { letter: "0", name: "empty", text: "without delivery", meaning: "Fetched; Meta has no delivery for it." },
  { letter: "-", name: "never-fetched", text: "never fetched", meaning: "Not in, and nobody has asked for it." },
  { letter: "q", name: "queued", text: "queued", meaning: "Behind other days of its lane." },
  { letter: "r", name: "running", text: "running", meaning: "A worker is fetching it." },
  { letter: "w", name: "waiting", text: "waiting", meaning: "For Meta, or for its next try; its story says why." },
  { letter: "s", name: "paused", text: "paused", meaning: "Held, until somebody resumes its batch." },
  { letter: "x", name: "failed", text: "failed", meaning: "Its last fetch failed; its story says what to do." },
];

const byLetter = new Map(states.map(state => [state.letter, state]));
const byName = new Map(states.map(state => [state.name, state]));

export const stateOf = letter => byLetter.get(letter);
export const stateNamed = name => byName.get(name);
