// Proposes as the agent: an example as it is, with values of one's own, or the same in a shell.
import { button, el, fill, once } from './dom.js';

const at = id => document.getElementById(id);
const PAUSE = 300;
let setup;
let doors;
let later;

// doors: propose(example, fields), and post(path, asked).
export function startProposing(told, given) {
  setup = told;
  doors = given;
  at('examples').replaceChildren(...setup.examples.map(one => {
    const node = button('', 'example', () => once(node, () => doors.propose(one)));
    node.append(el('b', '', one.label), el('small', '', one.follows));
    return node;
  }));
  // The others are choices of the form's own: an amount, a time, a tool.
  fill(at('kind'), setup.examples.filter(one => one.fields.length)
    .map(one => ({ value: one.id, label: one.follows.split(':')[0] + ': ' + one.label.replace(' EUR 42.50', '') })));
  at('kind').addEventListener('change', drawInputs);
  at('inputs').addEventListener('input', () => {
    clearTimeout(later);
    later = setTimeout(drawCurl, PAUSE);
  });
  at('own').addEventListener('toggle', () => at('own').open ? drawInputs() : null);
  at('fields').addEventListener('submit', event => {
    event.preventDefault();
    const send = at('fields').querySelector('button');
    once(send, () => doors.propose(chosen(), values()));
  });
  at('copy').addEventListener('click', async () => {
    // Anew, as a time of seconds has begun to run.
    await drawCurl();
    try {
      await navigator.clipboard.writeText(at('curl').textContent);
      doors.say('Copied.');
    } catch {
      doors.say('The browser does not let this page copy; select the command and copy it by hand.');
    }
  });
}

const chosen = () => setup.examples.find(one => one.id === at('kind').value);

const values = () => Object.fromEntries(
  [...at('inputs').querySelectorAll('[name]')].map(node => [node.name, node.value]));

function drawInputs() {
  at('inputs').replaceChildren(...chosen().fields.map(field => el('label', 'field', field.label, ' ', input(field))));
  drawCurl();
}

function input(field) {
  const node = el(field.choices.length ? 'select' : field.kind === 'lines' ? 'textarea' : 'input');
  if (field.choices.length) {
    fill(node, field.choices);
  } else {
    node.value = field.value;
    node.required = true;
  }
  if (field.kind === 'lines') {
    node.rows = 3;
  }
  node.name = field.name;
  return node;
}

async function drawCurl() {
  try {
    const draft = await doors.post('draft', { example: chosen().id, fields: values() });
    at('curl').textContent = `${setup.curl} <<'JSON'\n${JSON.stringify(draft, null, 2)}\nJSON`;
  } catch (failure) {
    at('curl').textContent = failure.message;
  }
}
