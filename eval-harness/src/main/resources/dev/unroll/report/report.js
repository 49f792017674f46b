"use strict";
(function () {
  const all = JSON.parse(document.getElementById("charts-data").textContent);
  const root = document.documentElement;
  const SYMBOLS = ["circle", "rect", "triangle", "diamond",
    "path://M4 0h4v4h4v4H8v4H4V8H0V4h4z", "path://M6 11.2.4 1h11.2z"];
  const COLOURS = 8;
  const FONT = getComputedStyle(document.body).fontFamily;
  const PRINT_WIDTH = 680;
  let colours = {};
  let size = 12;
  const drawn = new Map();
  const hidden = new Set();

  const asked = new URLSearchParams(location.search).get("theme");
  if (asked === "dark" || asked === "light") root.dataset.theme = asked;

  function dark() {
    const chosen = root.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function readColours() {
    const style = getComputedStyle(root);
    const of = name => style.getPropertyValue(name).trim();
    colours = {ink: of("--ink"), soft: of("--soft"), rule: of("--rule"), paper: of("--paper"), models: []};
    for (let i = 0; i < COLOURS; i++) colours.models.push(of("--c" + i));
  }

  const colour = model => model < 0 ? colours.soft : colours.models[model % COLOURS];
  const symbol = model => SYMBOLS[(model + Math.floor(model / COLOURS)) % SYMBOLS.length];

  function number(value) {
    if (value === null || value === undefined || !isFinite(value)) return "–";
    const size = Math.abs(value);
    if (size === 0) return "0";
    if (size >= 1e6 || size < 1e-3) return value.toExponential(1).replace(/\.0e/, "e").replace("e+", "e");
    return String(Number(value.toPrecision(3))).replace("-", "−");
  }

  const SUPERSCRIPT = {"-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹"};
  const power = exponent => "10" + String(exponent).replace(/./g, c => SUPERSCRIPT[c] || c);

  function axis(name, more) {
    return Object.assign({
      type: "value", name: name, scale: true,
      nameTextStyle: {color: colours.soft, fontFamily: FONT, fontSize: size},
      axisLine: {show: true, onZero: false, lineStyle: {color: colours.soft}},
      axisTick: {show: true, lineStyle: {color: colours.soft}},
      axisLabel: {color: colours.soft, fontFamily: FONT, fontSize: size, hideOverlap: true, formatter: number},
      splitLine: {lineStyle: {color: colours.rule, width: 0.7}}
    }, more);
  }

  function tooltip(more) {
    return Object.assign({
      renderMode: "richText", confine: true, backgroundColor: colours.paper, borderColor: colours.rule, borderWidth: 1,
      textStyle: {color: colours.ink, fontFamily: FONT, fontSize: size}, valueFormatter: number
    }, more);
  }

  const base = () => ({
    animation: false, backgroundColor: "transparent", textStyle: {fontFamily: FONT, color: colours.ink}
  });

  /* Means with intervals: one row per model, or as many as the chart says, the first on top. */
  function scores(chart) {
    const items = (chart.items || []).filter(item => !hidden.has(item.model));
    const rows = chart.rows || all.models.length;
    const row = item => item.row === undefined ? item.model : item.row;
    const series = [];
    series.push({
      type: "custom", silent: true, z: 3, encode: {x: [0, 1], y: 2},
      data: items.map(item => [item.lower, item.upper, row(item), item.model]),
      renderItem: function (params, api) {
        const a = api.coord([api.value(0), api.value(2)]);
        const b = api.coord([api.value(1), api.value(2)]);
        const stroke = {stroke: colour(api.value(3)), lineWidth: 2.2, fill: "none"};
        const line = (x1, y1, x2, y2) => ({type: "line", shape: {x1, y1, x2, y2}, style: stroke});
        return {type: "group", children: [line(a[0], a[1], b[0], b[1]),
          line(a[0], a[1] - 4, a[0], a[1] + 4), line(b[0], b[1] - 4, b[0], b[1] + 4)]};
      }
    });
    items.forEach(item => {
      series.push({
        type: "scatter", silent: true, z: 2, symbol: "circle", symbolSize: 4.5, symbolOffset: [0, 10],
        itemStyle: {color: colour(item.model), opacity: 0.6}, data: (item.seeds || []).map(seed => [seed, row(item)])
      });
      series.push({
        type: "scatter", z: 4, symbol: symbol(item.model), symbolSize: 11, cursor: "default",
        itemStyle: {color: colour(item.model), borderColor: colours.paper, borderWidth: 1},
        data: [[item.mean, row(item)]],
        tooltip: {formatter: () => all.models[item.model] + "   " + item.text}
      });
    });
    if (chart.reference) {
      series.push({
        type: "line", silent: true, data: [[chart.reference.value, 0]], symbol: "none", lineStyle: {opacity: 0},
        markLine: {
          silent: true, symbol: "none", animation: false, data: [{xAxis: chart.reference.value}],
          lineStyle: {color: colours.ink, type: [5, 4], width: 1.2}, label: {show: false}
        }
      });
    }
    return Object.assign(base(), {
      grid: {left: 22, right: 24, top: 6, bottom: 4, containLabel: true},
      tooltip: tooltip({trigger: "item"}),
      xAxis: axis("", {
        type: chart.log ? "log" : "value", splitNumber: 3, scale: !chart.zero, position: "bottom",
        max: chart.share ? 1 : undefined
      }),
      yAxis: {
        type: "value", inverse: true, position: "left", min: -0.6, max: rows - 0.3, interval: 1, axisLabel: {show: false},
        axisLine: {show: true, onZero: false, lineStyle: {color: colours.soft}}, axisTick: {show: false},
        splitLine: {show: false}
      },
      series: series
    });
  }

  function band(line, log) {
    const points = [];
    line.x.forEach((x, i) => {
      if (line.lower[i] !== null && line.upper[i] !== null && (!log || line.lower[i] > 0)) {
        points.push([x, line.lower[i], line.upper[i]]);
      }
    });
    return {
      type: "custom", silent: true, z: 1, clip: true, data: points, encode: {x: 0, y: [1, 2]}, tooltip: {show: false},
      renderItem: function (params, api) {
        if (params.dataIndexInside !== 0) return undefined;
        const above = points.map(p => api.coord([p[0], p[2]]));
        const below = points.map(p => api.coord([p[0], p[1]])).reverse();
        return {
          type: "polygon", shape: {points: above.concat(below)},
          style: {fill: colour(line.model), opacity: 0.16}
        };
      }
    };
  }

  const STYLES = {
    solid: {width: 2.2, type: "solid", opacity: 1, marks: true},
    dashed: {width: 1.7, type: [6, 4], opacity: 1, marks: true},
    thin: {width: 1, type: "solid", opacity: 0.55, marks: false},
    dotted: {width: 1.6, type: [2, 3], opacity: 1, marks: false},
    fine: {width: 1.4, type: "solid", opacity: 0.95, marks: true},
    truth: {width: 6, type: "solid", opacity: 0.4, marks: false}
  };

  const shown = chart => (chart.lines || []).filter(line => !hidden.has(line.model));

  function lines(chart) {
    const series = [];
    const width = Math.max(1, all.models.length);
    shown(chart).forEach(line => {
      const style = STYLES[line.style];
      if (line.lower) series.push(band(line, chart.log));
      const every = Math.max(1, Math.round(line.x.length / 7));
      const first = Math.max(0, line.model) * Math.round(every / width) % every;
      const name = (line.model < 0 ? line.name : all.models[line.model] + (line.name ? ", " + line.name : ""));
      series.push({
        type: "line", name: name, z: line.model < 0 ? 2 : 3, connectNulls: false, clip: true,
        data: line.x.map((x, i) => [x, chart.log && !(line.y[i] > 0) ? null : line.y[i]]),
        symbol: symbol(Math.max(0, line.model)), showAllSymbol: true, showSymbol: style.marks,
        symbolSize: (value, params) => style.marks && params.dataIndex % every === first ? 7 : 0,
        lineStyle: {color: colour(line.model), width: style.width, type: style.type, opacity: style.opacity},
        itemStyle: {color: colour(line.model)}, emphasis: {disabled: true}
      });
    });
    if (chart.marker !== undefined && series.length) {
      series.push({
        type: "line", silent: true, z: 1, tooltip: {show: false}, data: [[chart.marker.value, null]], symbol: "none",
        markLine: {
          silent: true, symbol: "none", animation: false, data: [{xAxis: chart.marker.value}],
          lineStyle: {color: colours.soft, type: "solid", width: 1},
          label: {
            position: "insideEndTop", rotate: 0, align: "left", color: colours.soft, fontFamily: FONT, fontSize: size,
            formatter: () => chart.marker.name
          }
        }
      });
    }
    if (chart.reference && series.length) {
      const value = chart.reference.value;
      series.push({
        type: "line", silent: true, z: 5, tooltip: {show: false}, data: [[chart.lines[0].x[0], value]], symbol: "none",
        markLine: {
          silent: true, symbol: "none", animation: false, data: [{yAxis: value}],
          lineStyle: {color: colours.ink, type: [5, 4], width: 1.2},
          label: {
            position: "insideEndTop", color: colours.ink, fontFamily: FONT, fontSize: size,
            backgroundColor: colours.paper, padding: [1, 4], borderRadius: 2,
            formatter: () => chart.reference.name + " " + chart.reference.text
          }
        }
      });
    }
    const ends = (chart.lines || []).map(line => line.x[line.x.length - 1]);
    return Object.assign(base(), {
      grid: {left: 6, right: 20, top: 34, bottom: 26, containLabel: true},
      tooltip: tooltip({
        trigger: "axis", axisPointer: {lineStyle: {color: colours.soft}},
        valueFormatter: chart.power ? value => value === null ? "0" : "10^" + Number(value).toFixed(1).replace("-", "−") : number
      }),
      xAxis: axis(chart.x, {
        type: chart.logX ? "log" : "value", nameLocation: "middle", nameGap: 26, splitLine: {show: false}, scale: !!chart.logX,
        max: chart.logX || chart.free ? undefined : Math.max.apply(null, ends.concat(1)), inverse: !!chart.inverse,
        min: chart.free && !chart.logX ? "dataMin" : undefined
      }),
      yAxis: axis(chart.y, {
        type: chart.log ? "log" : "value", nameLocation: "end", nameGap: 12, minInterval: chart.power ? 1 : undefined,
        nameTextStyle: {color: colours.soft, fontFamily: FONT, fontSize: size, align: "left", padding: [0, 0, 0, -30]},
        axisLabel: {color: colours.soft, fontFamily: FONT, fontSize: chart.power ? size + 1 : size, hideOverlap: true, formatter: chart.power ? power : number}
      }),
      series: series
    });
  }

  function scatter(chart) {
    let low = Infinity;
    let high = -Infinity;
    shown(chart).forEach(line => line.x.concat(line.y).forEach(v => {
      if (v !== null) { low = Math.min(low, v); high = Math.max(high, v); }
    }));
    const series = shown(chart).map(line => ({
      type: "scatter", name: all.models[line.model], symbol: symbol(line.model), symbolSize: chart.large ? 9 : 5,
      cursor: "default", itemStyle: {color: colour(line.model), opacity: chart.large ? 0.8 : 0.5},
      data: line.x.map((x, i) => [x, line.y[i]]),
      tooltip: {formatter: params => all.models[line.model] + "   " + number(params.value[0]) + " → " + number(params.value[1])}
    }));
    series.push({
      type: "line", silent: true, symbol: "none", z: 1, data: [[low, low], [high, high]],
      lineStyle: {color: colours.ink, width: 1, type: [5, 4]}
    });
    return Object.assign(base(), {
      grid: {left: 6, right: 20, top: 34, bottom: 26, containLabel: true},
      tooltip: tooltip({trigger: "item"}),
      xAxis: axis(chart.x, {type: chart.log ? "log" : "value", nameLocation: "middle", nameGap: 26, splitNumber: 4}),
      yAxis: axis(chart.y, {
        type: chart.log ? "log" : "value", nameLocation: "end", nameGap: 12, splitNumber: 4,
        nameTextStyle: {color: colours.soft, fontFamily: FONT, fontSize: size, align: "left", padding: [0, 0, 0, -30]}
      }),
      series: series
    });
  }

  /* One mark per model with both its intervals, and the line through those that nobody beats in both. */
  function frontier(chart) {
    const items = (chart.items || []).filter(item => !hidden.has(item.model));
    const series = [{
      type: "custom", silent: true, z: 3, encode: {x: [0, 1], y: [2, 3]},
      data: items.map(item => [item.lower, item.upper, item.low, item.high, item.cost, item.score, item.model]),
      renderItem: function (params, api) {
        const at = (x, y) => api.coord([api.value(x), api.value(y)]);
        const line = (a, b) => ({
          type: "line", shape: {x1: a[0], y1: a[1], x2: b[0], y2: b[1]},
          style: {stroke: colour(api.value(6)), lineWidth: 1.6, fill: "none"}
        });
        return {type: "group", children: [line(at(0, 5), at(1, 5)), line(at(4, 2), at(4, 3))]};
      }
    }];
    items.forEach(item => series.push({
      type: "scatter", z: 4, symbol: symbol(item.model), symbolSize: 12, cursor: "default",
      itemStyle: {color: colour(item.model), borderColor: colours.paper, borderWidth: 1}, data: [[item.cost, item.score]],
      tooltip: {formatter: () => all.models[item.model] + "   " + item.text}
    }));
    const best = items.filter(item => item.front).sort((a, b) => a.cost - b.cost);
    series.push({
      type: "line", silent: true, symbol: "none", z: 2, step: "end", data: best.map(item => [item.cost, item.score]),
      lineStyle: {color: colours.soft, width: 1.2, type: [5, 4]}, tooltip: {show: false}
    });
    return Object.assign(base(), {
      grid: {left: 6, right: 20, top: 34, bottom: 26, containLabel: true},
      tooltip: tooltip({trigger: "item"}),
      xAxis: axis(chart.x, {type: chart.logX ? "log" : "value", nameLocation: "middle", nameGap: 26, splitNumber: 4, scale: !!chart.logX}),
      yAxis: axis(chart.y, {
        type: chart.log ? "log" : "value", nameLocation: "end", nameGap: 12, splitNumber: 4,
        nameTextStyle: {color: colours.soft, fontFamily: FONT, fontSize: size, align: "left", padding: [0, 0, 0, -30]}
      }),
      series: series
    });
  }

  const DRAW = {scores: scores, lines: lines, scatter: scatter, frontier: frontier};

  /* A mouse drags a rectangle to zoom in and double-clicks to zoom out; fingers are left to scroll the page. */
  const ZOOM = matchMedia("(pointer: fine)").matches;
  const CURSOR = {type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: true};

  function option(chart) {
    const made = DRAW[chart.type](chart);
    if (ZOOM && chart.type !== "scores") {
      made.toolbox = {show: true, itemSize: 0, top: -40, feature: {dataZoom: {filterMode: "none", title: {zoom: "", back: ""}, brushStyle: {color: colours.soft, opacity: 0.2}}}};
    }
    return made;
  }

  function drawOne(chart) {
    let one = drawn.get(chart.id);
    if (!one) {
      one = echarts.init(document.getElementById(chart.id), null, {renderer: "svg"});
      one.getZr().on("dblclick", () => show(one, byId.get(chart.id)));
      drawn.set(chart.id, one);
    }
    show(one, chart);
  }

  function show(one, chart) {
    one.setOption(option(chart), true);
    if (ZOOM && chart.type !== "scores") one.dispatchAction(CURSOR);
  }

  const byId = new Map(all.charts.map(chart => [chart.id, chart]));

  /* Again, those that are there: colours, sizes or models have changed. */
  function redraw() {
    readColours();
    drawn.forEach((one, id) => show(one, byId.get(id)));
  }

  function drawAll() {
    readColours();
    // First: only what is set afterwards is on the page before it goes to the printer.
    drawn.forEach(one => one.resize());
    byId.forEach(drawOne);
  }

  /* A chart is drawn when it comes near the screen, so that a report of a thousand trials opens at once. */
  const near = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => {
    near.unobserve(entry.target);
    drawOne(byId.get(entry.target.id));
  }), {rootMargin: "600px"});

  function mind(toggle) {
    const index = Number(toggle.dataset.model);
    toggle.addEventListener("click", function () {
      if (hidden.has(index)) hidden.delete(index); else hidden.add(index);
      document.querySelectorAll("button[data-model='" + index + "']").forEach(one =>
        one.setAttribute("aria-pressed", String(!hidden.has(index))));
      redraw();
    });
  }

  /* Numbers by value, with their units and signs as the report writes them; words by the alphabet. */
  function value(cell) {
    const text = (cell ? cell.textContent : "").replace(/[\u202f\u00a0]/g, "").replace(/\u2212/g, "-").trim();
    const time = /^(\d+) (h|min) (\d+) (min|s)$/.exec(text);
    if (time) return Number(time[1]) * (time[2] === "h" ? 3600 : 60) + Number(time[3]) * (time[4] === "min" ? 60 : 1);
    const found = /^[(+]*(-?[\d.]+)(?: ± [\d.]+)?\)?(?:e([+-]?\d+))?([kM]?)(?![\d.])/.exec(text);
    if (!found) return text === "" || text === "–" ? null : text.toLowerCase();
    return Number(found[1]) * Math.pow(10, Number(found[2] || 0)) * ({k: 1e3, M: 1e6}[found[3]] || 1);
  }

  function order(a, b) {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
    return typeof a === "number" ? -1 : 1;
  }

  /* Rows are sorted within their group; what has no value stays last either way. */
  function sort(table, column, direction) {
    Array.from(table.tBodies).forEach(body => {
      const rows = Array.from(body.rows);
      rows.forEach((row, i) => { if (row.dataset.place === undefined) row.dataset.place = i; });
      const kept = rows.filter(row => row.classList.contains("group"));
      const rest = rows.filter(row => !row.classList.contains("group"));
      rest.sort((a, b) => {
        const place = a.dataset.place - b.dataset.place;
        if (!direction) return place;
        const x = value(a.cells[column]);
        const y = value(b.cells[column]);
        return (x === null || y === null ? order(x, y) : direction * order(x, y)) || place;
      });
      kept.concat(rest).forEach(row => body.appendChild(row));
    });
  }

  function sortable(table) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        const was = head.getAttribute("aria-sort");
        heads.forEach(one => one.removeAttribute("aria-sort"));
        if (was !== "descending") head.setAttribute("aria-sort", was ? "descending" : "ascending");
        sort(table, column, was ? was === "ascending" ? -1 : 0 : 1);
      });
    });
  }

  const button = document.getElementById("theme");
  function nameButton() {
    button.textContent = dark() ? "Light" : "Dark";
  }
  button.addEventListener("click", function () {
    root.dataset.theme = dark() ? "light" : "dark";
    nameButton();
    redraw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    nameButton();
    redraw();
  });

  addEventListener("resize", () => drawn.forEach(one => one.resize()));

  /* Paper is light and as wide as A4, whatever the screen is. */
  let before = null;
  addEventListener("beforeprint", function () {
    before = root.dataset.theme || "";
    root.dataset.theme = "light";
    root.classList.add("printing");
    document.body.style.width = PRINT_WIDTH + "px";
    size = 10;
    document.querySelectorAll("details").forEach(one => { one.dataset.was = one.open ? "open" : ""; one.open = true; });
    drawAll();
  });
  addEventListener("afterprint", function () {
    if (before) root.dataset.theme = before; else delete root.dataset.theme;
    root.classList.remove("printing");
    document.body.style.width = "";
    size = 12;
    document.querySelectorAll("details").forEach(one => { one.open = one.dataset.was === "open"; });
    drawn.forEach(one => one.resize());
    redraw();
  });

  /* For pages that follow a run: the same charts with newer data. */
  globalThis.unroll = {
    update: function (charts) {
      charts.forEach(chart => {
        if (JSON.stringify(byId.get(chart.id)) === JSON.stringify(chart)) return;
        byId.set(chart.id, chart);
        const one = drawn.get(chart.id);
        if (one) show(one, chart);
      });
    }
  };

  nameButton();
  readColours();
  root.classList.add("live");
  document.querySelectorAll("button[data-model]").forEach(mind);
  document.querySelectorAll("table").forEach(table => {
    if (table.tHead && Array.from(table.tBodies).some(body => body.rows.length > 1)
      && !table.classList.contains("confusion")) sortable(table);
  });
  all.charts.forEach(chart => near.observe(document.getElementById(chart.id)));
})();
