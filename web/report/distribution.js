// The first screen's chart: at each site positives rise above a line and negatives hang below it, and one
// threshold runs through all of them.
'use strict';

report.charts.scores = (finding, colours, width) => {
  const plots = finding.plots.filter((plot) => plot.id === 'score' && plot.edges);
  const parts = report.parts(plots).slice(0, 6);
  if (parts.length === 0) return null;

  const share = (plot) => {
    const all = plot.counts.reduce((sum, count) => sum + count, 0);
    return plot.counts.map((count) => (all > 0 ? count / all : 0));
  };
  const shares = new Map(plots.map((plot) => [plot, share(plot)]));
  const tallest = {positive: 0, negative: 0};
  for (const plot of plots)
    tallest[plot.series === 'positive' ? 'positive' : 'negative'] =
      Math.max(tallest[plot.series === 'positive' ? 'positive' : 'negative'], ...shares.get(plot));
  // One bin that holds most of a class would flatten all the others: then heights go by the square root.
  const root = Math.max(tallest.positive, tallest.negative) > 0.5;
  const height = (x) => (root ? Math.sqrt(x) : x);

  const pitch = 2.75;
  const bars = [];
  const lines = [];
  const notes = [];
  const rows = [];
  const says = [];
  const small = width < 480;
  const shortened = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);
  parts.forEach((part, index) => {
    const base = (parts.length - 1 - index) * pitch;
    const name = part.dimension === '' ? 'Everyone' : part.level;
    const colour = colours[`site-${index + 1}`];
    const here = plots.filter((plot) => report.named(plot.stratum) === report.named(part));
    const sizes = {};
    for (const plot of here) {
      const up = plot.series === 'positive' ? 1 : -1;
      const own = shares.get(plot);
      sizes[plot.series] = plot.counts.reduce((sum, count) => sum + count, 0);
      own.forEach((x, i) => {
        rows.push([name, plot.series, plot.edges[i], plot.edges[i + 1], plot.counts[i]]);
        if (x > 0)
          bars.push({
            x: plot.edges[i], x2: plot.edges[i + 1], y: base, colour, side: plot.series,
            y2: base + up * height(x) / height(tallest[up > 0 ? 'positive' : 'negative']),
            Site: name, Class: plot.series, Score: `${plot.edges[i]} to ${plot.edges[i + 1]}`, Cases: plot.counts[i],
            Share: `${(100 * x).toFixed(1)} %`,
          });
      });
    }
    lines.push({y: base});
    const from = part.level === report.reference && part.dimension !== '' ? ' (reference)' : '';
    notes.push({y: base + 1.22, text: shortened(name, small ? 14 : 24) + from, where: 'site', colour});
    const sensitivity = report.find(finding.name, part, 'sensitivity');
    const specificity = report.find(finding.name, part, 'specificity');
    says.push(`${name}: ${report.format.count(sizes.positive)} positive, ${report.format.count(sizes.negative)} negative`);
    const positives = `${report.format.count(sizes.positive)} positive`;
    const negatives = `${report.format.count(sizes.negative)} negative`;
    notes.push({
      y: base + 1.22, where: 'right', colour,
      text: sensitivity ? `sensitivity ${report.format.estimate(sensitivity)}` : positives,
    });
    notes.push({
      y: base - 0.66, where: 'right', colour,
      text: specificity ? `specificity ${report.format.estimate(specificity)}` : negatives,
    });
  });

  const edges = plots.flatMap((plot) => [plot.edges[0], plot.edges[plot.edges.length - 1]]);
  const threshold = finding.threshold;
  const marked = typeof threshold === 'number';
  const x = {
    field: 'x', type: 'quantitative', axis: {title: root ? 'score (heights go by the square root of the share)' : 'score', grid: false, tickCount: 6},
    scale: {domain: [Math.min(...edges), Math.max(...edges)], nice: false, zero: false},
  };
  const y = {
    field: 'y', type: 'quantitative', axis: null,
    scale: {domain: [-1.15, (parts.length - 1) * pitch + (marked ? 1.95 : 1.4)], nice: false, zero: false},
  };
  // Text twice: first as a halo, so that neither bars nor the threshold run through the words.
  const note = (where, mark, at) => [{fill: colours.paper, stroke: colours.paper, strokeWidth: 4, strokeJoin: 'round', aria: false}, {fill: colours.ink}].map((paint) => ({
    data: {values: notes.filter((item) => item.where === where)},
    mark: {type: 'text', fontSize: small ? 10.5 : 11.5, baseline: 'middle', ...mark, ...paint},
    encoding: {x: at, y, text: {field: 'text'}},
  }));
  const layer = [
    {
      data: {values: bars},
      mark: {type: 'rect', tooltip: {content: 'data'}, clip: true},
      encoding: {
        x, x2: {field: 'x2'}, y, y2: {field: 'y2'}, fill: {field: 'colour', scale: null},
        opacity: {condition: {test: "datum.side === 'positive'", value: 0.95}, value: 0.42},
        tooltip: ['Site', 'Class', 'Score', 'Cases', 'Share'].map((field) => ({field, type: 'nominal'})),
      },
    },
    {data: {values: lines}, mark: {type: 'rule', stroke: colours.faint, strokeWidth: 1}, encoding: {y}},
  ];
  if (marked)
    layer.push(
      {
        name: 'threshold', data: {values: [{x: threshold}]},
        mark: {type: 'rule', stroke: colours.ink, strokeWidth: 1.6, strokeDash: [6, 3], aria: true,
               description: `threshold at ${threshold}`},
        encoding: {x},
      },
      {
        data: {values: [{x: threshold, text: `threshold ${Number(threshold.toPrecision(3))}`}]},
        mark: {type: 'text', fontWeight: 600, fontSize: 12, baseline: 'top', dx: 6, dy: 1, align: 'left', fill: colours.ink},
        encoding: {x, y: {value: 0}, text: {field: 'text'}},
      });
  layer.push(
    ...note('site', {align: 'left', fontWeight: 600, fontSize: small ? 11.5 : 12.5, dx: 1}, {value: 0}),
    ...note('right', {align: 'right', dx: -1}, {value: 'width'}));
  return {
    spec: {height: Math.max(210, parts.length * (small ? 140 : 150)), layer},
    columns: ['site', 'class', 'score from', 'score to', 'cases'], rows,
    label: `Score distributions of ${finding.name} at ${parts.length} sites` +
      (marked ? `, with the threshold ${threshold}` : '') +
      `. ${says.join('; ')}. ${notes.filter((item) => item.where !== 'site').map((item) => item.text).join('; ')}`,
  };
};
