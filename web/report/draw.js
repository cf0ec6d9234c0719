// How a chart gets onto the page: built by report.charts[id], drawn by Vega-Lite when it comes near the
// screen, with a table of what it shows, and saved in light colours as SVG, PNG or CSV.
'use strict';

report.draw = (() => {
  const names = ['ink', 'soft', 'faint', 'line', 'paper', 'site-1', 'site-2', 'site-3', 'site-4', 'site-5', 'site-6',
                 'certified', 'refuted', 'unsure', 'none'];
  // On screen colours are the style sheet's variables, so that dark mode and print need no redrawing.
  const onScreen = Object.fromEntries(names.map((name) => [name, `var(--${name})`]));
  const onPaper = {
    ink: '#1b1f24', soft: '#4d5661', faint: '#6b7480', line: '#d9dde2', paper: '#ffffff',
    'site-1': '#0072b2', 'site-2': '#d55e00', 'site-3': '#009e73', 'site-4': '#b0518a', 'site-5': '#a87400',
    'site-6': '#3b8fc4', certified: '#00704f', refuted: '#b04a00', unsure: '#7a5900', none: '#6b7480',
  };
  const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

  const frame = (chart, colours, width) => ({
    width, autosize: {type: 'fit', contains: 'padding'}, background: null, padding: 2, ...chart.spec,
    config: {
      font, view: {stroke: null},
      axis: {
        labelColor: colours.soft, titleColor: colours.soft, gridColor: colours.line, domainColor: colours.faint,
        tickColor: colours.faint, labelFontSize: 11.5, titleFontSize: 12, titleFontWeight: 500, titlePadding: 8,
        gridOpacity: 0.7, tickSize: 4, labelPadding: 5, domain: true,
      },
      legend: {
        labelColor: colours.ink, titleColor: colours.soft, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500,
        orient: 'top', title: null, symbolStrokeWidth: 2, symbolSize: 90, offset: 8, padding: 0, columnPadding: 16,
        labelLimit: 260, ...chart.legend,
      },
      text: {fontSize: 12, fill: colours.ink},
    },
  });
  const options = {
    mode: 'vega-lite', ast: true, actions: false, renderer: 'svg', defaultStyle: false,
    tooltip: {disableDefaultStyle: true, theme: 'page'},
  };

  const download = (content, type, name) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], {type}));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const csv = (chart) => {
    const cell = (x) => {
      const shown = report.format.plain(x);
      return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
    };
    return [chart.columns, ...chart.rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
  };
  const fileName = (figure, kind) => {
    const about = figure.dataset.perFinding === 'yes' ? `-${report.finding}` : '';
    return `${figure.dataset.chart || figure.dataset.drawn}${about}`.replace(/[^\p{L}\p{N}-]+/gu, '-').slice(0, 60) +
      `.${kind}`;
  };

  // Free-standing SVG text: variables resolved to light colours, style rules inlined.
  const standing = (svg) => {
    const copy = svg.cloneNode(true);
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    const rules = document.createElementNS('http://www.w3.org/2000/svg', 'style');
    rules.textContent = `text{font:13px ${font};fill:${onPaper.ink}} .faint{fill:${onPaper.soft}} .strong{font-weight:600}` +
      `.kept,.left-out{fill:#fff;stroke:${onPaper.faint}} .left-out{stroke-dasharray:4 3} .final{stroke-width:2}` +
      `.arrow{fill:none;stroke:${onPaper.faint}} .tip{fill:${onPaper.faint}}`;
    copy.prepend(rules);
    return new XMLSerializer().serializeToString(copy);
  };
  const rasterised = (source, width, height) => new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = 2 * width;
      canvas.height = 2 * height;
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#ffffff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, 'image/png');
    };
    image.onerror = () => reject(new Error('the drawing could not be turned into a picture'));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  });

  async function saved(figure) {
    const own = figure.querySelector('.canvas > svg.flow');
    if (own) return {source: standing(own), width: own.viewBox.baseVal.width, height: own.viewBox.baseVal.height};
    const chart = report.charts[figure.dataset.chart](report.current(), onPaper, 760);
    const shelf = document.createElement('div');
    const {view, finalize} = await vegaEmbed(shelf, frame(chart, onPaper, 760), {...options, tooltip: false});
    const source = await view.toSVG();
    const drawing = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
    finalize();
    return {source, width: Number(drawing.getAttribute('width')), height: Number(drawing.getAttribute('height'))};
  }

  const element = (tag, properties, ...children) => {
    const out = Object.assign(document.createElement(tag), properties);
    out.append(...children);
    return out;
  };
  const tableOf = (columns, rows, caption) => {
    const numeric = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] !== 'string'));
    const shown = (x) => (typeof x === 'number' ? String(Number(x.toPrecision(6))) : x === null ? '—' : x);
    return element('table', {},
      element('caption', {textContent: caption}),
      element('thead', {}, element('tr', {}, ...columns.map((name, i) =>
        element('th', {scope: 'col', textContent: name, className: numeric[i] ? 'number' : ''})))),
      element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((x, i) =>
        element('td', {textContent: shown(x), className: numeric[i] ? 'number' : ''}))))));
  };

  function tools(figure, chart) {
    figure.querySelector('.tools')?.remove();
    const title = figure.querySelector('figcaption b').textContent;
    const button = (label, says, action) => {
      const made = element('button', {type: 'button', textContent: label});
      made.setAttribute('aria-label', `${says}: ${title}`);
      made.addEventListener('click', action);
      return made;
    };
    const bar = element('div', {className: 'tools'},
      button('SVG', 'Save as SVG', async () =>
        download((await saved(figure)).source, 'image/svg+xml', fileName(figure, 'svg'))),
      button('PNG', 'Save as PNG', async () => {
        const {source, width, height} = await saved(figure);
        download(await rasterised(source, width, height), 'image/png', fileName(figure, 'png'));
      }));
    if (chart) {
      bar.append(button('Data', 'Save the data as CSV', () => download(csv(chart), 'text/csv', fileName(figure, 'csv'))));
      const details = element('details', {}, element('summary', {textContent: 'Table'}));
      // Filled when it is opened: a curve has hundreds of rows.
      details.addEventListener('toggle', () => {
        if (!details.open || details.children.length > 1) return;
        const region = element('div', {className: 'scroll', tabIndex: 0}, tableOf(chart.columns, chart.rows, title));
        region.setAttribute('role', 'region');
        region.setAttribute('aria-label', `Data of the chart: ${title}`);
        details.append(region);
      });
      bar.append(details);
    }
    figure.append(bar);
  }

  const drawn = new WeakMap();
  async function draw(figure) {
    const canvas = figure.querySelector('.canvas');
    const width = Math.floor(canvas.clientWidth);
    if (width < 40) return;
    const key = `${report.finding}|${width}|${figure.dataset.metric || ''}`;
    if (drawn.get(figure) === key) return;
    drawn.set(figure, key);
    const chart = report.charts[figure.dataset.chart](report.current(), onScreen, width, figure);
    if (!chart) {
      canvas.replaceChildren(element('p', {className: 'nothing', textContent: 'There is nothing to draw for this finding.'}));
      figure.querySelector('.tools')?.remove();
      return;
    }
    const fresh = element('div', {});
    await vegaEmbed(fresh, frame(chart, onScreen, width), options);
    const svg = fresh.querySelector('svg');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', chart.label);
    canvas.replaceChildren(fresh);
    tools(figure, chart);
    figure.dataset.ready = 'yes';
  }

  const every = () => [...document.querySelectorAll('figure[data-chart]')];
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
  }, {rootMargin: '400px'});

  return {
    element, tableOf, tools, draw,
    all: () => Promise.all(every().map(draw)),
    // Those on the screen first; the others when the browser has time, so that print finds them drawn.
    start() {
      for (const figure of every()) near.observe(figure);
      for (const figure of document.querySelectorAll('figure[data-drawn]')) tools(figure, null);
      const waiting = every();
      const next = () => {
        const figure = waiting.shift();
        if (figure) draw(figure).then(() => setTimeout(next, 30));
        else document.documentElement.dataset.drawn = 'all';
      };
      setTimeout(next, 150);
    },
    redraw() {
      for (const figure of every()) {
        const box = figure.getBoundingClientRect();
        if (box.bottom > -400 && box.top < innerHeight + 400) draw(figure);
      }
      setTimeout(() => report.draw.all(), 200);
    },
  };
})();
