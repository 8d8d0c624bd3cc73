// Asks the device where it is, when the reporter asks: <div data-here hidden>. The form works without it.
"use strict";

(() => {
  const here = document.querySelector("[data-here]");
  if (!here || !navigator.geolocation) return;
  const [ask, send] = here.querySelectorAll("button");
  const status = here.querySelector("[role=status]");
  here.hidden = false;
  ask.addEventListener("click", () => {
    ask.disabled = true;
    status.textContent = "";
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      send.form.elements.Latitude.value = coords.latitude.toFixed(5);
      send.form.elements.Longitude.value = coords.longitude.toFixed(5);
      send.form.requestSubmit(send);
    }, () => {
      ask.disabled = false;
      status.textContent = status.dataset.notFound;
    }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
})();
