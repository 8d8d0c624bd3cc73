// Moves the similar problems of a new one below the field, or the map, where the person is. Without scripts they come before a problem
// is opened.
"use strict";

document.getElementById("similar")?.addEventListener("htmx:before:swap", event => {
  const box = event.currentTarget;
  const place = document.activeElement?.closest("form > :not(fieldset), form > fieldset > *");
  if (place?.closest("form") === box.closest("form") && place !== box) place.after(box);
});
