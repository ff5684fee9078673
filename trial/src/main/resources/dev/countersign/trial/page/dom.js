// Elements are made here, and text is only ever text.

export function el(name, style, ...children) {
  const node = document.createElement(name);
  if (style) {
    node.className = style;
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

export function button(label, style, pressed) {
  const node = el('button', style, label);
  node.type = 'button';
  node.addEventListener('click', pressed);
  return node;
}

// An option list that keeps what is chosen while it is there.
export function fill(select, options) {
  const before = select.value;
  select.replaceChildren(...options.map(({ value, label }) => {
    const option = el('option', '', label);
    option.value = value;
    return option;
  }));
  if (options.some(option => option.value === before)) {
    select.value = before;
  }
}

const drawn = {};

// Whether these are other than they were under this name the last time.
export function changed(what, ...parts) {
  const now = JSON.stringify(parts);
  const differs = drawn[what] !== now;
  drawn[what] = now;
  return differs;
}

// Draws only what has changed, so that nobody loses the focus or what they typed. Where what had
// the focus is drawn anew, what takes its place has it.
// items: each with a key, what it is drawn from, and how.
export function keep(host, items) {
  const before = host.kept || new Map();
  host.kept = new Map(items.map(({ key, from, draw }) => {
    const text = JSON.stringify(from);
    const old = before.get(key);
    return [key, old && old.text === text ? old : { text, node: draw() }];
  }));
  const nodes = [...host.kept.values()].map(one => one.node);
  const focused = [...before].find(([, one]) => one.node.contains(document.activeElement));
  [...host.children].filter(node => !nodes.includes(node)).forEach(node => node.remove());
  nodes.forEach((node, index) => {
    if (host.children[index] !== node) {
      host.insertBefore(node, host.children[index] || null);
    }
  });
  if (focused && !nodes.includes(focused[1].node)) {
    const next = (host.kept.get(focused[0]) || { node: host }).node;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }
}

// A button that cannot be pressed again before its work is done.
export async function once(node, work) {
  node.disabled = true;
  try {
    await work();
  } finally {
    node.disabled = false;
  }
}

export function time(date, withDay) {
  return new Intl.DateTimeFormat(undefined, withDay
    ? { dateStyle: 'medium', timeStyle: 'short' }
    : { hour: '2-digit', minute: '2-digit' }).format(date);
}
