// Add and use passkeys: each form says what it does and where its options are; nothing runs inline.
const json = globalThis.webauthnJSON;

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.askAt, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

async function create(form) {
  const wanted = await options(form);
  const alone = form.elements.passwordless?.checked ?? false;
  Object.assign(wanted.publicKey.authenticatorSelection, {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  });
  return json.create(wanted);
}

function say(form, problem) {
  for (const line of form.querySelectorAll("[data-passkey-problem]")) {
    line.hidden = line.dataset.passkeyProblem !== problem;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  if (!json?.supported()) {
    say(form, "unsupported");
    continue;
  }
  form.querySelector("[data-passkey-button]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    button.disabled = true;
    try {
      const credential = await (form.dataset.passkey === "create" ? create(form) : json.get(await options(form)));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (problem) {
      say(form, problem.name === "InvalidStateError" ? "held" : "refused");
      button.disabled = false;
    }
  });
}
