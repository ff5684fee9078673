// A way of three minutes; each step ticks off by what really happened.

const voted = (request, person, via) =>
  request.votes.some(vote => vote.person === person && vote.via === via && vote.decision === 'approve');

// mine: the requests that this visit proposed; seen: what else it did, by name.
export const STEPS = [
  { words: 'Press “Refund EUR 42.50”. The agent proposes, and both chats are asked.',
    done: (mine, seen) => seen.proposed },
  { words: 'As Mira, press Approve in Slack, and confirm. Below is the callback that Slack signed.',
    done: mine => mine.some(one => one.execution === 'succeeded') },
  { words: 'Read what the target got: one call, with the gate’s own credential.',
    done: (mine, seen) => seen.target },
  { words: 'Propose “Refund EUR 2,400.00”. Approve as Mira in Slack, then as Jon in Teams: two people, two chats, one execution.',
    done: mine => mine.some(one => voted(one, 'mira', 'slack') && voted(one, 'jon', 'teams')) },
  { words: 'Propose the e-mail, and reject it with a reason.',
    done: mine => mine.some(one => one.status === 'rejected') },
  { words: 'Make trouble: “Another request’s button”, then “A forged signature”.',
    done: (mine, seen) => seen.troubles.has('forged') && seen.troubles.has('swapped') },
  { words: 'Propose “Refund EUR 5.00, in 30 s”, and do nothing: after a reminder its time runs out, and nothing is sent.',
    done: mine => mine.some(one => one.status === 'expired') },
];
