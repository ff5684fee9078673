// Asks the device for a passkey before a form is sent that needs one. Without this script, or where
// anything goes wrong, the form goes without, and the page that comes says what was missing.
'use strict';

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
