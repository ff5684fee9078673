// Every page works without this script. With it, passkeys can be asked for, times are those of the
// reader's own clock, and the queue moves by itself and by the keyboard.
'use strict';

// Asks the device for a passkey before a form is sent that needs one. Where anything goes wrong, the
// form goes without, and the page that comes says what was missing.
(() => {
  const bytes = text =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), unit => unit.charCodeAt(0));

  const text = buffer =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '');

  const known = asked =>
    asked.credentials.map(id => ({type: 'public-key', id: bytes(id)}));

  // What is to be signed, made for this form alone.
  const ask = async form => {
    const signsIn = form.dataset.passkey === 'sign_in';
    const answer = await fetch(signsIn ? '/sign-in/challenge' : '/passkeys/challenge', {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'error',
      body: new URLSearchParams(new FormData(form)),
    });
    if (!answer.ok) {
      throw new Error('not asked');
    }
    return answer.json();
  };

  const sign = async asked => {
    const made = await navigator.credentials.get({
      publicKey: {
        challenge: bytes(asked.challenge),
        rpId: asked.rp,
        allowCredentials: known(asked),
        userVerification: 'required',
      },
    });
    return {
      credential: text(made.rawId),
      authenticator_data: text(made.response.authenticatorData),
      client_data: text(made.response.clientDataJSON),
      signature: text(made.response.signature),
      user_handle: made.response.userHandle ? text(made.response.userHandle) : '',
    };
  };

  const make = async asked => {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(asked.challenge),
        rp: {id: asked.rp, name: 'Countersign'},
        user: {id: bytes(asked.handle), name: asked.name, displayName: asked.name},
        pubKeyCredParams: asked.algorithms.map(alg => ({type: 'public-key', alg})),
        excludeCredentials: known(asked),
        authenticatorSelection: {residentKey: 'required', userVerification: 'required'},
        attestation: 'none',
      },
    });
    return {
      credential: text(made.rawId),
      attestation: text(made.response.attestationObject),
      client_data: text(made.response.clientDataJSON),
    };
  };

  const send = (form, fields) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    }
    form.submit();
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const says = form.querySelector('.passkey');
    let waiting = false;
    form.addEventListener('submit', async event => {
      event.preventDefault();
      if (waiting) {
        return;
      }
      waiting = true;
      says.textContent = 'Your device asks you now.';
      try {
        const asked = await ask(form);
        send(form, form.dataset.passkey === 'enrol' ? await make(asked) : await sign(asked));
      } catch (_) {
        waiting = false;
        says.textContent =
          'No passkey was used, so nothing was sent. Press again to try once more; if it goes on,'
          + ' load this page anew, or look at the page Passkeys.';
      }
    });
  }
})();

// Whoever approves has had the end of every part on their screen. Where they have not, the first press
// leads there, and sends nothing: to each part that is longer than the screen, and once to the others.
(() => {
  const card = document.querySelector('article.card');
  const decide = document.getElementById('decide');
  if (!card || !decide) {
    return;
  }
  const UNSEEN = 'was not on your screen yet, so nothing was sent. Read on, and press once more.';
  const unseen = new Set(card.children);
  const long = part => part.getBoundingClientRect().height > innerHeight;

  const look = () => {
    for (const part of unseen) {
      const {bottom, height} = part.getBoundingClientRect();
      if (height === 0 || (bottom > 0 && bottom <= innerHeight)) {
        unseen.delete(part);
      }
    }
  };

  const lead = part => {
    const says = document.createElement('p');
    says.className = 'notice';
    says.setAttribute('role', 'status');
    part.after(says);
    says.textContent = (long(part) ? 'The end of this ' : 'This ') + UNSEEN;
    unseen.delete(part);
    for (const other of unseen) {
      if (!long(other)) {
        unseen.delete(other);
      }
    }
    says.scrollIntoView({block: 'end', behavior: 'instant'});
  };

  decide.addEventListener('submit', event => {
    const approves = event.target.elements.namedItem('decision');
    look();
    const parts = [...unseen];
    const next = parts.find(long) || parts[0];
    if (approves && approves.value === 'approve' && next) {
      event.preventDefault();
      event.stopImmediatePropagation();
      lead(next);
    }
  }, true);
  addEventListener('scroll', look, {passive: true});
  addEventListener('resize', look, {passive: true});
  look();
})();

// Times by the reader's own clock; what they are in UTC stands behind them, for a pointer that rests.
const localTimes = (() => {
  const clock = {month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit'};
  const format = new Intl.DateTimeFormat(undefined, clock);
  const long = new Intl.DateTimeFormat(undefined, {year: 'numeric', ...clock});
  const year = new Date().getFullYear();
  return root => {
    for (const time of root.querySelectorAll('time[datetime]:not([title])')) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) {
        time.title = time.textContent;
        time.textContent = (at.getFullYear() === year ? format : long).format(at);
      }
    }
  };
})();
localTimes(document);

// Keys of one character. Each reader may turn them off in this browser, as who speaks to a device
// would press them by speaking (WCAG 2.2, 2.1.4).
const singleKeys = (() => {
  const NAME = 'keys';
  const OFF = 'off';
  let on = true;
  try {
    on = localStorage.getItem(NAME) !== OFF;
  } catch (_) { /* Where nothing may be kept, they are turned off until the next page. */ }
  return {
    on: () => on,
    turn: () => {
      on = !on;
      try {
        if (on) {
          localStorage.removeItem(NAME);
        } else {
          localStorage.setItem(NAME, OFF);
        }
      } catch (_) { /* As above. */ }
    },
    meant: event =>
      on && !event.ctrlKey && !event.altKey && !event.metaKey
      && !event.target.closest('input, textarea, select'),
  };
})();

// A slash leads to where one looks for requests, from any page of whoever is signed in.
(() => {
  const field = document.getElementById('q');
  if (field) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || !singleKeys.meant(event) || !document.querySelector('header nav')) {
      return;
    }
    event.preventDefault();
    if (field) {
      field.focus();
      field.select();
    } else {
      location.assign('/search');
    }
  });
})();

// The queue. A stream says that something changed, never what: then this page is asked for again,
// as its reader may see it now. A row that somebody stands on is not moved.
(() => {
  const board = () => document.getElementById('board');
  if (!board()) {
    return;
  }
  const SOON = 3000;
  const PAUSES = [1000, 3000, 10000, 30000, 60000];
  const rows = () => [...board().querySelectorAll('.requests tbody tr')];
  const links = () => rows().map(row => row.querySelector('a.headline'));
  const says = () => board().querySelector('.live');
  let asked = 0;
  let waiting = false;
  let stream = null;
  let failed = 0;
  let again = 0;
  let lost = null;

  const say = words => {
    const told = says().querySelector('.told') || document.createElement('span');
    told.className = 'told';
    told.textContent = words;
    says().prepend(told);
    return told;
  };

  const sayLost = () => {
    const link = document.createElement('a');
    link.href = location.href;
    link.textContent = lost.link;
    say('Not live any more' + lost.why + ' ').append(link);
  };

  const keys = () => {
    const line = says().querySelector('.keys');
    line.replaceChildren();
    if (singleKeys.on()) {
      for (const [key, what] of [['j', 'next'], ['k', 'previous'], ['Enter', 'open'], ['/', 'search']]) {
        const mark = document.createElement('kbd');
        mark.textContent = key;
        line.append(mark, ' ' + what + ' ');
      }
    }
    const turn = document.createElement('button');
    turn.type = 'button';
    turn.textContent = singleKeys.on() ? 'Turn these keys off' : 'Turn the keys j, k and / on';
    turn.addEventListener('click', () => {
      singleKeys.turn();
      keys();
      says().querySelector('.keys button').focus();
    });
    line.append(turn);
    line.hidden = false;
  };

  const show = next => {
    const before = new Set(rows().map(row => row.id));
    const open = board().querySelector('details').open;
    const turning = says().querySelector('.keys').contains(document.activeElement);
    board().replaceWith(document.adoptNode(next));
    board().querySelector('details').open = open;
    localTimes(board());
    keys();
    if (turning) {
      says().querySelector('.keys button').focus();
    }
    const now = rows();
    const fresh = now.filter(row => !before.has(row.id));
    fresh.forEach(row => row.classList.add('new'));
    const gone = [...before].filter(id => !now.some(row => row.id === id)).length;
    if (fresh.length || gone) {
      say([fresh.length && fresh.length + ' new', gone && gone + ' gone'].filter(Boolean).join(', ') + '.');
    }
    if (lost) {
      sayLost();
    }
  };

  const look = async () => {
    if (document.hidden) {
      waiting = true;
      return;
    }
    waiting = false;
    asked = Date.now();
    try {
      const answer = await fetch(location.href, {credentials: 'same-origin', redirect: 'error'});
      if (!answer.ok) {
        throw new Error('not shown');
      }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = page.getElementById('board');
      if (board().querySelector('.list').contains(document.activeElement)
          || board().querySelector('.aside').contains(document.activeElement)) {
        say('What waits has changed. Reload to see it.');
      } else if (next) {
        show(next);
      }
    } catch (_) {
      say('What waits has changed, and could not be shown. Reload to see it.');
    }
  };

  // Not all pages at the same moment, and none more often than every few seconds.
  let timer = 0;
  const soon = () => {
    if (!timer) {
      const wait = Math.max(200, asked + SOON - Date.now()) + Math.random() * 500;
      timer = setTimeout(() => { timer = 0; look(); }, wait);
    }
  };

  const signedOut = async () => {
    try {
      const answer = await fetch(location.href, {credentials: 'same-origin', redirect: 'manual'});
      return answer.type === 'opaqueredirect' || answer.status === 401;
    } catch (_) {
      return false;
    }
  };

  // A browser gives up for good on what is refused, and asks with what the first page had seen on
  // what breaks off: so this asks anew by itself, less and less often, and says so unless the first
  // try is enough.
  const listen = () => {
    clearTimeout(again);
    const mine = new EventSource(board().dataset.live);
    stream = mine;
    mine.addEventListener('changed', soon);
    mine.addEventListener('open', () => {
      failed = 0;
      if (lost) {
        lost = null;
        say('Live again.');
      }
    });
    mine.addEventListener('error', async () => {
      const refused = mine.readyState === EventSource.CLOSED;
      mine.close();
      const pause = PAUSES[Math.min(failed, PAUSES.length - 1)];
      failed += 1;
      const ended = refused && await signedOut();
      if (stream !== mine) {
        return;
      }
      const before = lost;
      if (ended) {
        lost = {why: ', as you are signed out.', link: 'Sign in'};
      } else if (refused || failed > 1) {
        lost = {why: '. This is tried again by itself.', link: 'Reload'};
      }
      if (lost && (!before || before.link !== lost.link)) {
        sayLost();
      }
      if (!ended) {
        again = setTimeout(listen, pause * (1 + Math.random()));
      }
    });
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && waiting) {
      look();
    }
  });
  addEventListener('pagehide', () => {
    clearTimeout(again);
    stream.close();
    stream = null;
  });
  addEventListener('pageshow', event => {
    if (event.persisted) {
      listen();
    }
  });

  document.addEventListener('keydown', event => {
    if (!singleKeys.meant(event)) {
      return;
    }
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === 'j' && all.length) {
      all[Math.min(at + 1, all.length - 1)].focus();
    } else if (event.key === 'k' && all.length) {
      all[Math.max(at - 1, 0)].focus();
    }
  });
  keys();
  listen();
})();
