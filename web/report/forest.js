// Strata side by side: filled marks are decided, open ones with broken lines have too few positives to tell.
'use strict';

report.charts.forest = (finding, colours, width, figure) => {
  const strata = report.strata.filter((item) => item.finding === finding.name);
  if (strata.length === 0) return null;
  const available = report.metricIds.filter((id) =>
    strata.some((item) => item.estimates.some((e) => e.metric === id && !e.absent)));
  if (available.length === 0) return null;
  const claims = report.claims.filter((claim) => claim.finding === finding.name && claim.goal !== null);
  const claimed = claims[0];
  const primary = finding.primary || 'auroc';
  const preferred = [claimed && claimed.metric, primary, available[0]].find((id) => available.includes(id));
  const wanted = figure && figure.dataset.metric;
  const metric = available.includes(wanted) ? wanted : preferred;
  if (figure) choice(figure, available, metric);
  const judged = metric === primary;  // that is what a stratum's verdict is about

  const status = (item) => {
    if (!judged || !item.verdict) return 'not judged';
    if (item.verdict.decision !== 'inconclusive') return item.verdict.decision;
    return item.verdict.reason === 'not powered' ? 'not powered' : 'borderline';
  };
  const rows = [];
  let dimension = null;
  for (const item of strata) {
    if (item.stratum.dimension !== dimension) {
      dimension = item.stratum.dimension;
      if (dimension !== '') rows.push({row: rows.length, head: dimension});
    }
    const e = item.estimates.find((one) => one.metric === metric);
    if (!e) continue;
    const state = status(item);
    const lacking = state === 'not powered' && item.verdict.positives > 0
      ? `needs ${report.format.count(item.verdict.positives)} more` : state === 'not powered' ? 'not powered' : '';
    rows.push({
      row: rows.length, label: dimension === '' ? 'Everyone' : item.stratum.level, state, lacking,
      value: e.absent ? null : e.value, lower: e.absent ? null : e.lower, upper: e.absent ? null : e.upper,
      shown: e.absent ? 'not estimable' : report.format.estimate(e), positives: report.format.count(e.positives),
      Stratum: report.named(item.stratum), Estimate: report.format.estimate(e), Verdict: state, n: e.n,
      Positives: e.positives, goal: item.goal, Goal: item.goal ?? '—', Declared: item.declared ? 'yes' : 'exploratory', exploratory: !item.declared, e,
    });
  }
  const drawn = rows.filter((item) => item.value !== undefined && item.value !== null);
  // One goal for all is a line through all; where parts have goals of their own, each row has its own tick.
  const goals = judged ? [...new Set(rows.map((item) => item.goal).filter((goal) => goal !== undefined && goal !== null))] : [];
  const all = drawn.flatMap((item) => [item.value, item.lower, item.upper]).concat(goals).filter((x) => x !== null);
  let [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = 0.06 * (high - low || 1);
  const unit = low >= 0 && high <= 1;
  [low, high] = unit ? [Math.max(0, low - margin), Math.min(1, high + margin)] : [low - margin, high + margin];

  const wide = width > 620;
  const x = {
    field: 'value', type: 'quantitative', scale: {domain: [low, high], zero: false, nice: false},
    axis: {title: report.metricTitle(metric), tickCount: wide ? 8 : 5, grid: true},
  };
  const y = {
    field: 'row', type: 'ordinal', axis: null, sort: null,
    scale: {domain: rows.map((item) => item.row), paddingInner: 0, paddingOuter: 0.1},
  };
  const states = ['certified', 'refuted', 'borderline', 'not powered', 'not judged']
    .filter((state) => drawn.some((item) => item.state === state));
  const colour = {certified: colours.certified, refuted: colours.refuted, borderline: colours.unsure,
                  'not powered': colours.unsure, 'not judged': colours['site-1']};
  const shape = {certified: 'circle', refuted: 'diamond', borderline: 'square', 'not powered': 'circle', 'not judged': 'circle'};
  const scale = (range) => ({domain: states, range: states.map(range)});
  const legend = states.some((state) => state !== 'not judged') ? {} : null;
  const column = (values, field, mark, at) => ({
    data: {values}, mark: {type: 'text', baseline: 'middle', ...mark}, encoding: {x: {value: at}, y, text: {field}},
  });
  const plain = rows.filter((item) => !item.head);
  const layer = [
    {
      data: {values: drawn},
      mark: {type: 'rule', strokeWidth: 1.8, tooltip: {content: 'data'}},
      encoding: {
        x: {...x, field: 'lower'}, x2: {field: 'upper'}, y,
        stroke: {field: 'state', type: 'nominal', legend, scale: scale((state) => colour[state])},
        strokeDash: {condition: {test: "datum.state === 'not powered'", value: [4, 3]}, value: [1, 0]},
      },
    },
    {
      name: 'points', data: {values: drawn},
      mark: {type: 'point', size: 95, strokeWidth: 2, opacity: 1, tooltip: {content: 'data'}},
      encoding: {
        x, y,
        stroke: {field: 'state', type: 'nominal', legend, scale: scale((state) => colour[state])},
        fill: {field: 'state', type: 'nominal', legend, scale: scale((state) => (state === 'not powered' ? colours.paper : colour[state]))},
        shape: {field: 'state', type: 'nominal', legend, scale: scale((state) => shape[state])},
        tooltip: ['Stratum', 'Estimate', 'Verdict', 'n', 'Positives', 'Goal', 'Declared'].map((field) => ({field, type: 'nominal'})),
      },
    },
    column(rows.filter((item) => item.head), 'head',
           {align: 'right', dx: -12, fontWeight: 600, fill: colours.soft, fontSize: 11.5, limit: wide ? 260 : 120}, 0),
    column(plain.filter((item) => !item.exploratory), 'label', {align: 'right', dx: -12, limit: wide ? 260 : 110}, 0),
    column(plain.filter((item) => item.exploratory), 'label',
           {align: 'right', dx: -12, limit: wide ? 260 : 110, fontStyle: 'italic', fill: colours.soft}, 0),
  ];
  if (goals.length === 1)
    layer.unshift(
      {
        data: {values: [{value: goals[0]}]}, mark: {type: 'rule', stroke: colours.ink, strokeDash: [6, 3], strokeWidth: 1.3},
        encoding: {x},
      },
      {
        data: {values: [{value: goals[0], text: `goal ${goals[0]}`}]},
        mark: {type: 'text', baseline: 'bottom', dy: -3, fontSize: 11.5, fontWeight: 600},
        encoding: {x, y: {value: 0}, text: {field: 'text'}},
      });
  if (goals.length > 1)
    layer.unshift({
      data: {values: rows.filter((item) => typeof item.goal === 'number').map((item) => ({row: item.row, value: item.goal, Goal: item.goal}))},
      mark: {type: 'tick', color: colours.ink, thickness: 1.6, size: 18, opacity: 1, orient: 'vertical', tooltip: {content: 'data'}},
      encoding: {x, y, tooltip: [{field: 'Goal', type: 'nominal'}]},
    });
  if (wide)
    layer.push(
      column(plain, 'shown', {align: 'left', dx: 14, fontSize: 11.5}, 'width'),
      column(plain, 'positives', {align: 'right', dx: 205, fontSize: 11.5}, 'width'),
      column(plain, 'lacking', {align: 'left', dx: 218, fontSize: 11.5, fill: colours.unsure, fontStyle: 'italic'}, 'width'),
      {
        data: {values: [{text: 'positives'}]},
        mark: {type: 'text', align: 'right', dx: 205, baseline: 'bottom', dy: -3, fontSize: 11.5, fontWeight: 600, fill: colours.soft},
        encoding: {x: {value: 'width'}, y: {value: 0}, text: {field: 'text'}},
      },
      {
        data: {values: [{text: 'estimate (interval)'}]},
        mark: {type: 'text', align: 'left', dx: 14, baseline: 'bottom', dy: -3, fontSize: 11.5, fontWeight: 600, fill: colours.soft},
        encoding: {x: {value: 'width'}, y: {value: 0}, text: {field: 'text'}},
      });
  else
    layer.push(column(plain, 'lacking', {align: 'right', dx: 0, dy: -8, fontSize: 10, fill: colours.unsure}, 'width'));
  return {
    spec: {height: 23 * rows.length + 50, layer},
    legend: {offset: 24},
    columns: ['stratum', 'metric', 'value', 'lower', 'upper', 'n', 'positives', 'patients', 'verdict', 'further positives', 'declared'],
    rows: plain.map((item) => [item.Stratum, metric, item.value, item.lower, item.upper, item.e.n, item.e.positives,
                               item.e.patients, item.state, item.lacking, item.Declared]),
    label: `${report.metricTitle(metric)} of ${finding.name} in ${plain.length} strata` +
      (goals.length === 0 ? '' : `, goal ${goals.join(' and ')}`) + `. ${plain.map((item) => `${item.label}: ${item.Estimate}, ${item.state}`).join('; ')}`,
  };

  // Which metric the figure shows.
  function choice(at, ids, chosen) {
    let select = at.querySelector('select');
    if (!select) {
      select = report.draw.element('select', {});
      select.addEventListener('change', () => {
        at.dataset.metric = select.value;
        report.draw.draw(at);
      });
      at.querySelector('figcaption').append(
        report.draw.element('label', {className: 'metric'}, report.draw.element('span', {textContent: 'Metric'}), select));
    }
    if (select.options.length !== ids.length)
      select.replaceChildren(...ids.map((id) => report.draw.element('option', {value: id, textContent: report.metricTitle(id)})));
    select.value = chosen;
  }
};
