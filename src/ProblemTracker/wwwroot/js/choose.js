// Choosing rows of a list: how many are chosen, and all at once. The server counts again.
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-choose]")) {
    const rows = [...form.querySelectorAll(`input[type=checkbox][name="${form.dataset.choose}"]`)];
    const [all, everything, answer] = ["all", "everything", "answer"].map(name => form.querySelector(`[data-choose-${name}]`));
    if (rows.length === 0 || !answer) continue;
    const show = () => {
      const chosen = rows.filter(row => row.checked).length;
      if (all) {
        all.checked = chosen === rows.length;
        all.indeterminate = chosen > 0 && chosen < rows.length;
      }
      answer.textContent = `${everything?.checked ? everything.dataset.chooseEverything : chosen.toLocaleString("en-US")} chosen`;
    };
    if (all) {
      all.closest("[hidden]").hidden = false;
      all.addEventListener("change", () => {
        for (const row of rows) row.checked = all.checked;
        show();
      });
    }
    form.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
  }
})();
