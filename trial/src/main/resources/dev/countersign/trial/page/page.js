// The sandbox page: asks the trial how everything stands, draws it, and sends what is pressed.
import { button, changed, el, fill, once } from './dom.js';
import { drawChats, enterChats, formOpened, leaveChats, openTeams, startChats } from './chats.js';
import { drawCall, drawDetail, drawFlow, drawVerdict, drawWire, label } from './evidence.js';
import { startProposing } from './propose.js';
import { STEPS } from './tour.js';

const EVERY = 1000;
const at = id => document.getElementById(id);
const token = document.querySelector('meta[name=sandbox-token]').content;
const person = at('person');
const chosen = at('request');
const seen = { target: false, mine: new Map(), troubles: new Set() };
const labels = {};
let setup;
let state;
const trail = { entries: 0, sound: false };

async function answered(answer) {
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.error);
  }
  return body;
}

const get = async path => answered(await fetch(path));

const post = async (path, asked) => answered(await fetch(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Sandbox-Token': token },
  body: JSON.stringify(asked),
}));

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
      formOpened(answer.form);
    }
    await look();
    return answer;
  } catch (failure) {
    say(failure.message);
    return { told: failure.message, failed: true };
  }
}

const dark = () => document.documentElement.dataset.theme === 'dark';

function drawRequests() {
  const named = one => one.reads_as || labels[one.id] || label(one);
  const options = state.requests.map(one => ({
    value: one.id,
    label: `${named(one)} · #${one.id.slice(-6)} · ${one.execution === 'succeeded' ? 'executed' : one.status}`,
  }));
  if (changed('requests', options)) {
    fill(chosen, [...options, { value: '', label: 'All of them' }]);
  }
  at('console').href = setup.console + (chosen.value ? '/requests/' + chosen.value : '/');
}

async function drawEvidence() {
  const request = state.requests.find(one => one.id === chosen.value);
  if (changed('detail', chosen.value, request, state.crm)) {
    const detail = request ? await get('request/' + request.id) : null;
    if (detail && detail.request.id !== chosen.value) {
      return;
    }
    seen.target = seen.target || Boolean(detail && detail.target.got.length && seen.mine.has(request.id));
    trail.entries = drawDetail(detail, state.crm);
  }
  // Anew at each look: who changes what is stored changes nothing that would tell of it.
  const told = request ? (await get('verdict/' + request.id)).verdict : '';
  if (request && request.id !== chosen.value) {
    return;
  }
  trail.sound = drawVerdict(told);
  drawFlow(request, trail, setup.people);
}

function drawTour() {
  const mine = state.requests.filter(one => seen.mine.has(one.id))
    .map(one => ({ ...one, example: seen.mine.get(one.id) }));
  // What was reached stays so, when its request leaves the list, too.
  STEPS.forEach(step => {
    step.reached = step.reached || Boolean(step.done(mine, seen));
  });
  const ticks = STEPS.map(step => step.reached);
  if (!changed('tour', ticks)) {
    return;
  }
  at('progress').textContent = `${ticks.filter(Boolean).length} of ${STEPS.length} steps`;
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
  await drawEvidence();
  drawTour();
}

function draw() {
  drawChats(state);
  drawWire(state.wire);
}

// Until the new request is drawn there is nothing to press, so nobody presses on the earlier one.
async function show(id) {
  if (![...chosen.options].some(one => one.value === id)) {
    const option = el('option', '', '#' + id.slice(-6));
    option.value = id;
    chosen.prepend(option);
  }
  chosen.value = id;
  leaveChats();
  await look();
}

// fields: values of one's own, if any.
async function propose(example, fields) {
  say('');
  leaveChats();
  const answer = await post('propose', { example: example.id, ...(fields ? { fields } : {}) })
    .catch(failure => ({ detail: failure.message }));
  if (!answer.id) {
    say(answer.detail);
    return;
  }
  seen.mine.set(answer.id, example.id);
  labels[answer.id] = example.label.replace(/ EUR.*/, '');
  await show(answer.id);
  at('about').scrollIntoView({ block: 'nearest' });
  say(`${example.label}: ${answer.status}.`);
}

async function trouble(one) {
  const line = el('li', '', el('b', '', one.label + ': '), '…');
  at('happened').prepend(line);
  const answer = await act('trouble', { trouble: one.id });
  line.replaceChildren(el('b', '', one.label + ': '),
    answer.upshot ? el('span', 'upshot', answer.upshot) : '', ' ', answer.words || answer.told);
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
  fill(person, setup.people.map(one => ({ value: one.id, label: `${one.name} (${one.role})` })));
  person.addEventListener('change', async () => {
    say('');
    await enterChats();
    await look();
  });
  chosen.addEventListener('change', () => show(chosen.value));
  at('wire-choice').addEventListener('change', () => drawCall(state.wire));
  startChats(setup, { act, post, say, dark, person: () => person.value, request: () => chosen.value });
  startProposing(setup, { propose, post, say });
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
