// Draws the months as a line; the table below it has the numbers.
"use strict";

(() => {
  for (const place of document.querySelectorAll("[data-months]")) {
    const rows = JSON.parse(document.getElementById(place.dataset.months).textContent);
    if (rows.length < 2 || !window.Plot) continue;
    place.hidden = false;
    const data = rows.map(row => ({ month: new Date(`${row.month}-01T00:00:00Z`), count: row.count }));
    const draw = () => {
      const chart = Plot.plot({
        className: "plot", width: Math.max(280, place.clientWidth), height: 240, marginBottom: 44, marginLeft: 56, style: { fontSize: "13px" },
        x: { type: "utc", label: null },
        y: { grid: true, label: "Incidents", zero: true, nice: true },
        marks: [
          Plot.ruleY([0]),
          Plot.lineY(data, { x: "month", y: "count", stroke: "#005ea2", strokeWidth: 2 }),
          Plot.dot(data, { x: "month", y: "count", fill: "#005ea2", r: 2.5 }),
        ],
      });
      chart.querySelectorAll("style").forEach(style => style.remove());
      chart.setAttribute("aria-hidden", "true");
      place.replaceChildren(chart);
    };
    draw();
    let width = place.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(place.clientWidth - width) < 8) return;
      width = place.clientWidth;
      draw();
    }).observe(place);
  }
})();
