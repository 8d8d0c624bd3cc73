// The form of a worksheet or of an import's preview: one section at a time, rows that can be removed, and a draft on the server. The form
// works without it.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const all = (selector, root = form) => [...root.querySelectorAll(selector)];
  const nav = document.querySelector("[data-sections]");
  const sections = all("[data-section]");
  const link = section => nav.querySelector(`[data-section-link="${section.dataset.section}"]`);

  // --- Sections -------------------------------------------------------------------------------------
  const open = section => {
    for (const other of sections) {
      other.classList.toggle("is-open", other === section);
      if (other === section) link(other).setAttribute("aria-current", "true");
      else link(other).removeAttribute("aria-current");
    }
    nav.querySelector("[data-section-summary]").textContent =
      `Section ${sections.indexOf(section) + 1} of ${sections.length}: ${section.querySelector("h2").textContent}`;
  };
  const sectionOf = hash => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    return target ? target.closest("[data-section]") : null;
  };
  // Beside the form the list is always open; above it, on a phone, only on demand.
  const list = nav?.querySelector("[data-section-list]");
  const wide = matchMedia("(min-width: 64em)");
  const goTo = section => {
    open(section);
    list.open = wide.matches;
    const heading = section.querySelector("h2");
    heading.focus({ preventScroll: true });
    (wide.matches ? form : heading).scrollIntoView({ block: "start" });
    history.replaceState(history.state, "", `#${section.id}`);
  };
  const steps = (section, index) => {
    const row = document.createElement("div");
    row.className = "section-steps";
    for (const [words, other] of [["Previous", sections[index - 1]], ["Next", sections[index + 1]]]) {
      if (!other) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "usa-button usa-button--unstyled";
      button.textContent = `${words}: ${other.querySelector("h2").textContent}`;
      button.addEventListener("click", () => goTo(other));
      row.append(button);
    }
    section.append(row);
    return row;
  };
  const showWrong = () => {
    for (const section of sections) {
      const wrong = all(".usa-form-group--error", section).length;
      const left = nav.querySelector(`[data-left="${section.dataset.section}"]`);
      if (wrong === 0) continue;
      left.classList.add("is-wrong");
      left.textContent = wrong === 1 ? "1 error" : `${wrong} errors`;
    }
  };
  if (nav && sections.length > 1) {
    const rows = sections.map(steps);
    const toggle = nav.querySelector("[data-show-all]");
    const remembered = "worksheet-sections";
    const show = one => {
      form.classList.toggle("is-sectioned", one);
      rows.forEach(row => { row.hidden = !one; });
      toggle.textContent = one ? "Show all sections" : "Show one section at a time";
    };
    const storage = work => { try { return work(); } catch { return null; } };
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      const one = !form.classList.contains("is-sectioned");
      show(one);
      storage(() => localStorage.setItem(remembered, one ? "one" : "all"));
    });
    // Links to a field of another section: of this page's navigation, of the error summary, of what is left to do.
    document.addEventListener("click", event => {
      const hash = event.target.closest?.("a[href^='#']")?.getAttribute("href");
      const section = hash && sectionOf(hash);
      if (!section) return;
      if (event.target.closest("[data-section-link]")) {
        event.preventDefault();
        goTo(section);
      } else open(section);
    });
    const follow = () => {
      const section = sectionOf(location.hash);
      if (!section) return;
      open(section);
      const target = document.getElementById(location.hash.slice(1));
      target.scrollIntoView({ block: "center" });
      if (target.matches("input, select, textarea, button")) target.focus({ preventScroll: true });
    };
    addEventListener("hashchange", follow);
    list.open = wide.matches;
    wide.addEventListener("change", () => { list.open = wide.matches; });
    showWrong();
    const left = section => /^\d/.test(nav.querySelector(`[data-left="${section.dataset.section}"]`).textContent);
    open(sectionOf(location.hash) ?? sections.find(section => section.querySelector(".usa-form-group--error"))
      ?? sections.find(left) ?? sections[0]);
    show(storage(() => localStorage.getItem(remembered)) !== "all");
    follow();
  }

  // --- Rows: removing one empties its fields, which removes it when the form is saved ----------------
  const withRemoval = row => {
    const button = row.querySelector("[data-remove-row]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const controls = all("input:not([type=hidden]), select, textarea", row);
      const before = controls.map(control => [control, control.type === "checkbox" ? control.checked : control.value]);
      for (const control of controls)
        if (control.type === "checkbox") control.checked = false;
        else control.value = "";
      row.hidden = true;
      const undo = document.createElement("div");
      undo.className = "row-removed";
      const text = document.createElement("span");
      text.textContent = `${row.querySelector("legend").textContent} removed.`;
      const back = document.createElement("button");
      back.type = "button";
      back.className = "usa-button usa-button--unstyled";
      back.textContent = "Undo";
      back.addEventListener("click", () => {
        for (const [control, value] of before)
          if (control.type === "checkbox") control.checked = value;
          else control.value = value;
        row.hidden = false;
        undo.remove();
        button.focus();
        row.dispatchEvent(new Event("change", { bubbles: true }));
        controls[0]?.dispatchEvent(new Event("change", { bubbles: true }));
      });
      undo.append(text, back);
      row.after(undo);
      back.focus();
      controls[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  all("[data-row]").forEach(withRemoval);
  form.addEventListener("row-added", event => withRemoval(event.detail));

  // The answer to a button such as Count is a form that differs from what is saved. Its address is no page of its own.
  const answered = new URLSearchParams(location.search).has("handler");
  if (answered) history.replaceState(history.state, "", location.pathname + location.hash);

  // --- Draft: sent while someone types, never for longer than the session lives by itself ------------
  const state = form.querySelector("[data-draft-state]");
  const pause = 1500;
  // A choice is complete at once, a text not until its field is left.
  const choicePause = 100;
  let waiting, sending, changes = 0, kept = 0, flushed = 0;
  const say = (text, wrong = false) => {
    state.textContent = text;
    state.classList.toggle("is-wrong", wrong);
  };
  const showNeeds = ({ left, needs }) => {
    for (const [id, text] of Object.entries(left)) {
      const place = nav.querySelector(`[data-left="${id}"]`);
      if (place && !place.classList.contains("is-wrong")) place.textContent = text;
    }
    for (const place of all("[data-need]")) {
      place.textContent = needs[place.dataset.need] ?? "";
      place.hidden = !place.textContent;
    }
  };
  const keep = async (keepalive = false) => {
    // What is on its way when the page is left has the same content, unless more was typed since.
    if (!keepalive || waiting) sending?.abort();
    clearTimeout(waiting);
    waiting = null;
    const own = sending = new AbortController();
    const sent = changes;
    const fields = new FormData(form);
    // The key of the form belongs to its save.
    fields.delete("__key");
    try {
      const reply = await fetch(form.dataset.autosave, {
        method: "POST",
        body: fields,
        headers: { "X-Unattended": "1", Accept: "application/json" },
        redirect: "manual",
        signal: own.signal,
        keepalive,
      });
      if (reply.type === "opaqueredirect" || reply.status === 401)
        return say("Your session has ended. This browser keeps what you typed: sign in again, then restore it here.", true);
      if (!reply.ok) return say("Draft not kept on the server. This browser keeps it until you save.", true);
      kept = Math.max(kept, sent);
      const answer = await reply.json();
      say(answer.notice ?? answer.kept);
      showNeeds(answer);
      if (sent === changes) form.dispatchEvent(new CustomEvent("draft-kept"));
    } catch (error) {
      if (error.name !== "AbortError") say("No connection. This browser keeps what you typed until you save.", true);
    }
    return undefined;
  };
  const typed = event => {
    changes += 1;
    // What was kept is no longer all.
    if (!state.classList.contains("is-wrong")) say("");
    clearTimeout(waiting);
    waiting = setTimeout(keep, event?.type === "change" ? choicePause : pause);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("row-added", typed);
  if (answered) typed();
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sending?.abort();
    waiting = null;
    kept = changes;
  });
  // Also what is on its way: the browser ends an ordinary request with its page.
  const flush = () => {
    if (changes === kept || changes === flushed) return;
    flushed = changes;
    keep(true);
  };
  // A page that is left becomes hidden only when the next one is there, which is too late if that shows the same form.
  addEventListener("beforeunload", flush);
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
})();
