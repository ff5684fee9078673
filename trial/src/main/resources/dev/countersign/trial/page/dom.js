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
