// A way of three minutes; each step ticks off by what really happened.

const decided = (state, how) => state.requests.some(how);
const voted = (request, person, via) =>
  request.votes.some(vote => vote.person === person && vote.via === via && vote.decision === 'approve');

// seen: what this visit did, by name.
export const STEPS = [
  { words: 'Press “Refund EUR 42.50”. The agent proposes; both chats get the same request.',
    done: (state, seen) => seen.proposed },
  { words: 'As Mira, press Approve in Slack, and confirm. The callback below is what Slack signed.',
    done: (state, seen) => decided(state, one => seen.mine.has(one.id) && one.execution === 'succeeded') },
  { words: 'Read below what the target got: one call, with the gate’s own credential.',
    done: (state, seen) => seen.target },
  { words: 'Propose “Refund EUR 2,400.00”. Approve it as Mira in Slack, then as Jon in Teams: two people, two chats, one execution.',
    done: (state, seen) => decided(state, one => seen.mine.has(one.id) && voted(one, 'mira', 'slack') && voted(one, 'jon', 'teams')) },
  { words: 'Propose the e-mail, and reject it with a reason.',
    done: (state, seen) => decided(state, one => seen.mine.has(one.id) && one.status === 'rejected') },
  { words: 'As Noor, whom the gate does not know, press Approve on any card.',
    done: (state, seen) => seen.stranger },
  { words: 'Make trouble: “A forged signature”, then “Another request’s button”.',
    done: (state, seen) => seen.troubles.has('forged') && seen.troubles.has('swapped') },
];
