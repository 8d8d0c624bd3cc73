// Conveniences for the pages; every page works without them.
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const controls = form => [...form.elements].filter(control => control.name);

  // --- Error summary, or what the page asks before it goes on: [data-focus] -----------------------------
  document.querySelector("[data-errors], [data-focus]")?.focus();

  // --- Double submit ------------------------------------------------------------------------------
  // The button stays enabled, because a disabled button does not send its name. After a while the form can be sent again, for
  // example after a lost connection; the server recognizes a repeated key.
  const release = form => {
    delete form.dataset.sending;
    all("[aria-disabled][data-sender]", form).forEach(button => {
      button.removeAttribute("aria-disabled");
      delete button.dataset.sender;
    });
  };
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    form.dataset.sending = "yes";
    if (event.submitter) {
      event.submitter.setAttribute("aria-disabled", "true");
      event.submitter.dataset.sender = "yes";
    }
    setTimeout(() => release(form), 8000);
  });
  window.addEventListener("pageshow", event => {
    if (event.persisted) all("form[data-sending]").forEach(release);
  });

  // --- Numbers in the header: asked for each minute while someone may be looking -------------------
  setInterval(() => {
    const counts = document.querySelector("[data-each-minute]");
    if (counts && document.visibilityState === "visible") window.htmx?.trigger(counts, "minute");
  }, 60_000);

  // --- Undo: <form data-undo-seconds="60"> makes way for a sentence when its time is over. Timers stop in a hidden tab and in a
  // computer that sleeps, so the clock decides, also at the moment when the page is seen again. -------------------------------
  for (const form of all("form[data-undo-seconds]")) {
    const end = Date.now() + Number(form.dataset.undoSeconds) * 1000;
    const check = () => {
      if (Date.now() < end || !form.isConnected || form.dataset.sending) return;
      const over = document.createElement("p");
      over.className = "undo-over";
      over.tabIndex = -1;
      over.textContent = "The minute for undo is over.";
      const hadFocus = form.contains(document.activeElement);
      form.replaceWith(over);
      if (hadFocus) over.focus();
      clearInterval(timer);
    };
    const timer = setInterval(check, 1000);
    document.addEventListener("visibilitychange", check);
    window.addEventListener("pageshow", check);
  }

  // --- Unsaved changes: <form data-guard> ----------------------------------------------------------
  const dirty = new Set(all("form[data-guard]").filter(form => form.querySelector(".usa-form-group--error")));
  const changed = event => {
    const form = event.target.form;
    if (form?.matches("[data-guard]")) dirty.add(form);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("submit", event => dirty.delete(event.target));
  window.addEventListener("beforeunload", event => {
    if (dirty.size > 0) event.preventDefault();
  });

  // --- Rows: <div data-rows="Sheet.Objectives"> holds [data-row]; <button type="button" data-add-row="Sheet.Objectives" hidden> ----
  // A new row is a copy of the last one or, if the list has one, of the spare row in its <template>, which has the number data-spare.
  const addRow = list => {
    const rows = all("[data-row]", list);
    const spare = list.querySelector(":scope > template");
    const last = spare ? spare.content.querySelector("[data-row]") : rows.at(-1);
    if (!last) return null;
    const number = spare ? Number(list.dataset.spare) : rows.length - 1;
    const row = last.cloneNode(true);
    const prefix = list.dataset.rows;
    const idPrefix = prefix.replace(/[^A-Za-z0-9_-]/g, "_");
    const renumber = text => text
      .replaceAll(`${prefix}[${number}]`, `${prefix}[${rows.length}]`)
      .replaceAll(`${idPrefix}_${number}_`, `${idPrefix}_${rows.length}_`);
    for (const element of all("*", row).concat(row))
      for (const { name, value } of [...element.attributes])
        if (name !== "value") element.setAttribute(name, renumber(value));

    // Keep the hidden "false" beside a checkbox, its value if unchecked. Other hidden values belong to the copied row.
    const boxes = new Set(all("input[type=checkbox]", row).map(box => box.name));
    for (const control of all("input, select, textarea", row)) {
      control.removeAttribute("aria-invalid");
      control.classList.remove("usa-input--error", "input-validation-error");
      if (control.type === "checkbox" || control.type === "radio") control.checked = control.defaultChecked = false;
      else if (control.tagName === "SELECT") control.selectedIndex = 0;
      else if (control.type !== "hidden" || !boxes.has(control.name)) control.value = control.defaultValue = "";
    }
    all("option[selected]", row).forEach(option => option.removeAttribute("selected"));
    all(".usa-error-message", row).forEach(message => message.remove());
    all(".usa-form-group--error, .usa-label--error", row)
      .forEach(element => element.classList.remove("usa-form-group--error", "usa-label--error"));
    all("[data-row-number]", row).forEach(number => { number.textContent = rows.length + 1; });
    if (spare) spare.before(row);
    else last.after(row);
    list.dispatchEvent(new CustomEvent("row-added", { bubbles: true, detail: row }));
    return row;
  };
  for (const button of all("[data-add-row]")) {
    button.hidden = false;
    button.addEventListener("click", event => {
      // Without scripts, the button of a list with a spare row sends the form.
      event.preventDefault();
      const list = all("[data-rows]").find(rows => rows.dataset.rows === button.dataset.addRow);
      addRow(list)?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
  }

  // --- Location: <button type="button" data-locate hidden> in a form with fields ending in Latitude and Longitude -------------------
  for (const button of all("[data-locate]")) {
    if (!navigator.geolocation) continue;
    button.hidden = false;
    const answer = document.createElement("span");
    answer.setAttribute("role", "status");
    answer.className = "locate-answer";
    button.after(answer);
    button.addEventListener("click", () => {
      const field = name => button.form.querySelector(`input[name$="${name}" i]`);
      answer.textContent = " Finding your location…";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          for (const [name, value] of [["latitude", coords.latitude], ["longitude", coords.longitude]]) {
            field(name).value = value.toFixed(6);
            field(name).dispatchEvent(new Event("input", { bubbles: true }));
          }
          answer.textContent = ` Location entered, accurate to ${Math.round(coords.accuracy)} meters.`;
        },
        () => { answer.textContent = " Can't find your location. Enter the address or the coordinates instead."; },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  }

  // --- Search box: arrow keys walk through the suggestions, Esc closes them --------------------------------
  const search = document.getElementById("header-search");
  const suggestions = document.getElementById("search-suggestions");
  if (search && suggestions) {
    const close = () => { suggestions.textContent = ""; };
    search.form.addEventListener("keydown", event => {
      const stops = [search, ...all("a", suggestions)];
      const at = stops.indexOf(document.activeElement);
      if (event.key === "Escape") { close(); search.focus(); }
      else if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
      }
    });
    search.form.addEventListener("focusout", event => {
      if (!search.form.contains(event.relatedTarget)) close();
    });
    search.addEventListener("input", () => { if (search.value.trim() === "") close(); });
  }

  // --- Shortcuts: / and ?, which this browser can turn off, since dictation software types letters --------------
  const shortcuts = document.getElementById("shortcuts");
  if (shortcuts?.showModal) {
    const off = "shortcuts-off";
    const isOff = () => { try { return localStorage.getItem(off) !== null; } catch { return false; } };
    const use = document.getElementById("use-shortcuts");
    use.checked = !isOff();
    use.addEventListener("change", () => {
      try { if (use.checked) localStorage.removeItem(off); else localStorage.setItem(off, "1"); } catch { /* Storage may be off. */ }
    });
    for (const button of all("[data-shortcuts-open]")) {
      button.hidden = false;
      button.addEventListener("click", () => shortcuts.showModal());
    }
    document.addEventListener("keydown", event => {
      const isTyping = event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
      if (isTyping || isOff() || event.ctrlKey || event.metaKey || event.altKey || shortcuts.open) return;
      if (event.key === "/" && search?.checkVisibility()) { event.preventDefault(); search.focus(); search.select(); }
      if (event.key === "?") { event.preventDefault(); shortcuts.showModal(); }
    });
  }

  // --- Time zone: <select data-browser-zone="id of the hint">; the hint, hidden at first, has a [data-zone] and a button -------------
  for (const select of all("select[data-browser-zone]")) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const hint = document.getElementById(select.dataset.browserZone);
    const option = [...select.options].find(choice => choice.value === zone);
    if (!hint || !option || select.value === zone) continue;
    hint.querySelector("[data-zone]").textContent = option.text;
    hint.hidden = false;
    hint.querySelector("button").addEventListener("click", () => {
      select.value = zone;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      hint.hidden = true;
      select.focus();
    });
  }

  // --- Words of a text, counted like on the server: <p data-word-count="id of its field" data-most="400"> -------------------------
  for (const counter of all("[data-word-count]")) {
    const field = document.getElementById(counter.dataset.wordCount);
    const most = Number(counter.dataset.most);
    field.addEventListener("input", () => {
      const words = (field.value.match(/\S*[\p{L}\p{Nd}]\S*/gu) ?? []).length;
      counter.textContent = `${words.toLocaleString("en-US")} ${most ? `of ${most} ` : ""}words`;
      counter.classList.toggle("over", most > 0 && words > most);
    });
  }

  // --- Drafts: this browser keeps what was typed into <form data-guard> until it is saved, for at most seven days -----------------
  const days = 7 * 24 * 60 * 60 * 1000;
  const person = document.body.dataset.person ?? "";
  const mark = "draft:";
  const read = key => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  // Storage may be off or full; a failed draft must never stop the form.
  const attempt = work => { try { return work(); } catch { return null; } };
  const drafts = () => attempt(() => Object.keys(localStorage).filter(key => key.startsWith(mark))) ?? [];
  // Drafts of earlier versions have the person's name in their key. Nobody can be sure whose they are.
  const isOurs = key => /^draft:\d*:/.test(key);
  for (const key of drafts()) if (!isOurs(key) || !(read(key)?.at > Date.now() - days)) attempt(() => localStorage.removeItem(key));

  const kept = control =>
    !["password", "hidden", "file", "submit", "button"].includes(control.type) && !control.closest("[data-no-draft]");
  const entries = form => {
    const values = {};
    for (const control of controls(form).filter(kept)) {
      const value = control.type === "checkbox" || control.type === "radio" ? (control.checked ? control.value : null) : control.value;
      (values[control.name] ??= []).push(value);
    }
    return values;
  };
  const restore = (form, values) => {
    for (const name of Object.keys(values)) {
      const list = all("[data-rows]", form).find(rows => name.startsWith(`${rows.dataset.rows}[`));
      const number = list && Number(name.slice(list.dataset.rows.length + 1).split("]")[0]);
      while (list && number < 100 && all("[data-row]", list).length <= number && addRow(list));
    }
    const seen = {};
    for (const control of controls(form).filter(kept)) {
      const value = values[control.name]?.[seen[control.name] ??= 0];
      seen[control.name] += 1;
      if (value === undefined) continue;
      if (control.type === "checkbox" || control.type === "radio") control.checked = value !== null;
      else control.value = value;
    }
    dirty.add(form);
  };

  // Delete the draft only when the flash message confirms the save, not after an error page or a lost connection.
  if (document.querySelector("[data-flash]")) attempt(() => {
    localStorage.removeItem(sessionStorage.getItem("draft-sent"));
    sessionStorage.removeItem("draft-sent");
  });
  all("form[data-guard]").forEach((form, index) => {
    const key = `${mark}${person}:${location.pathname}:${form.id || form.getAttribute("action") || index}`;
    form.dataset.draftKey = key;
    // The server has answered a form with what it was sent, so that an older draft would only take it back.
    if (form.dataset.answered && attempt(() => sessionStorage.getItem("draft-sent")) === key)
      attempt(() => localStorage.removeItem(key));
    const draft = read(key);
    if (draft && JSON.stringify(draft.values) !== JSON.stringify(entries(form))) {
      const at = new Date(draft.at);
      const time = at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
      const today = at.toDateString() === new Date().toDateString();
      const offer = document.createElement("div");
      offer.className = "draft";
      const button = (text, work) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "usa-button usa-button--unstyled";
        made.textContent = text;
        made.addEventListener("click", () => { work(); offer.remove(); });
        return made;
      };
      offer.append(
        button(`Restore draft from ${time}${today ? "" : ` on ${at.toLocaleDateString("en-US")}`}`, () => restore(form, draft.values)),
        button("Discard draft", () => attempt(() => localStorage.removeItem(key))));
      form.prepend(offer);
    }
    let waiting;
    const keep = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => attempt(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: entries(form) }))), 400);
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    // The server keeps a draft of a worksheet; this copy is for when it can't be reached, or the session has ended.
    form.addEventListener("draft-kept", () => {
      clearTimeout(waiting);
      dirty.delete(form);
      attempt(() => localStorage.removeItem(key));
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      if (dirty.has(form)) attempt(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: entries(form) })));
      attempt(() => sessionStorage.setItem("draft-sent", key));
    });
  });
  // The sign-in page after a session ended: <p data-kept-drafts="/the/page" hidden> is shown if this browser keeps a draft of that page.
  for (const note of all("[data-kept-drafts]")) {
    const page = new URL(note.dataset.keptDrafts, location.href).pathname;
    note.hidden = !drafts().some(key => key.includes(`:${page}:`));
  }

  // Paper says its day, and has no fields that are blank.
  const isBlank = field => field.matches("[type=radio], [type=checkbox]") ? !field.checked : field.value.trim() === "";
  addEventListener("beforeprint", () => {
    for (const day of all("[data-printed]"))
      day.textContent = `${day.dataset.printed} ${new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" })}`;
    for (const group of all("form[data-guard] :is(.usa-form-group, .usa-checkbox)")) {
      const fields = [...group.querySelectorAll("input:not([type=hidden]), select, textarea")];
      group.toggleAttribute("data-blank", fields.length > 0 && fields.every(isBlank));
    }
  });

  // Signing out deletes all drafts, because others may use the same computer.
  document.addEventListener("submit", event => {
    if (event.target.matches("[data-sign-out]")) drafts().forEach(key => attempt(() => localStorage.removeItem(key)));
  });
})();
