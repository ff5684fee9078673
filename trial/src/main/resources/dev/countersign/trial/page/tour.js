// A way of three minutes; each step ticks off by what really happened. The README has the same words.

const voted = (request, person, via) =>
  request.votes.some(vote => vote.person === person && vote.via === via && vote.decision === 'approve');

// mine: the requests that this visit proposed, each with its example; seen: what else it did, by name.
export const STEPS = [
  { words: 'Press “Refund EUR 42.50”: the agent proposes, and both chats are asked.',
    done: mine => mine.some(one => one.example === 'refund') },
  { words: 'As Mira, press “Approve” in Slack, and confirm. “Callback on the wire” is what Slack signed.',
    done: mine => mine.some(one => one.execution === 'succeeded' && voted(one, 'mira', 'slack')) },
  { words: 'Read “What the target got”: one call, with the gate’s own credential.',
    done: (mine, seen) => seen.target },
  { words: 'Propose “Refund EUR 2,400.00”. Approve as Mira in Slack; then choose Jon at “Acting as”, and approve in Teams.',
    done: mine => mine.some(one => voted(one, 'mira', 'slack') && voted(one, 'jon', 'teams')) },
  { words: 'Propose “E-mail to a customer”, and reject it with a reason.',
    done: mine => mine.some(one => one.example === 'customer-message' && one.status === 'rejected'
      && one.votes.some(vote => vote.reason)) },
  { words: 'Propose it once more, and approve. “What the target got” is the mail as it arrived, with the text that you approved.',
    done: mine => mine.some(one => one.example === 'customer-message' && one.execution === 'succeeded') },
  { words: '“Make trouble”: “The approved action is rewritten”, then “A forged signature”. A word and a sentence say what the gate did.',
    done: (mine, seen) => seen.troubles.has('forged') && seen.troubles.has('rewritten') },
  { words: 'Propose “Refund EUR 5.00, in 20 s”, and do nothing: after a reminder it is over, and nothing was sent.',
    done: mine => mine.some(one => one.example === 'short-refund' && one.status === 'expired') },
];
