// Draws what the emulated Slack shows. Every block and element that the sandbox lets through is
// drawn; anything else draws a box that says "unsupported".
import { button, el, time } from './dom.js';

const DAY = 86400000;

// names: of people by id; act(action, unticked): a button was pressed.
export function drawBlocks(blocks, names, act) {
  const context = { names, act, boxes: [], inputs: [] };
  const root = el('div', 'sl-blocks', blocks.map(block => drawBlock(block, context)));
  return { root, values: () => Object.fromEntries(context.inputs.map(([id, read]) => [id, read()])) };
}

export function drawForm(view, names, doors) {
  const { root, values } = drawBlocks(view.blocks, names, doors.act);
  const wrong = el('p', 'sl-wrong');
  wrong.setAttribute('role', 'alert');
  const title = el('h3', '', view.title.text);
  const form = el('div', 'sl-form', title, root, wrong,
    el('div', 'sl-actions',
      button(view.close ? view.close.text : 'Close', 'sl-button', doors.close),
      view.submit
        ? button(view.submit.text, 'sl-button sl-primary', async () => {
            const given = Object.entries(values()).filter(([, value]) => value !== '');
            wrong.textContent = await doors.submit(Object.fromEntries(given)) || '';
          })
        : null));
  form.setAttribute('role', 'group');
  form.setAttribute('aria-label', view.title.text);
  return form;
}

function unsupported(what) {
  return el('span', 'unsupported', 'unsupported ' + what);
}

function drawBlock(block, context) {
  switch (block.type) {
    case 'header': return el('h3', 'sl-header', plain(block.text));
    case 'divider': return el('hr');
    case 'rich_text': return el('div', 'sl-rich', block.elements.map(one => rich(one, context)));
    case 'section': return section(block, context);
    case 'context':
      return el('div', 'sl-context', block.elements.map(one =>
        one.type === 'image' ? image(one) : el('span', '', text(one))));
    case 'actions': return el('div', 'sl-actions', block.elements.map(one => element(one, block, context)));
    case 'input': return input(block, context);
    case 'image': return image(block);
    case 'table':
      return el('div', 'sl-wide', el('table', '', el('tbody', '', block.rows.map(row =>
        el('tr', '', row.map(cell => el('td', '',
          cell.type === 'raw_text' ? cell.text : drawBlock(cell, context))))))));
    default: return unsupported('block ' + block.type);
  }
}

function section(block, context) {
  return el('div', 'sl-section',
    el('div', 'sl-main',
      block.text ? el('div', '', text(block.text)) : null,
      block.fields ? el('div', 'sl-fields', block.fields.map(one => el('div', '', text(one)))) : null),
    block.accessory ? element(block.accessory, block, context) : null);
}

function input(block, context) {
  const drawn = element(block.element, block, context);
  const label = el('span', 'sl-label', block.label.text, block.optional ? ' (optional)' : '');
  return el(drawn.tagName === 'FIELDSET' ? 'div' : 'label', 'sl-input', label, drawn,
    block.hint ? el('small', '', block.hint.text) : null);
}

function plain(object) {
  return lines(object.text);
}

// Of mrkdwn the gate sends nothing; what may stand in it is shown as it is.
function text(object) {
  return object.type === 'plain_text' || object.type === 'mrkdwn'
    ? lines(object.text)
    : unsupported('text ' + object.type);
}

function lines(words) {
  return words.split('\n').flatMap((line, index) => index === 0 ? [line] : [el('br'), line]);
}

function rich(part, context) {
  const leaves = () => part.elements.map(one => leaf(one, context));
  switch (part.type) {
    case 'rich_text_section': return el('div', '', leaves());
    case 'rich_text_quote': return el('blockquote', '', leaves());
    case 'rich_text_preformatted': return el('pre', '', leaves());
    case 'rich_text_list': {
      const list = el(part.style === 'ordered' ? 'ol' : 'ul', 'sl-indent-' + (part.indent || 0),
        part.elements.map(one => el('li', '', one.elements.map(each => leaf(each, context)))));
      if (part.offset) {
        list.start = part.offset + 1;
      }
      return list;
    }
    default: return unsupported(part.type);
  }
}

function leaf(one, context) {
  switch (one.type) {
    case 'text': return styled(el('span', '', lines(one.text)), one.style);
    case 'link': return styled(link(one.url, one.text || one.url), one.style);
    case 'user': return el('span', 'sl-mention', '@' + (context.names[one.user_id] || one.user_id));
    case 'usergroup': return el('span', 'sl-mention', '@' + one.usergroup_id);
    case 'channel': return el('span', 'sl-mention', '#' + one.channel_id);
    case 'team': return el('span', 'sl-mention', one.team_id);
    case 'broadcast': return el('span', 'sl-mention', '@' + one.range);
    case 'emoji': return el('span', '', emoji(one));
    case 'color': return el('span', '', one.value);
    case 'date': return date(one);
    default: return unsupported(one.type);
  }
}

function styled(node, style) {
  const tags = { code: 'code', strike: 's', italic: 'i', bold: 'b', underline: 'u', highlight: 'mark' };
  return Object.entries(tags).reduce(
    (inner, [name, tag]) => style && style[name] ? el(tag, '', inner) : inner, node);
}

function link(url, label) {
  if (!/^https?:\/\//i.test(url)) {
    return el('span', '', label);
  }
  const node = el('a', '', label);
  node.href = url;
  node.rel = 'noopener noreferrer';
  node.target = '_blank';
  return node;
}

function emoji(one) {
  return one.unicode
    ? String.fromCodePoint(...one.unicode.split('-').map(part => parseInt(part, 16)))
    : ':' + one.name + ':';
}

function date(one) {
  const at = new Date(one.timestamp * 1000);
  const day = style => new Intl.DateTimeFormat(undefined, style).format(at);
  const near = otherwise => {
    const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / DAY);
    return ({ '-1': 'yesterday', '0': 'today', '1': 'tomorrow' })[days] || otherwise;
  };
  const short = day({ year: 'numeric', month: 'short', day: 'numeric' });
  const long = day({ year: 'numeric', month: 'long', day: 'numeric' });
  const full = day({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const parts = {
    date_num: at.toISOString().slice(0, 10), date: long, date_short: short, date_long: full,
    date_pretty: near(long), date_short_pretty: near(short), date_long_pretty: near(full),
    day_divider_pretty: near(full), date_long_full: full, time: time(at),
    time_secs: day({ timeStyle: 'medium' }), ago: one.fallback || long,
  };
  const node = el('time', '', one.format.replace(/\{(\w+)\}/g, (_, name) => parts[name] || ''));
  node.dateTime = at.toISOString();
  node.title = one.fallback || node.dateTime;
  return styled(node, one.style);
}

// A picture from elsewhere would be a request to elsewhere: its words stand for it.
function image(one) {
  return el('span', 'sl-picture', one.alt_text);
}

function element(one, block, context) {
  switch (one.type) {
    case 'button': return pressable(one, context);
    case 'image': return image(one);
    case 'checkboxes':
    case 'radio_buttons': return choices(one, block, context);
    case 'static_select': return select(one, block, context);
    case 'plain_text_input': return typed(one, block, context);
    default: return unsupported('element ' + one.type);
  }
}

function pressable(one, context) {
  const look = 'sl-button' + (one.style ? ' sl-' + one.style : '');
  if (one.url) {
    const node = link(one.url, one.text.text);
    node.className = look;
    return node;
  }
  const go = () => context.act(one.action_id, context.boxes
    .filter(box => box.node.type === 'checkbox' && !box.node.checked).map(box => box.value));
  const node = button(one.text.text, look, () => one.confirm ? confirm(one.confirm, node, go) : go());
  if (one.accessibility_label) {
    node.setAttribute('aria-label', one.accessibility_label);
  }
  return node;
}

function confirm(asked, near, go) {
  const dialog = el('dialog', 'slack sl-dialog', el('h3', '', asked.title.text), el('p', '', text(asked.text)));
  const chat = near.closest('.chat');
  const close = () => {
    dialog.close();
    dialog.remove();
    // The button may have been drawn anew meanwhile.
    if (!near.isConnected) {
      chat.tabIndex = -1;
      chat.focus({ preventScroll: true });
    }
  };
  const back = button(asked.deny.text, 'sl-button', close);
  dialog.append(el('div', 'sl-actions', back,
    button(asked.confirm.text, 'sl-button ' + (asked.style === 'danger' ? 'sl-danger' : 'sl-primary'), () => {
      close();
      go();
    })));
  dialog.setAttribute('aria-label', asked.title.text);
  near.closest('section').append(dialog);
  dialog.showModal();
  back.focus();
}

let groups = 0;

function choices(one, block, context) {
  const several = one.type === 'checkboxes';
  const initial = several ? one.initial_options || [] : one.initial_option ? [one.initial_option] : [];
  groups++;
  const boxes = one.options.map(option => {
    const node = el('input');
    node.type = several ? 'checkbox' : 'radio';
    node.name = 'choice-' + groups;
    node.checked = initial.some(other => other.value === option.value);
    return { node, value: option.value, option };
  });
  context.boxes.push(...boxes);
  context.inputs.push([block.block_id, () => (boxes.find(box => box.node.checked) || { value: '' }).value]);
  const field = el('fieldset', 'sl-choices', boxes.map(({ node, option }) =>
    el('label', '', node, el('span', '', text(option.text),
      option.description ? el('small', '', ' ', text(option.description)) : null))));
  field.setAttribute('aria-label', block.label ? block.label.text : 'Choose');
  return field;
}

function select(one, block, context) {
  const node = el('select', '', [{ text: { text: one.placeholder ? one.placeholder.text : '' }, value: '' },
    ...one.options].map(option => {
    const drawn = el('option', '', option.text.text);
    drawn.value = option.value;
    return drawn;
  }));
  node.value = one.initial_option ? one.initial_option.value : '';
  node.setAttribute('aria-label', block.label ? block.label.text : 'Choose');
  context.inputs.push([block.block_id, () => node.value]);
  return node;
}

function typed(one, block, context) {
  const node = el(one.multiline ? 'textarea' : 'input');
  node.value = one.initial_value || '';
  node.placeholder = one.placeholder ? one.placeholder.text : '';
  if (one.max_length) {
    node.maxLength = one.max_length;
  }
  context.inputs.push([block.block_id, () => node.value]);
  return node;
}
