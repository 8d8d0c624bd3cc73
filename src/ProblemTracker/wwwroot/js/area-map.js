// A map of the city's neighborhoods for drawing the corners of an area. It fills in the text field beside it, which also works alone.
"use strict";

(() => {
  const box = document.querySelector("[data-area]");
  const field = box?.querySelector("textarea");
  const draw = box?.querySelector(".area-draw");
  if (!field || !draw || !window.L) return;
  draw.hidden = false;
  const status = box.querySelector("[data-area-status]");
  let map = null, shape = null;
  const dots = [];

  // The server handles GeoJSON and invalid text.
  const read = () => field.value.trim().startsWith("{") ? [] : field.value.split(/[\n;]+/)
    .map(line => line.trim().split(/[\s,]+/).map(Number))
    .filter(pair => pair.length === 2 && pair.every(Number.isFinite) && Math.abs(pair[0]) <= 90 && Math.abs(pair[1]) <= 180);

  const show = () => {
    const corners = read();
    shape?.remove();
    dots.splice(0).forEach(dot => dot.remove());
    if (corners.length > 1) {
      const line = { color: "#8b0a03", weight: 2, fillOpacity: 0.1, interactive: false };
      shape = (corners.length > 2 ? L.polygon : L.polyline)(corners, line).addTo(map);
    }
    for (const corner of corners)
      dots.push(L.circleMarker(corner, { color: "#8b0a03", fillOpacity: 1, interactive: false, radius: 4 }).addTo(map));
    status.textContent = corners.length === 1 ? "1 corner" : corners.length > 0 ? `${corners.length} corners` : "";
    return corners;
  };
  const write = corners => {
    field.value = corners.map(([latitude, longitude]) => `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`).join("\n");
    show();
  };

  const open = async () => {
    if (map) return;
    const place = box.querySelector(".area-map");
    map = L.map(place, { attributionControl: false, zoomSnap: 0.25 }).setView([0, 0], 2);
    map.on("click", event => write([...read(), [event.latlng.lat, event.latlng.lng]]));
    const bounds = L.latLngBounds([]);
    const points = JSON.parse(document.getElementById("points")?.textContent ?? "[]");
    try {
      const reply = await fetch(place.dataset.boundaries, { headers: { accept: "application/json" } });
      const style = { color: "#565c65", fillColor: "#f0f0f0", fillOpacity: 0.6, weight: 1 };
      const outlines = L.geoJSON(await reply.json(), { style }).addTo(map);
      outlines.eachLayer(layer => layer.bindTooltip(layer.feature.properties.name));
      if (outlines.getLayers().length > 0) bounds.extend(outlines.getBounds());
    } catch { /* Without outlines the map still shows the incidents and the corners. */ }
    for (const point of points) {
      L.circleMarker(point, { color: "#005ea2", fillOpacity: 0.6, interactive: false, radius: 3, weight: 1 }).addTo(map);
      bounds.extend(point);
    }
    const corners = show();
    const around = corners.length > 0 ? L.latLngBounds(corners).pad(0.5) : bounds;
    if (around.isValid()) map.fitBounds(around);
  };

  field.addEventListener("input", () => map && show());
  box.querySelector("[data-area-undo]").addEventListener("click", () => write(read().slice(0, -1)));
  box.querySelector("[data-area-clear]").addEventListener("click", () => write([]));
  box.addEventListener("toggle", () => box.open && open());
  if (box.open) open();
})();
