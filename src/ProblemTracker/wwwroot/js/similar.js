// Moves the similar problems of a new one below the field, or the map, where the person is. Without scripts they come before a problem
// is opened.
"use strict";

(() => {
  const box = document.getElementById("similar");
  box?.addEventListener("htmx:before:swap", () => {
    const place = document.activeElement?.closest("form > :not(fieldset), form > fieldset > *");
    if (place?.closest("form") === box.closest("form") && place !== box) place.after(box);
  });
  // A field at the lower edge of a phone would hide them.
  box?.addEventListener("htmx:after:swap", () => box.querySelector("h2")?.scrollIntoView({ block: "nearest" }));
})();
