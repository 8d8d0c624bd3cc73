// Looks an address up while it is typed: <input data-addresses="id of the list">. A button sends the form without scripts.
"use strict";

(() => {
  const wait = 400;
  for (const field of document.querySelectorAll("input[data-addresses]")) {
    const list = document.getElementById(field.dataset.addresses);
    const form = field.form;
    let [waiting, asked] = [0, null];
    const look = async () => {
      asked?.abort();
      if (field.value.trim().length < 3) {
        list.replaceChildren();
        return;
      }
      asked = new AbortController();
      const url = new URL(list.dataset.href, location.href);
      url.searchParams.set("text", field.value);
      try {
        const reply = await fetch(url, { signal: asked.signal });
        if (reply.ok) list.innerHTML = await reply.text();
      } catch { /* The address can be entered without a look-up. */ }
    };
    form.querySelector("[data-addresses-button]").hidden = true;
    field.addEventListener("input", event => {
      clearTimeout(waiting);
      if (event.isTrusted) waiting = setTimeout(look, wait);
    });
    list.addEventListener("click", event => {
      const button = event.target.closest("button[data-address]");
      if (!button) return;
      event.preventDefault();
      const put = (name, value) => {
        const control = form.querySelector(`[name$="${name}" i]`);
        if (!control) return;
        control.value = value;
        control.dispatchEvent(new Event("input", { bubbles: true }));
      };
      put("Address", button.dataset.address);
      if (button.dataset.latitude) {
        put("Latitude", button.dataset.latitude);
        put("Longitude", button.dataset.longitude);
      }
      list.replaceChildren();
      field.focus();
    });
  }
})();
