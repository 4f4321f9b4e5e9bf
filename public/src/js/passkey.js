// Signs in with passkeys, and makes them. A form with data-passkey is hidden until the browser turns out to have them;
// everything else on the page works without.
const from64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const to64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keyed = (list) => (list || []).map((one) => ({ ...one, id: from64(one.id) }));

// begin asks the site what to ask a passkey with.
async function begin(form) {
  const answer = await fetch(form.dataset.passkeyBegin, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: "x=1" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { publicKey } = await answer.json();
  publicKey.challenge = from64(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = from64(publicKey.user.id);
  if (publicKey.excludeCredentials) publicKey.excludeCredentials = keyed(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) publicKey.allowCredentials = keyed(publicKey.allowCredentials);
  return publicKey;
}

// send posts what the passkey answered, as a form like any other.
function send(form, key) {
  const r = key.response;
  const response = { clientDataJSON: to64(r.clientDataJSON) };
  if (r.attestationObject) {
    response.attestationObject = to64(r.attestationObject);
    if (r.getTransports) response.transports = r.getTransports();
  } else {
    response.authenticatorData = to64(r.authenticatorData);
    response.signature = to64(r.signature);
    if (r.userHandle) response.userHandle = to64(r.userHandle);
  }
  form.elements.credential.value = JSON.stringify({ id: key.id, rawId: to64(key.rawId), type: key.type, response, clientExtensionResults: key.getClientExtensionResults() });
  form.submit();
}

let waiting; // for somebody to choose a passkey where they type their address

async function press(form) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  trouble.hidden = true;
  waiting?.abort();
  try {
    const publicKey = await begin(form);
    send(form, await navigator.credentials[form.dataset.passkey]({ publicKey }));
  } catch {
    trouble.hidden = false;
  }
}

// offer lets the browser offer passkeys in the box for the address, without a window of its own.
async function offer(form) {
  if (!document.querySelector('[autocomplete~="webauthn"]') || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  const { signal } = waiting;
  try {
    const publicKey = await begin(form);
    const key = await navigator.credentials.get({ publicKey, mediation: "conditional", signal });
    if (key) send(form, key);
  } catch {
    // They use another way.
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const note of document.querySelectorAll("[data-passkey-without]")) note.hidden = true;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      press(form);
    });
    if (form.action.endsWith("/sign-in/passkey")) offer(form);
  }
}
