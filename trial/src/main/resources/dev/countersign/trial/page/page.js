// The sandbox page: asks the trial how everything stands, draws it, and sends what is pressed.
import { button, el, fill, keep, once, time } from './dom.js';
import { drawBlocks, drawForm } from './slack.js';
import { drawCard } from './teams.js';
import { STEPS } from './tour.js';

const EVERY = 1000;
const at = id => document.getElementById(id);
const token = document.querySelector('meta[name=sandbox-token]').content;
const person = at('person');
const chosen = at('request');
const seen = { proposed: false, target: false, stranger: false, mine: new Set(), troubles: new Set() };
const drawn = {};
const labels = {};
let setup;
let names = {};
let state;
let form = '';
let dismissed = now();
let opened = '';
let told = '';

// As Slack writes the time of a message.
function now() {
  return (Date.now() / 1000).toFixed(6);
}

async function get(path) {
  const answer = await fetch(path);
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.error);
  }
  return body;
}

async function post(path, asked) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Sandbox-Token': token },
    body: JSON.stringify(asked),
  });
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.error);
  }
  return body;
}

function say(words) {
  at('told').textContent = words || '';
}

// Does something as the person, says what they were told, and looks again.
async function act(path, asked) {
  try {
    say('');
    const answer = await post(path, { as: person.value, ...asked });
    say(answer.told);
    if (answer.form) {
      form = answer.form;
    }
    if (asked.place && person.value === setup.people.at(-1).id) {
      seen.stranger = true;
    }
    await look();
    return answer;
  } catch (failure) {
    say(failure.message);
    return { told: failure.message };
  }
}

// Draws anew only what has changed, so that nobody loses the focus or what they typed.
function changed(what, ...parts) {
  const now = JSON.stringify(parts);
  if (drawn[what] === now) {
    return false;
  }
  drawn[what] = now;
  return true;
}

const dark = () => document.documentElement.dataset.theme === 'dark';

function drawSlack() {
  const who = person.value;
  const whispers = state.slack.private.filter(one => one.id > dismissed).slice(-1);
  const modal = state.slack.modal && state.slack.modal.id === form ? state.slack.modal : null;
  const press = (place, message) => (action, unticked) =>
    act('press', { place, message, action, ...(unticked.length ? { unticked } : {}) });
  keep(at('slack'), orEmpty([
    ...state.slack.messages.map(one => ({
      key: one.id,
      from: one,
      draw: () => slackMessage(one, drawBlocks(one.blocks, names, press('slack', one.id)).root),
    })),
    ...whispers.map(one => ({ key: 'private' + one.id, from: one, draw: () => slackWhisper(one, press('private', one.id)) })),
    ...(modal ? [{ key: 'modal' + who, from: modal, draw: () => slackForm(modal, press('modal', modal.id)) }] : []),
  ]));
}

function slackWhisper(one, press) {
  return el('div', 'sl-private',
    el('p', 'sl-only', 'Only visible to you'),
    one.blocks.length ? drawBlocks(one.blocks, names, press).root : el('p', '', one.text),
    button('Dismiss message', 'sl-button', () => {
      dismissed = one.id;
      drawSlack();
    }));
}

function slackForm(modal, press) {
  const node = drawForm(modal.view, names, {
    act: press,
    close: () => {
      form = '';
      drawSlack();
    },
    submit: async values => (await act('submit', { values })).told,
  });
  requestAnimationFrame(() => node.scrollIntoView({ block: 'nearest' }));
  return node;
}

const orEmpty = items => items.length
  ? items
  : [{ key: 'empty', from: '', draw: () => el('p', 'empty', 'Nothing here about this request.') }];

function slackMessage(message, body) {
  const who = names[message.author];
  return el('div', 'message' + (message.thread ? ' thread' : ''),
    el('span', 'face sl-face', who ? who[0] : '✓'),
    el('div', 'said',
      el('p', 'head', el('b', '', who || 'Countersign'), who ? null : el('span', 'app', 'APP'),
        time(new Date(Number(message.id) * 1000)), message.edited ? ' (edited)' : ''),
      message.blocks.length ? body : el('p', '', message.text)));
}

function drawTeams() {
  keep(at('teams'), orEmpty(state.teams.messages.map(one => ({
    key: one.id,
    from: [one, person.value, dark()],
    draw: () => teamsMessage(one),
  }))));
}

function teamsMessage(one) {
  const press = (action, inputs) => act('press', { place: 'teams', message: one.id, action, inputs });
  return el('div', 'message' + (one.thread ? ' thread' : ''),
    el('span', 'face tm-face', '✓'),
    el('div', 'said',
      el('p', 'head', el('b', '', 'Countersign'), time(new Date(one.at)), one.edited ? ' · Edited' : ''),
      one.card ? drawCard(one.card, dark(), press) : el('p', '', one.text)));
}

// As a Teams client does when it shows a channel to somebody.
async function openTeams() {
  const now = JSON.stringify([person.value, state.teams.messages.map(one => [one.id, one.edited]), state.requests]);
  if (now !== opened) {
    opened = now;
    await post('open', { as: person.value }).catch(failure => say(failure.message));
  }
}

function drawWire() {
  const calls = state.wire;
  if (changed('calls', calls)) {
    const press = calls.find(one => !one.did.startsWith('asked for'));
    const newest = press ? String(press.number) : '';
    fill(at('wire-choice'), calls.map(one => ({
      value: String(one.number),
      label: `${one.number}. ${one.chat === 'slack' ? 'Slack' : 'Teams'}: ${one.who} ${one.did}, ${one.status}`,
    })));
    if (newest && newest !== told) {
      told = newest;
      at('wire-choice').value = newest;
    }
    drawCall();
  }
}

function drawCall() {
  const call = state.wire.find(one => String(one.number) === at('wire-choice').value);
  at('wire').textContent = call
    ? `${call.request}\n\n→ ${call.status} after ${call.elapsed_ms} ms ${call.answer}`
    : 'Nothing was pressed yet.';
}

// What the gate reads in it, what was pressed here, or the headline of the card.
const label = request => request.reads_as || labels[request.id] || request.headline || 'A proposal';

function drawRequests() {
  const options = state.requests.map(one => ({
    value: one.id,
    label: `${label(one)} · #${one.id.slice(-6)} · ${one.execution === 'succeeded' ? 'executed' : one.status}`,
  }));
  if (changed('requests', options)) {
    fill(chosen, [...options, { value: '', label: 'All of them' }]);
  }
}

async function drawDetail() {
  const request = state.requests.find(one => one.id === chosen.value);
  if (!changed('detail', chosen.value, request, state.crm)) {
    return;
  }
  if (!request) {
    at('target').replaceChildren(el('p', 'empty', 'Choose a request.'));
    at('trail').replaceChildren();
    at('verdict').textContent = '';
    return;
  }
  const detail = await get('request/' + request.id);
  if (detail.request.id !== chosen.value) {
    return;
  }
  const calls = detail.target.map(one => {
    const pre = el('pre', '', one.text);
    pre.tabIndex = 0;
    return pre;
  });
  if (calls.length && seen.mine.has(request.id)) {
    seen.target = true;
  }
  at('target').replaceChildren(
    el('p', '', calls.length === 0 ? 'Nothing for this request.' : calls.length === 1 ? 'One call:' : calls.length + ' calls:'),
    ...calls, el('p', 'crm', 'The CRM’s note of account_77 is now: ', el('b', '', state.crm || '(empty)')));
  at('verdict').textContent = detail.verdict;
  at('verdict').classList.toggle('bad', !detail.verdict.startsWith('Sound'));
  at('trail').replaceChildren(...detail.entries.map(one =>
    el('li', '', el('b', '', one.type), ' by ' + one.actor + ' ', el('code', '', one.hash.slice(0, 20) + '…'))));
  drawTour();
}

function drawTour() {
  const ticks = STEPS.map(step => Boolean(step.done(state, seen)));
  if (!changed('tour', ticks)) {
    return;
  }
  const done = ticks.filter(Boolean).length;
  at('progress').textContent = `${done} of ${STEPS.length} steps`;
  at('steps').replaceChildren(...STEPS.map((step, index) => {
    const item = el('li', ticks[index] ? 'done' : '', el('span', 'tick', ticks[index] ? 'Done: ' : ''), step.words);
    if (ticks.indexOf(false) === index) {
      item.setAttribute('aria-current', 'step');
    }
    return item;
  }));
}

let looking = null;

// One look at a time; who asks meanwhile waits for the next.
async function look() {
  while (looking) {
    await looking;
  }
  looking = see();
  try {
    await looking;
  } finally {
    looking = null;
  }
}

async function see() {
  const who = person.value;
  const only = chosen.value;
  const now = await get('state/' + who + (only ? '/' + only : ''));
  if (who !== person.value || only !== chosen.value) {
    return;
  }
  state = now;
  drawRequests();
  draw();
  await openTeams();
  await drawDetail();
}

function draw() {
  drawSlack();
  drawTeams();
  drawWire();
  drawTour();
}

// What was open about something else is put away.
function leave() {
  dismissed = now();
  form = '';
}

// Until the new request is drawn there is nothing to press, so nobody presses on the earlier one.
async function show(id) {
  chosen.value = id;
  leave();
  [at('slack'), at('teams')].forEach(chat => keep(chat, []));
  await look();
}

async function propose(example) {
  leave();
  const answer = await act('propose', { example: example.id });
  if (answer.id) {
    seen.proposed = true;
    seen.mine.add(answer.id);
    labels[answer.id] = example.label;
    await show(answer.id);
    say(`${example.label}: ${answer.status}.`);
  } else {
    say(answer.detail || answer.told);
  }
}

async function trouble(one) {
  const line = el('li', '', el('b', '', one.label + ': '), '…');
  at('happened').prepend(line);
  const answer = await act('trouble', { trouble: one.id });
  line.replaceChildren(el('b', '', one.label + ': '), answer.words || answer.told);
  if (answer.words) {
    seen.troubles.add(one.id);
    await show(answer.id);
  }
}

function theme(isDark) {
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  at('theme').setAttribute('aria-pressed', String(isDark));
  if (state) {
    draw();
  }
}

async function start() {
  theme(matchMedia('(prefers-color-scheme: dark)').matches);
  at('theme').addEventListener('click', () => theme(!dark()));
  setup = await get('setup');
  names = Object.fromEntries(setup.people.map(one => [one.slack, one.name]));
  fill(person, setup.people.map(one => ({ value: one.id, label: `${one.name} (${one.role})` })));
  person.addEventListener('change', () => {
    say('');
    look();
  });
  chosen.addEventListener('change', () => {
    leave();
    look();
  });
  at('wire-choice').addEventListener('change', drawCall);
  at('examples').replaceChildren(...setup.examples.map(one => {
    const node = button('', 'example', () => once(node, () => propose(one)));
    node.append(el('b', '', one.label), el('small', '', one.follows));
    return node;
  }));
  fill(at('curl-example'), setup.examples.map(one => ({ value: one.id, label: one.label })));
  const curl = () => setup.examples.find(one => one.id === at('curl-example').value).curl;
  const shown = () => {
    at('curl').textContent = curl();
  };
  at('curl-example').addEventListener('change', shown);
  shown();
  at('copy').addEventListener('click', () => navigator.clipboard.writeText(curl()).then(() => say('Copied.')));
  at('troubles').replaceChildren(...setup.troubles.map(one => {
    const node = button(one.label, '', () => once(node, () => trouble(one)));
    return node;
  }));
  for (;;) {
    await look().catch(failure => say('The trial does not answer: ' + failure.message));
    await new Promise(resume => setTimeout(resume, EVERY));
  }
}

start();
