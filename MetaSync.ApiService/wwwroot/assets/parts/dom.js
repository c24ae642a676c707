// Makes elements, and brings what stands in the page into line with them.

const SVG = "http://www.w3.org/2000/svg";

/** An element: attributes by name, `on…` as handlers, `key` to know it again among its siblings, `keep` when its content is somebody else's. Nothing is ever parsed as HTML. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "key" || name === "keep") element[name] = value;
    else if (name.startsWith("on")) setHandler(element, name, value);
    else if (name === "checked" || name === "value" && element.nodeName !== "OPTION") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    element.append(child);
  }
}

function setHandler(element, name, handler) {
  (element.handlers ??= {})[name] = handler;
  element[name] = handler;
}

/**
 * Makes `from`, which stands in the page, equal to `to`, changing only what differs: focus, scroll position and selection stay where they are.
 * What a person is typing is left alone.
 */
export function morph(from, to) {
  if (from === to) return from;
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName || from.key !== to.key) {
    from.replaceWith(to);
    return to;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return from;
  }
  morphAttributes(from, to);
  for (const name of Object.keys({ ...from.handlers, ...to.handlers })) setHandler(from, name, to.handlers?.[name] ?? null);
  if (from !== document.activeElement && "value" in from && from.nodeName !== "OPTION" && from.nodeName !== "BUTTON" && from.value !== to.value) {
    morphChildren(from, to); // a select's options come before its value
    from.value = to.value;
    return from;
  }
  if ("checked" in from) from.checked = to.checked;
  if (!to.keep) morphChildren(from, to);
  return from;
}

function morphAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    // Whether a disclosure is open is the reader's own choice.
    if (!to.hasAttribute(name) && !(name === "open" && from.nodeName === "DETAILS")) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

function morphChildren(from, to) {
  const keyed = new Map();
  for (const child of from.childNodes) if (child.key !== undefined) keyed.set(child.key, child);
  let place = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const known = wanted.key !== undefined ? keyed.get(wanted.key) : undefined;
    if (known && known !== place) from.insertBefore(known, place);
    else if (!place || wanted.key !== undefined && !known || place.key !== wanted.key) {
      from.insertBefore(wanted, place);
      continue;
    }
    const stands = morph(known ?? place, wanted);
    place = stands.nextSibling;
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

/** Puts a part's new picture in the place of its old one. */
export function show(place, picture) {
  const wrapper = place.cloneNode(false);
  append(wrapper, [picture]);
  morphChildren(place, wrapper);
}

/** The head of a table; the name of a column of numbers begins with `#`. */
export function head(...names) {
  return h("thead", null, h("tr", null, names.map(name => h("th", { scope: "col", class: name.startsWith("#") ? "number" : null }, name.replace("#", "")))));
}

/** A glyph from the sheet in index.html; the words beside it say what it means. */
export function glyph(name) {
  return s("svg", { class: "glyph", "aria-hidden": "true", viewBox: "0 0 16 16" }, s("use", { href: `#glyph-${name}` }));
}
