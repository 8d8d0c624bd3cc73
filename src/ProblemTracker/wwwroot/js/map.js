// The maps of all pages: _Map.cshtml says what to show. Loads the map library once a map comes into view.
"use strict";

(() => {
  const settings = document.currentScript.dataset;
  const base = settings.base;
  const wait = 250;
  const mostListed = 50;
  const mostNames = 30;
  // The style sheets say which colors these are.
  const shades = [0, 1, 2, 3, 4, 5].map(i => `var(--shade-${i})`);
  const drawn = { color: "var(--map-drawn)", weight: 2, fillOpacity: 0.08 };

  // --- Loading ------------------------------------------------------------------------------------
  const parts = {};
  const element = (name, attributes) => new Promise((loaded, failed) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.addEventListener("load", loaded);
    made.addEventListener("error", () => failed(new Error(`${name} did not load`)));
    document.head.append(made);
  });
  const script = file => parts[file] ??= element("script", { src: `${base}lib/leaflet/${file}` });
  const style = file => parts[file] ??= element("link", { rel: "stylesheet", href: `${base}lib/leaflet/${file}` });
  const drawsShapes = config => ["CircleOrArea", "Area", "Line"].includes(config.draws);
  const library = async config => {
    await Promise.all([script("leaflet.js"), style("leaflet.css")]);
    await Promise.all([
      config.data && script("leaflet.markercluster.js"), config.data && style("MarkerCluster.css"),
      drawsShapes(config) && script("Leaflet.Editable.js"),
    ]);
  };
  const read = async (address, signal) => {
    const reply = await fetch(address, { headers: { accept: "application/json" }, signal });
    if (!reply.ok) throw new Error(`The map's data did not load: ${reply.status}`);
    return reply.json();
  };
  const located = (address, values) => {
    const url = new URL(address, location.href);
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    return url;
  };
  const layer = (name, values = {}) => located(`${base}map/${name}`, values);

  // --- Small things -------------------------------------------------------------------------------
  const make = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const number = value => value.toLocaleString("en-US");
  const count = (config, value) => `${number(value)} ${value === 1 ? config.one : config.many}`;
  const shape = kind => kind.startsWith("Area") ? "M1 2H15V14H1Z" : kind.endsWith("Overdue") ? "M8 1 15.5 14.5H.5Z"
    : kind === "Partner" ? "M2 2H14V14H2Z"
    : kind === "Cell" ? "M8 0 15 4V12L8 16 1 12V4Z"
    : kind === "Concern" ? "M8 0 16 8 8 16 0 8Z"
    : kind === "Problem" ? "M8 0 10.4 5.3 16 6 11.9 9.9 13 15.6 8 12.7 3 15.6 4.1 9.9 0 6 5.6 5.3Z" : "M8 2A6 6 0 1 0 8 14 6 6 0 1 0 8 2Z";
  const picture = kind => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("class", `map-mark map-${kind.replace(/(.)Overdue$/, "$1").toLowerCase()}`);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", shape(kind));
    svg.append(path);
    return svg;
  };
  const icon = (kind, above) => {
    const size = kind === "Problem" ? 22 : kind.endsWith("linked") || kind === "Linked" ? 13 : 16;
    return L.divIcon({
      html: picture(kind), className: "map-icon", iconSize: [size, size], ...(above ? { iconAnchor: [size / 2, size + 14] } : {}),
    });
  };
  // A cluster has the color of its points; of both incidents that are linked and incidents that are not, both colors.
  const clusterClass = markers => {
    const kinds = [...new Set(markers.map(marker => marker.options.kind.replace(/(.)Overdue$/, "$1").toLowerCase()))];
    return kinds.length === 1 ? `map-cluster map-cluster-${kinds[0]}`
      : kinds.every(kind => kind.endsWith("linked")) ? "map-cluster map-cluster-both" : "map-cluster";
  };
  const bounds = box => L.latLngBounds([box.south, box.west], [box.north, box.east]);
  const sides = map => {
    const view = map.getBounds();
    const inside = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(5);
    return {
      south: inside(view.getSouth(), 90), west: inside(view.getWest(), 180), north: inside(view.getNorth(), 90),
      east: inside(view.getEast(), 180),
    };
  };
  const corners = text => text.trim().startsWith("{") ? [] : text.split(/[\n;]+/)
    .map(line => line.trim().split(/[\s,]+/).map(Number))
    .filter(pair => pair.length === 2 && pair.every(Number.isFinite) && Math.abs(pair[0]) <= 90 && Math.abs(pair[1]) <= 180);
  const written = points => points.map(({ lat, lng }) => `${lat.toFixed(5)}, ${lng.toFixed(5)}`);

  // --- Hexagons: a grid on the Web Mercator map, on which the world is 1 wide ------------------------
  const hexagon = (latitude, longitude, width) => {
    const sine = Math.sin(latitude * Math.PI / 180);
    const [x, y] = [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
    const radius = width / Math.sqrt(3);
    return [0, 1, 2, 3, 4, 5].map(corner => {
      const [across, down] = [x + radius * Math.sin(corner * Math.PI / 3), y + radius * Math.cos(corner * Math.PI / 3)];
      return [Math.atan(Math.sinh(Math.PI * (1 - 2 * down))) * 180 / Math.PI, across * 360 - 180];
    });
  };

  // --- One map ------------------------------------------------------------------------------------
  const start = async box => {
    const config = JSON.parse(box.querySelector("script").textContent);
    const place = box.querySelector(".map-canvas");
    const status = box.querySelector("[data-map-status]");
    const list = box.querySelector("[data-map-list]");
    const say = text => { if (status) status.textContent = text; };
    try {
      await library(config);
    } catch {
      say("The map can't be loaded. Reload the page to try again.");
      return;
    }
    const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(place, {
      attributionControl: Boolean(settings.tiles), editable: drawsShapes(config), fadeAnimation: animate, maxZoom: 19,
      scrollWheelZoom: false, zoomAnimation: animate, zoomSnap: 0.5,
    });
    place.setAttribute("role", "application");
    place.setAttribute("aria-label", `${config.label}. Move with the arrow keys, zoom with plus and minus.`);
    // Without this a page can't be scrolled past a map.
    place.addEventListener("focusin", () => map.scrollWheelZoom.enable());
    place.addEventListener("focusout", () => map.scrollWheelZoom.disable());
    map.attributionControl?.setPrefix(false);
    L.control.scale({ imperial: settings.unit === "Feet", metric: settings.unit !== "Feet" }).addTo(map);
    for (const [name, order] of [["neighborhoods", 250], ["areas", 255], ["streets", 260], ["cells", 410], ["drawing", 420]])
      map.createPane(name).style.zIndex = order;
    map.getPane("streets").style.pointerEvents = "none";
    if (settings.tiles) L.tileLayer(settings.tiles, { attribution: settings.attribution, maxZoom: 19 }).addTo(map);

    // Neighborhoods
    const tints = new Map(config.tints.map(tint => [tint.id, tint]));
    const outlines = L.geoJSON(await read(layer("neighborhoods")).catch(() => ({ type: "FeatureCollection", features: [] })), {
      pane: "neighborhoods",
      style: ({ id }) => ({
        color: "var(--map-border)", fillColor: tints.size > 0 ? shades[tints.get(id)?.shade ?? 0] : "var(--map-land)",
        fillOpacity: settings.tiles ? (tints.size > 0 ? 0.5 : 0) : 0.8, weight: tints.size > 0 ? 1.5 : 1,
      }),
      onEachFeature: ({ id, properties }, shape_) => {
        const tint = tints.get(id);
        const text = tint ? `${properties.name}: ${tint.text}` : properties.name;
        if (config.draws === "Nothing") shape_.bindTooltip(text, { sticky: true });
        if (tint?.href) shape_.on("click", () => location.assign(tint.href));
      },
      interactive: config.draws === "Nothing",
    }).addTo(map);
    if (tints.size > 0) say("");

    // Areas over the neighborhoods, such as those of a file
    const areas = L.featureGroup(config.areas.map(({ kind, text, shape: ring, href }) => {
      const shown = L.geoJSON(ring, { className: `map-area map-${kind.toLowerCase()}`, pane: "areas", weight: 2 })
        .bindTooltip(text, { sticky: true });
      if (href) shown.on("click", () => location.assign(href));
      return shown;
    })).addTo(map);
    // One far neighborhood would make what a file brings a speck.
    const land = areas.getLayers().length > 0 ? areas : outlines;

    // The agency's streets, for maps without tiles
    const canvas = L.canvas({ pane: "streets" });
    const streetColor = getComputedStyle(place).getPropertyValue("--map-street");
    const streets = L.layerGroup();
    let any = !settings.tiles && config.tints.length === 0;
    const showStreets = async () => {
      if (!any) return;
      const found = await read(layer("streets", sides(map))).catch(() => null);
      if (!found) return;
      any = found.total > 0;
      const weight = Math.max(1, Math.min(7, map.getZoom() - 11));
      streets.clearLayers();
      const named = new Set();
      found.lines.forEach((line, i) => {
        const way = Array.from({ length: line.length / 2 }, (_, point) => [line[2 * point], line[2 * point + 1]]);
        const drawnLine = L.polyline(way, { color: streetColor, interactive: false, renderer: canvas, weight }).addTo(streets);
        const name = found.names[i];
        if (map.getZoom() < 15 || !name || named.has(name) || named.size >= mostNames) return;
        named.add(name);
        L.marker(drawnLine.getBounds().pad(-0.1).getCenter(), {
          icon: L.divIcon({ className: "map-street", html: make("span", { textContent: name }), iconSize: [0, 0] }), interactive: false,
          keyboard: false, pane: "streets",
        }).addTo(streets);
      });
    };

    // What was searched, and fixed marks
    const dashed = { ...drawn, dashArray: "6 4", fill: false, interactive: false, pane: "drawing" };
    const searched = config.circle
      ? L.circle([config.circle.latitude, config.circle.longitude], { ...dashed, radius: config.circle.radius })
      : config.area ? L.polygon(corners(config.area), dashed) : null;
    const popup = ({ text, href }) =>
      href ? make("a", { className: "usa-link", href, textContent: text }) : make("span", { textContent: text });
    // Above its place, where the incidents of the same address are.
    const marks = L.featureGroup(config.marks.map(mark => L.marker([mark.latitude, mark.longitude],
      { alt: mark.text, icon: icon(mark.kind, Boolean(config.data)), keyboard: false, title: mark.text, zIndexOffset: 1000 })
      .bindPopup(popup(mark)))).addTo(map);

    // The first view
    const fit = (area, zoom = 17) => area?.isValid() && map.fitBounds(area.pad(0.05), { animate: false, maxZoom: zoom });
    // A circle knows its bounds only once the map has a view.
    const around = config.circle ? L.latLng(config.circle.latitude, config.circle.longitude).toBounds(2 * config.circle.radius)
      : searched?.getBounds();
    const known = config.view ? bounds(config.view) : around
      ?? (land.getLayers().length > 0 ? land.getBounds() : marks.getLayers().length > 0 ? marks.getBounds() : null);
    map.setView([0, 0], 2);
    fit(known);
    searched?.addTo(map);
    streets.addTo(map);
    showStreets();
    map.on("moveend", showStreets);

    // --- Points, clusters and hexagons, by view
    const cells = L.featureGroup();
    const clusters = config.data && L.markerClusterGroup({
      animate, iconCreateFunction: cluster => L.divIcon({
        html: make("span", { textContent: number(cluster.getChildCount()) }), className: clusterClass(cluster.getAllChildMarkers()),
        iconSize: cluster.getChildCount() < 10 ? [26, 26] : cluster.getChildCount() < 100 ? [32, 32] : [40, 40],
      }),
      maxClusterRadius: 36, showCoverageOnHover: false, spiderfyOnMaxZoom: true,
      spiderLegPolylineOptions: { color: "var(--map-border)", weight: 1 },
    });
    if (clusters) map.addLayer(clusters).addLayer(cells);
    const row = (text, href, show) => {
      const shown = href ? make("a", { className: "usa-link", href, textContent: text })
        : make("button", { className: "usa-button usa-button--unstyled", textContent: text, type: "button" });
      if (show) for (const name of href ? ["focus", "mouseenter"] : ["click"]) shown.addEventListener(name, () => show(!href));
      return make("li", {}, shown);
    };
    let [asked, open] = [null, false];
    // Keeps the focus on the same row, as far as it is still there.
    const replace = rows => {
      if (!list) return;
      const focused = list.contains(document.activeElement) && document.activeElement.textContent;
      list.replaceChildren(...rows);
      if (focused) [...list.querySelectorAll("a, button")].find(control => control.textContent === focused)?.focus();
    };
    const busiest = addresses => addresses.length > 0 ? ". The list has the busiest addresses." : "";
    const showPoints = ({ points, addresses, total }) => {
      const markers = points.ids.map((id, i) => {
        const kind = points.kinds[points.kindOf[i]];
        const text = points.labels[i];
        return L.marker([points.latitudes[i], points.longitudes[i]], { icon: icon(kind), keyboard: false, kind, title: text ?? "" })
          .bindPopup(text ? popup({ text, href: config.item?.replace("{id}", id) })
            : make("span", { textContent: `Zoom in to see which ${config.one} this is.` }));
      });
      clusters.addLayers(markers);
      const rows = points.labels.slice(0, mostListed).map((text, i) => row(text, config.item?.replace("{id}", points.ids[i]), move => {
        if (move) {
          // Until the popup is closed, its marker must not be replaced.
          asked?.abort();
          open = true;
          clusters.zoomToShowLayer(markers[i], () => markers[i].openPopup());
        }
        else if (clusters.getVisibleParent(markers[i]) === markers[i]) markers[i].openPopup();
      }));
      const more = total - rows.length;
      if (rows.length > 0 && more > 0) rows.push(make("li", { textContent: `and ${number(more)} more; zoom in to see them` }));
      replace(rows.length > 0 ? rows : places(addresses));
      say(total === 0 ? `No ${config.many} in this view.`
        : `${count(config, total)} in view${points.labels.length > 0 ? "" : busiest(addresses)}`);
    };
    const places = addresses => addresses.map(({ address, count: found }) =>
      row(`${address}: ${number(found)}`, config.addressList?.replace("{address}", encodeURIComponent(address))));
    // The key explains the points of a view by kind, or its hexagons by shade; fixed marks stay in both.
    const key = box.querySelector(".map-key");
    const ofPoints = [...key?.children ?? []].filter(entry =>
      !config.marks.some(mark => mark.kind === entry.querySelector("[data-map-sample]").dataset.mapSample));
    const shadeOf = (value, most) => shades[Math.max(1, Math.ceil(5 * Math.sqrt(value / most)))];
    const showKey = counts => {
      if (!key) return;
      for (const entry of ofPoints) entry.hidden = counts !== undefined;
      for (const entry of key.querySelectorAll("[data-map-cell]")) entry.remove();
      for (const value of new Set(counts ? [Math.min(...counts), Math.max(...counts)] : [])) {
        const sample = picture("Cell");
        sample.firstChild.style.fill = shadeOf(value, counts[0]);
        const entry = make("li", {}, make("span", { className: "map-sample" }, sample), `${count(config, value)} in a hexagon`);
        entry.dataset.mapCell = "";
        key.append(entry);
      }
    };
    const showCells = ({ cells: found, addresses, total }) => {
      const most = found.counts[0];
      found.counts.forEach((value, i) => {
        const ring = hexagon(found.latitudes[i], found.longitudes[i], found.width);
        const color = shadeOf(value, most);
        const shown = L.polygon(ring, { color: "var(--paper)", fillColor: color, fillOpacity: 0.75, pane: "cells", weight: 1 })
          .bindTooltip(count(config, value)).addTo(cells);
        const area = ring.map(corner => corner.map(degrees => degrees.toFixed(6)).join(",")).join(";");
        const href = config.areaList?.replace("{area}", encodeURIComponent(area));
        shown.bindPopup(() => make("div", {},
          make("p", {}, href ? make("a", { className: "usa-link", href, textContent: count(config, value) }) : count(config, value)),
          make("button", {
            className: "usa-button usa-button--unstyled", onclick: () => map.fitBounds(shown.getBounds().pad(0.5)), textContent: "Zoom in",
            type: "button",
          })));
      });
      replace(places(addresses));
      say(`${count(config, total)} in view, counted in hexagons. Zoom in for points${busiest(addresses) || "."}`);
    };
    // Points that lie far away from all others would make the map useless.
    const showFar = ({ total, points }) => {
      const note = make("details", { className: "map-far" }, make("summary", {
        textContent: `${count(config, total)} ${total === 1 ? "lies" : "lie"} far away and ${total === 1 ? "is" : "are"} not shown here`,
      }));
      const rows = points.map(({ id, label, latitude, longitude }) => make("li", {},
        config.item ? make("a", { className: "usa-link", href: config.item.replace("{id}", id), textContent: label }) : label,
        ` (${latitude.toFixed(5)}, ${longitude.toFixed(5)})`));
      if (total > points.length) rows.push(make("li", { textContent: `and ${number(total - points.length)} more` }));
      note.append(make("ul", { className: "usa-list" }, ...rows));
      place.after(note);
    };
    const refresh = async (whole, far = false) => {
      asked?.abort();
      asked = new AbortController();
      place.setAttribute("aria-busy", "true");
      try {
        const found = await read(located(config.data, { ...(whole ? {} : sides(map)), ...(far ? { far: true } : {}) }), asked.signal);
        if (found.far) showFar(found.far);
        if (whole && found.box) fit(bounds(found.box));
        clusters.clearLayers();
        cells.clearLayers();
        showKey(found.cells?.counts);
        if (found.cells) showCells(found);
        else showPoints({ ...found, points: found.points ?? { ids: [], labels: [] } });
        place.removeAttribute("aria-busy");
        place.dataset.shown = found.total;
      } catch (error) {
        if (error.name === "AbortError") return;
        place.removeAttribute("aria-busy");
        say("The map's data can't be loaded. Move the map to try again.");
      }
    };
    if (config.data) {
      await refresh(!known, !config.view && !around);
      let waiting;
      const soon = () => {
        clearTimeout(waiting);
        // Opening a popup moves the map a little; its point must stay.
        waiting = setTimeout(() => open || refresh(false), wait);
      };
      map.on("popupopen", () => { open = true; }).on("popupclose", () => { open = false; soon(); }).on("moveend", soon);
    }
    if (config.draws === "Point") point(box, map);
    if (drawsShapes(config)) area(box, map, config);
    new ResizeObserver(() => map.invalidateSize()).observe(place);
    box.dataset.ready = "yes";
  };

  // --- Drawing: the fields of the form keep what is drawn, so that they also work alone ---------------
  // A form can have several maps, each in a group of fields of its own.
  const fieldOf = (box, name) =>
    box.closest("[data-map-fields], form").querySelector(`input[name$="${name}" i], textarea[name$="${name}" i]`);
  const put = (field, value) => {
    if (!field || field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // A map that has the focus takes its center for a click.
  const byKeyboard = (map, keys) => map.getContainer().addEventListener("keydown", event => {
    if (event.target !== map.getContainer() || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const point = (box, map) => {
    const [latitude, longitude] = ["Latitude", "Longitude"].map(name => fieldOf(box, name));
    let mark = null;
    const place = at => {
      put(latitude, at.lat.toFixed(6));
      put(longitude, at.lng.toFixed(6));
    };
    const show = () => {
      const at = [latitude, longitude].map(field => field.value.trim() === "" ? NaN : Number(field.value));
      if (!at.every(Number.isFinite) || Math.abs(at[0]) > 90 || Math.abs(at[1]) > 180) {
        mark?.remove();
        mark = null;
        return;
      }
      if (mark) mark.setLatLng(at);
      else {
        mark = L.marker(at, { autoPan: true, draggable: true, icon: icon("Problem"), keyboard: false, title: "The place" }).addTo(map);
        mark.on("dragend", () => place(mark.getLatLng()));
      }
      if (!map.getBounds().contains(at) || map.getZoom() < 14) map.setView(at, Math.max(map.getZoom(), 16));
    };
    map.getContainer().classList.add("map-takes-point");
    map.on("click", event => place(event.latlng));
    byKeyboard(map, { Enter: () => place(map.getCenter()) });
    for (const field of [latitude, longitude]) field.addEventListener("input", show);
    show();
  };

  const area = (box, map, config) => {
    // Handles are for dragging only; the keyboard has the fields.
    for (const handle of [L.Editable.VertexMarker, L.Editable.MiddleMarker]) handle.mergeOptions({ keyboard: false });
    const [latitude, longitude, radius, text] = ["Latitude", "Longitude", config.unitMeters === 1 ? "Radius" : "Feet", "Area"]
      .map(name => fieldOf(box, name));
    const help = box.querySelector("[data-map-help]");
    const [undo, clear] = ["undo", "clear"].map(name => box.querySelector(`[data-map-${name}]`));
    const tools = [...box.querySelectorAll("[data-map-draw]")];
    const isLine = config.draws === "Line";
    let [tool, circle, shape_] = [config.draws === "CircleOrArea" ? "" : "area", null, null];
    const dots = L.featureGroup().addTo(map);
    const at = () => [latitude, longitude].map(field => (field?.value ?? "").trim() === "" ? NaN : Number(field.value));
    const meters = () => Math.min(5000, (Number(radius?.value) || 0) * config.unitMeters);
    const writeCircle = (center, length) => {
      put(latitude, center.lat.toFixed(6));
      put(longitude, center.lng.toFixed(6));
      put(radius, String(Math.max(1, Math.round(Math.min(5000, length) / config.unitMeters))));
    };
    const writeArea = points => put(text, written(points).join("\n"));
    const show = () => {
      for (const old of [circle, shape_]) old?.remove();
      dots.clearLayers();
      [circle, shape_] = [null, null];
      if (at().every(Number.isFinite) && meters() > 0) {
        circle = L.circle(at(), { ...drawn, radius: meters() }).addTo(map);
        circle.enableEdit();
      }
      const ring = corners(text.value);
      if (ring.length > (isLine ? 1 : 2)) {
        shape_ = (isLine ? L.polyline(ring, drawn) : L.polygon(ring, drawn)).addTo(map);
        shape_.enableEdit();
      } else for (const corner of ring) L.circleMarker(corner, { ...drawn, fillOpacity: 1, interactive: false, radius: 4 }).addTo(dots);
      if (ring.length === 2 && !isLine) shape_ = L.polyline(ring, { ...drawn, interactive: false }).addTo(map);
      undo.hidden = tool !== "area" || ring.length === 0;
      clear.hidden = ring.length === 0 && !circle;
      const sizes = [circle && "1 circle", ring.length > 0 && `${ring.length} ${ring.length === 1 ? "corner" : "corners"}`].filter(Boolean);
      const how = tool === "circle" ? "Select the center on the map, then drag the handles."
        : isLine ? "Select points on the map along the line, from one side of the neighborhood to the other."
          : tool === "area" ? "Select the corners on the map in order around the area." : "";
      const keys = tool ? " With the keyboard: move the map with the arrow keys and press Enter." : "";
      help.textContent = [sizes.join(", "), how + keys].filter(Boolean).join(". ");
    };
    const take = latlng => {
      if (tool === "circle") writeCircle(latlng, meters() || 150);
      if (tool === "area") writeArea([...corners(text.value).map(corner => L.latLng(corner)), latlng]);
    };
    const choose = chosen => {
      tool = tool === chosen ? "" : chosen;
      map.getContainer().classList.toggle("map-takes-point", tool !== "");
      for (const button of tools) button.setAttribute("aria-pressed", String(button.dataset.mapDraw === tool));
      show();
    };
    const back = () => writeArea(corners(text.value).slice(0, -1).map(corner => L.latLng(corner)));
    for (const button of tools) button.addEventListener("click", () => choose(button.dataset.mapDraw));
    undo.addEventListener("click", back);
    clear.addEventListener("click", () => [latitude, longitude, radius, text].forEach(field => put(field, "")));
    map.on("click", event => take(event.latlng));
    map.on("editable:vertex:dragend editable:vertex:deleted", ({ layer: edited }) => {
      if (edited === circle) writeCircle(circle.getLatLng(), circle.getRadius());
      else if (edited === shape_) writeArea(isLine ? shape_.getLatLngs() : shape_.getLatLngs()[0]);
    });
    map.on("editable:dragend", ({ layer: edited }) => edited === circle && writeCircle(circle.getLatLng(), circle.getRadius()));
    byKeyboard(map, { Enter: () => take(map.getCenter()), Backspace: back, Delete: back });
    for (const field of [latitude, longitude, radius, text]) field?.addEventListener("input", show);
    map.getContainer().classList.toggle("map-takes-point", tool !== "");
    show();
    const around = L.featureGroup([circle, shape_].filter(Boolean));
    if (around.getLayers().length > 0) map.fitBounds(around.getBounds().pad(0.5), { animate: false, maxZoom: 17 });
  };

  // --- Starting -----------------------------------------------------------------------------------
  const boxes = [...document.querySelectorAll("[data-map]")];
  for (const sample of document.querySelectorAll("[data-map-sample]")) sample.append(picture(sample.dataset.mapSample));
  const seen = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      start(target);
    }
  }, { rootMargin: "200px" });
  boxes.forEach(box => seen.observe(box));
})();
