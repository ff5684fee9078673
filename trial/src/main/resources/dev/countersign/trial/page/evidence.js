// What can be seen of a request beside the chats: where it stands, the callbacks, what the target
// got, and the audit trail.
import { changed, el, fill } from './dom.js';

const at = id => document.getElementById(id);
let latest = '';

// What the gate reads in it, or the headline of the card.
export const label = request => request.reads_as || request.headline || 'A proposal';

const name = (people, id) => (people.find(one => one.id === id) || { name: id }).name;
const chat = via => ({ slack: 'Slack', teams: 'Teams', oidc: 'the console', console: 'the console' })[via] || via;

function left(request) {
  const seconds = Math.max(0, Math.ceil((Date.parse(request.expires_at) - Date.now()) / 1000));
  return seconds >= 3600
    ? Math.ceil(seconds / 60) + ' min'
    : Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
}

function policy(request) {
  const asked = request.stages.map(one => `${one.required} of ${one.group}`).join(', ');
  return ({ ask: ['done', 'asks ' + asked], allow: ['done', 'allows it, asks nobody'] })[request.effect]
    || ['stop', 'refuses it'];
}

function voters(request, people) {
  const approvals = request.votes.filter(vote => vote.decision === 'approve');
  const words = approvals.map(vote => `${name(people, vote.person)} in ${chat(vote.via)}`).join(', ');
  const needed = request.stages.reduce((sum, one) => sum + one.required, 0);
  const other = request.votes.find(vote => vote.decision !== 'approve');
  switch (request.status) {
    case 'pending': return ['now', `${approvals.length} of ${needed} approved, ends in ${left(request)}`];
    case 'rejected': return ['stop', `${name(people, other.person)} rejected in ${chat(other.via)}`];
    case 'returned': return ['stop', `${name(people, other.person)} wants changes`];
    case 'expired': return ['stop', 'nobody decided in time'];
    case 'withdrawn': return ['stop', 'the agent took it back'];
    case 'superseded': return ['stop', 'a newer revision is asked'];
    default: return approved(request, people, words, needed);
  }
}

// By the record: who stood in for those who were asked is told as that.
function approved(request, people, words, needed) {
  if (request.glass) {
    return ['stop', `${name(people, request.glass)} stood in by break-glass, where ${needed} ${needed === 1 ? 'was' : 'were'} asked${words ? '; ' + words : ''}`];
  }
  return words ? ['done', words] : ['none', needed ? `${needed} asked, none recorded` : 'nobody is asked'];
}

function target(request, damaged) {
  if (damaged && request.execution === 'not_started') {
    return ['stop', 'not called: the record is damaged'];
  }
  if (request.status === 'pending') {
    return ['none', 'nothing yet'];
  }
  if (request.status !== 'approved') {
    return ['none', 'got nothing'];
  }
  if (request.frozen && request.execution === 'not_started') {
    return ['now', 'waits: frozen'];
  }
  return ({ succeeded: ['done', 'got it, once'], failed: ['stop', 'had no effect'], unknown: ['stop', 'nobody knows'],
    skipped: ['done', 'approved; carried out elsewhere'], reconciled: ['done', 'a person looked'] })[request.execution]
    || ['now', 'is being called'];
}

// The whole way of one request on one line.
export function drawFlow(request, trail, people) {
  const cells = request
    ? [['Agent', 'done', 'proposes #' + request.id.slice(-6)], ['Policy', ...policy(request)],
      ['People', ...voters(request, people)], ['Target', ...target(request, trail.entries && !trail.sound)],
      ['Record', trail.sound ? 'done' : trail.entries ? 'stop' : 'none', trail.entries + ' entries, ' + (trail.sound ? 'sound' : 'see below')]]
    : [];
  if (changed('flow', cells)) {
    at('flow').replaceChildren(...cells.map(([who, how, words]) => el('li', how, el('b', '', who), el('span', '', words))));
  }
}

export function drawWire(calls) {
  if (!changed('calls', calls)) {
    return;
  }
  const press = calls.find(one => !one.did.startsWith('asked for'));
  const newest = press ? String(press.number) : '';
  fill(at('wire-choice'), calls.map(one => ({
    value: String(one.number),
    label: `${one.number}. ${one.chat === 'slack' ? 'Slack' : 'Teams'}: ${one.who} ${one.did}, ${one.status}`,
  })));
  if (newest && newest !== latest) {
    latest = newest;
    at('wire-choice').value = newest;
  }
  drawCall(calls);
}

export function drawCall(calls) {
  const call = calls.find(one => String(one.number) === at('wire-choice').value);
  at('wire').textContent = call
    ? `${call.request}\n\n→ ${call.status} after ${call.elapsed_ms} ms ${call.answer}`
    : 'Nothing was pressed yet.';
}

function drawTarget(detail, crm) {
  const target = detail ? detail.target : { system: 'crm', words: 'Choose a request to see what its target got.', got: [] };
  const got = target.got.map(text => {
    const pre = el('pre', '', text);
    pre.tabIndex = 0;
    return pre;
  });
  const holds = one => [`${one.id}, ${one.name}: `, el('b', '', `${one.terms}, ${one.note || '(no note)'}`)];
  at('target').replaceChildren(el('p', '', target.words), ...got,
    ...(target.system === 'crm' ? [el('p', '', 'In the CRM now:'), el('ul', 'crm', crm.map(one => el('li', '', holds(one))))] : []));
}

export function drawDetail(detail, crm) {
  drawTarget(detail, crm);
  at('trail').replaceChildren(...(detail ? detail.entries : []).map(one =>
    el('li', '', el('b', '', one.type), ' by ' + one.actor + ' ', el('code', '', one.hash.slice(0, 20) + '…'))));
  return detail ? detail.entries.length : 0;
}

// Whether it is sound.
export function drawVerdict(verdict) {
  const sound = verdict.startsWith('Sound');
  if (changed('verdict', verdict)) {
    at('verdict').textContent = verdict;
    at('verdict').classList.toggle('bad', !sound);
  }
  return sound;
}
