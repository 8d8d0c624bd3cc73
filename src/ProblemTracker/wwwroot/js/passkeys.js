// Passkeys: <form data-passkey="get|create" data-offer="address of the options" hidden>, with fields Offer and Answer. In a browser
// that knows no passkeys the form stays hidden, and <p data-no-passkeys> stays.
"use strict";

(() => {
  const forms = [...document.querySelectorAll("form[data-passkey]")];
  const knows = window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.PublicKeyCredential?.parseRequestOptionsFromJSON;
  if (!knows) return;
  document.querySelectorAll("[data-no-passkeys]").forEach(sentence => { sentence.hidden = true; });

  const ask = async (form, options) => form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });

  // The browser's own messages are for developers.
  const sentence = error => ({
    InvalidStateError: "This device already has a passkey for this account.",
    NotAllowedError: "No passkey was used. Try again, or choose another way.",
    SecurityError: "Passkeys don't work at this address. Open the tracker at its usual address.",
  })[error.name] ?? "The passkey could not be used. Try again, or choose another way.";

  for (const form of forms) {
    form.hidden = false;
    const alert = form.querySelector("[role=alert]");
    form.addEventListener("submit", async event => {
      if (form.elements.Answer.value) return;
      event.preventDefault();
      alert.textContent = "";
      try {
        const reply = await fetch(form.dataset.offer, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (!reply.ok) throw new Error(`${reply.status}`);
        const { options, offer } = await reply.json();
        const credential = await ask(form, JSON.parse(options));
        form.elements.Offer.value = offer;
        form.elements.Answer.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch (error) {
        alert.textContent = sentence(error);
      }
    });
  }
  // After the back button the answer of before would be sent again.
  window.addEventListener("pageshow", () => forms.forEach(form => { form.elements.Answer.value = ""; }));
})();
