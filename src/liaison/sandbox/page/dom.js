/**
 * A page as a function of its state: `h` describes elements, `render` makes the document match.
 * Elements are kept and changed in place, so focus, caret, scroll position and open details survive.
 */

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "circle", "rect"]);
/** Set as properties, because the attribute holds only the starting value. */
const PROPERTIES = new Set(["value", "checked"]);
const NOT_ATTRIBUTES = new Set(["key", "on", "hook"]);

/** What each node of ours was last described as. */
const shown = new WeakMap();
let hooks = [];

/**
 * @param {string} tag
 * @param {object|null} props attributes, plus `key` (identity among siblings), `on` (listeners by
 *   event type) and `hook` (called with the node and whether it is new, once it is in the document)
 * @param {...any} children descriptions or text; null, false and "" are left out
 */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children: tidy(children) };
}

/** Makes the children of `parent` match the descriptions. */
export function render(parent, ...children) {
  patchChildren(parent, tidy(children));
  const due = hooks;
  hooks = [];
  due.forEach((run) => run());
}

function tidy(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== "")
    .map((child) => (typeof child === "object" ? child : { tag: "#text", text: String(child), props: {} }));
}

function identity({ tag, props }) {
  return props.key === undefined ? tag : `${tag} ${props.key}`;
}

function patchChildren(parent, wanted) {
  const spare = new Map();
  for (const node of parent.childNodes) {
    const id = shown.has(node) ? identity(shown.get(node)) : null;
    if (!spare.has(id)) spare.set(id, []);
    spare.get(id).push(node);
  }
  const nodes = wanted.map((child) => spare.get(identity(child))?.shift() ?? null);
  for (const left of spare.values()) left.forEach((node) => node.remove());
  let cursor = parent.firstChild;
  wanted.forEach((child, index) => {
    const node = nodes[index] ?? create(child);
    // A node that is moved loses the focus, so others make way for the one that has it.
    while (cursor && cursor !== node && nodes[index]?.contains(document.activeElement)) {
      const next = cursor.nextSibling;
      parent.append(cursor);
      cursor = next;
    }
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    update(node, child);
  });
}

function create({ tag }) {
  if (tag === "#text") return document.createTextNode("");
  return SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
}

function update(node, wanted) {
  const before = shown.get(node);
  shown.set(node, wanted);
  if (wanted.tag === "#text") {
    if (node.data !== wanted.text) node.data = wanted.text;
    return;
  }
  updateAttributes(node, before?.props ?? {}, wanted.props);
  patchChildren(node, wanted.children);
  updateProperties(node, wanted.props);
  for (const type of Object.keys(wanted.props.on ?? {})) node.addEventListener(type, dispatch);
  if (wanted.props.hook) hooks.push(() => wanted.props.hook(node, !before));
}

function updateAttributes(node, before, after) {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (PROPERTIES.has(name) || NOT_ATTRIBUTES.has(name) || before[name] === after[name]) continue;
    const value = after[name];
    if (value === undefined || value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

function updateProperties(node, props) {
  for (const name of PROPERTIES) {
    if (props[name] !== undefined && node[name] !== props[name]) node[name] = props[name];
  }
}

/** One listener for all: it looks up what the node is described as now. */
function dispatch(event) {
  shown.get(event.currentTarget)?.props.on?.[event.type]?.(event);
}
