// The two chats as one person sees them: the channel, the page of one's own, and where one writes.
import { button, el, keep, once, time } from './dom.js';
import { drawBlocks, drawForm } from './slack.js';
import { drawCard } from './teams.js';

const at = id => document.getElementById(id);
let doors;
let setup;
let state;
let names;
let form = '';
const dismissed = { slack: String(Math.floor(Date.now() / 1000)), teams: new Date().toISOString() };
let opened = '';
const tab = { slack: 'channel', teams: 'channel' };

// doors: act(path, asked), post(path, asked), say(words), person(), request(), dark().
export function startChats(told, given) {
  setup = told;
  doors = given;
  names = Object.fromEntries(setup.people.flatMap(one => [[one.slack, one.name], [one.teams, one.name]]));
  tabs('slack', '# ' + setup.channel, 'Home');
  tabs('teams', setup.channel, 'Chat with Countersign');
  composer('slack');
  composer('teams');
}

// What was open about something else is put away.
export function leaveChats() {
  form = '';
  if (state) {
    state.slack.private.forEach(one => dismiss('slack', one.id));
    state.teams.messages.filter(one => one.aside).forEach(one => dismiss('teams', one.at));
  }
  ['slack', 'teams'].forEach(chat => tab[chat] === 'channel' ? keep(at(chat), []) : open(chat, 'channel'));
}

function dismiss(chat, until) {
  dismissed[chat] = until > dismissed[chat] ? until : dismissed[chat];
}

// Somebody else looks now.
export function enterChats() {
  form = '';
  return tab.slack === 'home' ? doors.act('home', { place: 'slack' }) : null;
}

export function formOpened(id) {
  form = id;
}

export function drawChats(seen) {
  state = seen;
  keep(at('slack'), tab.slack === 'home' ? slackHome() : slackChannel());
  keep(at('teams'), teamsMessages());
}

// As a Teams client does when it shows a channel to somebody.
export async function openTeams() {
  const now = JSON.stringify([doors.person(), state.teams.messages.map(one => [one.id, one.edited]), state.requests]);
  if (now !== opened) {
    opened = now;
    await doors.post('open', { as: doors.person() }).catch(failure => doors.say(failure.message));
  }
}

function tabs(chat, channel, own) {
  at(chat + '-tabs').replaceChildren(
    ...[['channel', channel], ['home', own]].map(([where, label]) => {
      const node = button(label, 'tab', () => once(node, () => open(chat, where, true)));
      node.dataset.where = where;
      node.setAttribute('aria-pressed', String(where === 'channel'));
      return node;
    }));
}

async function open(chat, where, asked) {
  tab[chat] = where;
  at(chat + '-tabs').querySelectorAll('button').forEach(node =>
    node.setAttribute('aria-pressed', String(node.dataset.where === where)));
  keep(at(chat), []);
  drawComposer(chat);
  if (asked && where === 'home') {
    await doors.act('home', { place: chat === 'slack' ? 'slack' : 'chat' });
  } else if (asked) {
    drawChats(state);
  }
}

const prefix = chat => chat === 'slack' ? '/countersign' : tab.teams === 'home' ? '' : '@Countersign';

function composer(chat) {
  const input = el('input');
  input.id = chat + '-input';
  input.placeholder = 'queue';
  input.autocomplete = 'off';
  const sign = el('span', 'sign', prefix(chat));
  const send = el('button', chat === 'slack' ? 'sl-button sl-primary' : '', 'Send');
  send.type = 'submit';
  const line = el('form', 'line', el('label', 'write', sign, input), send);
  input.setAttribute('aria-label', chat === 'slack' ? 'Command to Countersign in Slack' : 'Message to Countersign in Teams');
  line.addEventListener('submit', event => {
    event.preventDefault();
    once(send, () => write(chat, input));
  });
  const words = [
    ['queue', () => 'queue'],
    ['status', () => 'status ' + doors.request()],
    ['freeze on everything', () => 'freeze on everything something is odd'],
    ['freeze off everything', () => 'freeze off everything'],
  ].map(([label, text]) => button(label, 'word', () => {
    input.value = text();
    input.focus();
  }));
  at(chat + '-words').replaceChildren(line, el('p', 'words', 'Try ', words));
}

function drawComposer(chat) {
  at(chat + '-words').hidden = chat === 'slack' && tab.slack === 'home';
  at(chat + '-words').querySelector('.sign').textContent = prefix(chat);
}

async function write(chat, input) {
  const text = input.value.replace(/^\s*(\/countersign|@Countersign)\b\s*/i, '');
  const place = chat === 'slack' ? 'slack' : tab.teams === 'home' ? 'chat' : 'teams';
  const answer = await doors.act('say', { place, text: text || 'queue' });
  if (!answer.failed) {
    input.value = '';
  }
}

const press = (place, message) => (action, unticked) =>
  doors.act('press', { place, message, action, ...(unticked.length ? { unticked } : {}) });

function slackChannel() {
  const whispers = state.slack.private.filter(one => one.id > dismissed.slack).slice(-1);
  return orEmpty([
    ...threaded(state.slack.messages, slackMessage),
    ...whispers.map(one => ({ key: 'private' + one.id, from: one, draw: () => slackWhisper(one) })),
    ...slackModal(),
  ], 'Nothing here about this request.');
}

function slackHome() {
  const home = state.slack.home;
  return orEmpty([
    ...(home ? [{ key: 'home' + doors.person(), from: home.view,
      draw: () => el('div', 'home', drawBlocks(home.view.blocks, names, press('home', home.id)).root) }] : []),
    ...slackModal(),
  ], 'The page is being drawn.');
}

function slackModal() {
  const modal = state.slack.modal && state.slack.modal.id === form ? state.slack.modal : null;
  return modal ? [{ key: 'modal' + doors.person(), from: modal, draw: () => slackForm(modal) }] : [];
}

function slackWhisper(one) {
  return el('div', 'sl-private',
    el('p', 'sl-only', 'Only visible to you'),
    one.blocks.length ? drawBlocks(one.blocks, names, press('private', one.id)).root : el('p', '', one.text),
    button('Dismiss message', 'sl-button', () => {
      dismiss('slack', one.id);
      drawChats(state);
    }));
}

function slackForm(modal) {
  const node = drawForm(modal.view, names, {
    act: press('modal', modal.id),
    close: () => {
      form = '';
      drawChats(state);
    },
    submit: async values => (await doors.act('submit', { values })).told,
  });
  requestAnimationFrame(() => {
    node.scrollIntoView({ block: 'nearest' });
    (node.querySelector('input, select, textarea') || node.querySelector('button')).focus({ preventScroll: true });
  });
  return node;
}

const orEmpty = (items, words) => items.length ? items : [{ key: 'empty', from: words, draw: () => el('p', 'empty', words) }];

// What answers in a thread stands below the message that began it.
function threaded(messages, draw) {
  const roots = messages.filter(one => !messages.some(other => other.id === one.thread));
  return roots.flatMap(root => {
    const replies = messages.filter(one => one.thread === root.id);
    return [
      { key: root.id, from: [root, doors.person(), doors.dark()], draw: () => draw(root) },
      ...(replies.length ? [{ key: 'thread' + root.id, from: [replies, doors.dark()], draw: () => thread(replies, draw) }] : []),
    ];
  });
}

function thread(replies, draw) {
  const node = el('details', 'thread',
    el('summary', '', replies.length === 1 ? '1 reply' : replies.length + ' replies'), replies.map(draw));
  node.open = true;
  return node;
}

function said(face, head, body) {
  return el('div', 'message', face, el('div', 'said', el('p', 'head', head), body));
}

function slackMessage(one) {
  const who = names[one.author];
  return said(el('span', 'face sl-face', who ? who[0] : '✓'),
    [el('b', '', who || 'Countersign'), who ? null : el('span', 'app', 'APP'),
      time(new Date(Number(one.id) * 1000)), one.edited ? ' (edited)' : ''],
    one.blocks.length ? drawBlocks(one.blocks, names, press('slack', one.id)).root : el('p', '', one.text));
}

function teamsMessages() {
  const own = tab.teams === 'home';
  const messages = own
    ? state.teams.chat
    : state.teams.messages.filter(one => !one.aside || one.at > dismissed.teams);
  return orEmpty(threaded(messages, one => teamsMessage(one, own ? 'chat' : 'teams')),
    own ? 'Write to Countersign below.' : 'Nothing here about this request.');
}

function teamsMessage(one, place) {
  const pressed = (action, inputs) => doors.act('press', { place, message: one.id, action, inputs });
  const who = names[one.author];
  return said(el('span', 'face tm-face', who ? who[0] : '✓'),
    [el('b', '', who || 'Countersign'), time(new Date(one.at)), one.edited ? ' · Edited' : ''],
    one.card ? drawCard(one.card, doors.dark(), pressed) : el('p', '', one.text));
}
