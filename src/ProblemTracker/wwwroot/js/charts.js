// Draws the data of _Chart.cshtml with Observable Plot, at the available width. The page also shows the numbers in a table.
(() => {
  "use strict";

  // The style sheets say which colors these are, so that a dark screen prints as a light one.
  const colors = [1, 2, 3, 4, 5, 6, 7].map((i) => `var(--series-${i})`);
  const small = 480;

  const common = (width, extra) => ({ className: "plot", width, style: { fontSize: "13px", fontFamily: "inherit" }, ...extra });

  const legend = (data) => ({ color: { domain: data.series, range: colors } });

  const fill = (data) => data.series.length > 0 ? "series" : () => colors[0];

  const whole = (v) => Number.isInteger(v) ? v.toLocaleString("en-US") : "";

  const longest = (points) => Math.min(220, 12 + 7.2 * Math.max(...points.map((p) => p.at.length)));

  const draw = {
    Bars: (data, width) => Plot.plot(common(width, {
      ...legend(data),
      marginLeft: Math.min(longest(data.points), width * 0.42), marginBottom: 44,
      height: 70 + 26 * new Set(data.points.map((p) => p.at)).size,
      x: { label: data.of, grid: true, ticks: Math.max(2, Math.floor(width / 110)), tickFormat: whole },
      y: { label: null, domain: [...new Set(data.points.map((p) => p.at))] },
      marks: [
        Plot.barX(data.points, {
          x: "value", y: "at", fill: fill(data), order: data.series.length ? data.series : null, insetTop: 2, insetBottom: 2,
        }),
        Plot.ruleX([0]),
      ],
    })),

    Columns: (data, width) => {
      const ats = [...new Set(data.points.map((p) => p.at))];
      // Several series need a facet for each position on the axis, so that their columns are side by side.
      const several = data.series.length > 1;
      // If a position has room for its longest word, names wrap; otherwise only every nth position has a name.
      const [place, word] = [(width - 68) / ats.length, Math.max(...ats.flatMap((at) => at.split(" ")).map((w) => w.length)) * 7.2];
      const every = place >= word ? 1 : Math.ceil(ats.length / Math.max(1, Math.floor(width / Math.max(62, longest(data.points)))));
      const wrap = every === 1 ? { lineWidth: place / 13 } : {};
      const axis = { anchor: "bottom", label: null, ticks: ats.filter((_, i) => i % every === 0), ...wrap };
      return Plot.plot(common(width, {
        ...legend(data),
        height: 296, marginBottom: 60, marginLeft: 48,
        y: { label: data.of, grid: true, nice: true, tickFormat: whole },
        ...(several
          ? { fx: { domain: ats, axis: null, padding: 0.15 }, x: { axis: null, domain: data.series, padding: 0 } }
          : { x: { domain: ats, axis: null, padding: 0.15 } }),
        marks: [
          Plot.barY(data.points, several
            ? { x: "series", fx: "at", y: "value", fill: "series" } : { x: "at", y: "value", fill: fill(data) }),
          several ? Plot.axisFx(axis) : Plot.axisX(axis),
          Plot.ruleY([0]),
          ...(typeof data.rule !== "number" ? [] : [Plot.ruleY([data.rule], { strokeDasharray: "6 4", strokeWidth: 2 })]),
        ],
      }));
    },

    Lines: (data, width) => {
      const points = data.points.map((p) => ({ ...p, at: new Date(p.at.length === 7 ? `${p.at}-01T00:00` : `${p.at}T00:00`) }));
      const most = Math.max(2, Math.floor(width / 90));
      // Between the points of few months there would be ticks of weeks, of which nothing is known.
      const isFewMonths = data.points.every((p) => p.at.length === 7) && new Set(data.points.map((p) => p.at)).size <= most;
      return Plot.plot(common(width, {
        ...legend(data),
        height: 280, marginBottom: 44, marginLeft: 48,
        x: { label: null, ticks: isFewMonths ? "month" : most },
        y: { label: data.of, grid: true, zero: true, nice: true },
        marks: [
          Plot.ruleY([0]),
          Plot.lineY(points, { x: "at", y: "value", stroke: data.series.length ? "series" : () => colors[0], strokeWidth: 2 }),
          Plot.dot(points, { x: "at", y: "value", fill: data.series.length ? "series" : () => colors[0], r: points.length > 60 ? 0 : 2.5 }),
        ],
      }));
    },

    Intervals: (data, width) => Plot.plot(common(width, {
      marginLeft: Math.min(longest(data.points), width * 0.42), marginBottom: 44,
      height: 70 + 26 * data.points.length,
      x: {
        // Changes can be below zero.
        label: data.of, nice: data.most == null,
        domain: [Math.min(0, ...data.points.map((p) => p.low ?? p.value)),
          data.most ?? Math.max(1, ...data.points.map((p) => p.high ?? p.value))],
        grid: true, ticks: width < small ? 3 : 6,
      },
      y: { label: null, domain: data.points.map((p) => p.at) },
      marks: [
        Plot.ruleY(data.points.filter((p) => p.low != null), {
          y: "at", x1: "low", x2: "high", stroke: colors[1], strokeWidth: 4, strokeLinecap: "butt",
        }),
        Plot.dot(data.points, { x: "value", y: "at", fill: colors[0], r: 5 }),
      ],
    })),
  };

  function key(data) {
    const list = document.createElement("ul");
    list.className = "chart-key";
    data.series.forEach((name, i) => {
      const item = document.createElement("li");
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("width", "14");
      svg.setAttribute("height", "14");
      const square = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      square.setAttribute("width", "14");
      square.setAttribute("height", "14");
      square.setAttribute("fill", colors[i % colors.length]);
      svg.append(square);
      item.append(svg, name);
      list.append(item);
    });
    list.setAttribute("aria-hidden", "true");
    return list;
  }

  function show(figure) {
    const data = JSON.parse(figure.querySelector("script").textContent);
    const width = Math.floor(figure.clientWidth);
    if (width === 0 || figure.dataset.width === String(width)) return;
    figure.dataset.width = String(width);
    figure.querySelectorAll(".plot, .chart-key").forEach((old) => old.remove());
    const svg = draw[data.kind](data, width);
    // The page's content security policy blocks the drawing's own style elements; site.css has the rules it needs.
    svg.querySelectorAll("style").forEach((style) => style.remove());
    svg.setAttribute("aria-hidden", "true");
    if (data.series.length > 1) figure.append(key(data));
    figure.append(svg);
  }

  // Tables that stand for the charts where there are no scripts.
  document.querySelectorAll("details[data-numbers]").forEach((table) => { table.open = false; });

  const figures = document.querySelectorAll("[data-chart]");
  const watcher = new ResizeObserver((changes) => changes.forEach((change) => show(change.target)));
  figures.forEach((figure) => watcher.observe(figure));
})();
