// Curves by site with their bands: ROC, precision–recall, reliability, PPV against prevalence.
'use strict';

(() => {
  const dashes = [[1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [5, 2], [3, 5]];
  const shapes = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down'];

  // What the four have in common. `extra(parts, colours)` gives layers below and above the curves.
  function curves(id, finding, colours, width, look, extra) {
    const plots = finding.plots.filter((plot) => plot.id === id && plot.points && plot.points.length > 1);
    const parts = report.parts(plots).slice(0, 6);
    if (parts.length === 0) return null;
    const name = (part) => (part.dimension === '' ? 'Everyone' : part.level);
    const names = parts.map(name);
    // Only the curves have a legend; bands, marks and words carry their site's colour as it is.
    const colourOf = (site) => colours[`site-${names.indexOf(site) + 1}`];
    const shapeOf = (site) => shapes[names.indexOf(site)];
    const values = [];
    const rows = [];
    for (const plot of plots) {
      const site = name(plot.stratum);
      if (!names.includes(site)) continue;
      plot.points.forEach((point, order) => {
        rows.push([site, point.x, point.y, point.lower, point.upper]);
        values.push({...point, site, order, colour: colourOf(site)});
      });
    }
    const linear = look.x.type === 'log' ? {} : {zero: false};
    const x = {field: 'x', type: 'quantitative', scale: {nice: false, ...linear, ...look.x}, axis: {title: plots[0].x, tickCount: 5, labelFlush: false, ...look.xAxis}};
    const y = {field: 'y', type: 'quantitative', scale: {nice: false, zero: false, ...look.y}, axis: {title: plots[0].y, tickCount: 5, ...look.yAxis}};
    const site = {field: 'site', type: 'nominal', scale: {domain: names, range: names.map((_, i) => colours[`site-${i + 1}`])}};
    const dash = {field: 'site', type: 'nominal', scale: {domain: names, range: names.map((_, i) => dashes[i])}};
    const legend = names.length > 1 ? {symbolType: 'stroke', symbolSize: 600} : null;
    const around = extra(parts, {x, y, name, colourOf, shapeOf});
    const layer = [
      ...around.below,
      {
        data: {values}, mark: {type: 'area', opacity: 0.16, clip: true, tooltip: null},
        encoding: {x, y: {...y, field: 'lower'}, y2: {field: 'upper'}, detail: {field: 'site'}, fill: {field: 'colour', scale: null}},
      },
      {
        name: 'curves', data: {values}, mark: {type: 'line', strokeWidth: 2.2, clip: true, interpolate: 'linear', tooltip: null},
        encoding: {x, y, order: {field: 'order', type: 'quantitative'}, stroke: {...site, legend}, strokeDash: {...dash, legend}},
      },
      ...around.above,
    ];
    return {
      spec: {height: Math.round(Math.min(look.tall * width, 460)), layer},
      columns: ['site', plots[0].x, plots[0].y, 'lower', 'upper'], rows,
      label: `${look.says} of ${finding.name} for ${names.join(', ')}. ${around.says || ''} Bands: ${plots[0].method}.`,
    };
  }

  report.curves = curves;

  const points = (values, axes, colours) => ({
    data: {values: values.map((item) => ({...item, colour: axes.colourOf(item.site), shape: axes.shapeOf(item.site)}))}, mark: {type: 'point', filled: true, size: 130, opacity: 1, stroke: colours.paper, strokeWidth: 1, tooltip: {content: 'data'}},
    encoding: {
      x: axes.x, y: axes.y, fill: {field: 'colour', scale: null}, shape: {field: 'shape', scale: null},
      tooltip: ['Site', 'Operating point', 'At'].map((field) => ({field, type: 'nominal'})),
    },
  });
  const line = (values, axes, colours) => ({
    data: {values}, mark: {type: 'line', stroke: colours.faint, strokeWidth: 1, strokeDash: [3, 3], clip: true, tooltip: null},
    encoding: {x: axes.x, y: axes.y},
  });

  report.charts.roc = (finding, colours, width) =>
    curves('roc', finding, colours, width, {x: {domain: [0, 1]}, y: {domain: [0, 1]}, tall: 0.9, says: 'ROC curves'}, (parts, axes) => {
      const marks = [];
      const says = [];
      for (const part of parts) {
        const sensitivity = report.find(finding.name, part, 'sensitivity');
        const specificity = report.find(finding.name, part, 'specificity');
        const area = report.find(finding.name, part, 'auroc');
        if (area) says.push(`${axes.name(part)}: AUROC ${report.format.estimate(area)}.`);
        if (sensitivity && specificity)
          marks.push({x: 1 - specificity.value, y: sensitivity.value, site: axes.name(part), Site: axes.name(part),
                      'Operating point': `threshold ${finding.threshold}`,
                      At: `sensitivity ${report.format.estimate(sensitivity)}, specificity ${report.format.estimate(specificity)}`});
      }
      return {below: [line([{x: 0, y: 0}, {x: 1, y: 1}], axes, colours)], above: [points(marks, axes, colours), areas(parts, axes)], says: says.join(' ')};

      // The areas themselves, where a ROC curve leaves room.
      function areas(of, on) {
        const values = of.map((part, i) => ({part, i, e: report.find(finding.name, part, 'auroc')})).filter((item) => item.e)
          .map((item, i, list) => ({text: `${on.name(item.part).slice(0, 22)} ${report.format.estimate(item.e)}`, y: 0.05 + 0.065 * (list.length - 1 - i), x: 0.985}));
        values.unshift({text: 'AUROC', x: 0.985, y: 0.05 + 0.065 * values.length});
        return {
          data: {values}, mark: {type: 'text', align: 'right', fontSize: 12, baseline: 'middle'},
          encoding: {x: on.x, y: on.y, text: {field: 'text'}},
        };
      }
    });

  report.charts.pr = (finding, colours, width) =>
    curves('pr', finding, colours, width, {x: {domain: [0, 1]}, y: {domain: [0, 1]}, tall: 0.9, says: 'Precision–recall curves'}, (parts, axes) => {
      const below = [];
      const marks = [];
      for (const part of parts) {
        const found = report.stratum(finding.name, part);
        const size = found && found.estimates[0];
        if (size && size.n > 0) {
          const share = size.positives / size.n;
          below.push({data: {values: [{x: 0, y: share, site: axes.name(part)}, {x: 1, y: share, site: axes.name(part)}]},
                      mark: {type: 'line', strokeWidth: 1, strokeDash: [3, 3], tooltip: null, stroke: axes.colourOf(axes.name(part))}, encoding: {x: axes.x, y: axes.y}});
        }
        const sensitivity = report.find(finding.name, part, 'sensitivity');
        const ppv = report.find(finding.name, part, 'ppv');
        if (sensitivity && ppv)
          marks.push({x: sensitivity.value, y: ppv.value, site: axes.name(part), Site: axes.name(part), 'Operating point': `threshold ${finding.threshold}`,
                      At: `recall ${report.format.estimate(sensitivity)}, precision ${report.format.estimate(ppv)}`});
      }
      return {below, above: [points(marks, axes, colours)]};
    });

  // The smooth curve with its band, and the bins as points with intervals; either alone where the other is not.
  report.charts.reliability = (finding, colours, width) => {
    const has = (id) => finding.plots.some((plot) => plot.id === id && plot.points && plot.points.length > 1);
    const id = has('reliability-smooth') ? 'reliability-smooth' : 'reliability';
    const all = finding.plots.filter((plot) => plot.id.startsWith('reliability') && plot.points).flatMap((plot) => plot.points);
    if (all.length === 0) return null;
    const far = Math.min(1, Math.max(...all.map((point) => Math.max(point.x ?? 0, point.y ?? 0))) * 1.04);
    return curves(id, finding, colours, width, {x: {domain: [0, far]}, y: {domain: [0, far]}, tall: 0.9, says: 'Reliability curves'}, (parts, axes) => {
      const above = [];
      if (id !== 'reliability' && has('reliability')) {
        const names = parts.map(axes.name);
        const bins = finding.plots.filter((plot) => plot.id === 'reliability' && plot.points && names.includes(axes.name(plot.stratum)))
          .flatMap((plot) => plot.points.map((point) => ({
            ...point, colour: axes.colourOf(axes.name(plot.stratum)), shape: axes.shapeOf(axes.name(plot.stratum)),
            Site: axes.name(plot.stratum), Score: report.format.number(point.x, 3),
            Observed: report.format.estimate({value: point.y, lower: point.lower, upper: point.upper}),
          })));
        above.push(
          ...names.map((site) => ({
            data: {values: bins.filter((bin) => bin.Site === site)}, mark: {type: 'rule', strokeWidth: 1.2, clip: true, stroke: axes.colourOf(site)},
            encoding: {x: axes.x, y: {...axes.y, field: 'lower'}, y2: {field: 'upper'}},
          })),
          {data: {values: bins}, mark: {type: 'point', filled: true, size: 46, opacity: 1, clip: true, tooltip: {content: 'data'}},
           encoding: {x: axes.x, y: axes.y, fill: {field: 'colour', scale: null}, shape: {field: 'shape', scale: null},
                      tooltip: ['Site', 'Score', 'Observed'].map((field) => ({field, type: 'nominal'}))}});
      }
      return {
        below: [line([{x: 0, y: 0}, {x: far, y: far}], axes, colours)], above,
        says: parts.map((part) => {
          const slope = report.find(finding.name, part, 'cox_slope');
          return slope ? `${axes.name(part)}: calibration slope ${report.format.estimate(slope)}.` : '';
        }).join(' '),
      };
    });
  };

  report.charts.ppv = (finding, colours, width) => {
    const all = finding.plots.filter((plot) => plot.id === 'ppv' && plot.points).flatMap((plot) => plot.points);
    const positive = all.map((point) => point.x).filter((x) => x > 0);
    if (positive.length === 0) return null;
    const [low, high] = [Math.min(...positive), Math.max(...positive)];
    const log = high / low > 20;
    const ticks = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].filter((x) => x >= low && x <= high);
    const look = {x: {domain: [log ? low : 0, high], type: log ? 'log' : 'linear'}, y: {domain: [0, 1]}, tall: 0.38, says: 'PPV against prevalence',
                  xAxis: {format: '~%', ...(log ? {values: ticks} : {})}, yAxis: {tickCount: 5}};
    return curves('ppv', finding, colours, width, look, (parts, axes) => {
      const marks = [];
      for (const part of parts) {
        const ppv = report.find(finding.name, part, 'ppv');
        if (ppv && ppv.n > 0)
          marks.push({x: ppv.positives / ppv.n, y: ppv.value, site: axes.name(part), Site: axes.name(part),
                      'Operating point': `threshold ${finding.threshold}`, At: `PPV ${report.format.estimate(ppv)} at its own prevalence`});
      }
      const below = [];
      const local = report.prevalence;
      if (local !== null && local >= low && local <= high)
        below.push({data: {values: [{x: local}]}, mark: {type: 'rule', stroke: colours.ink, strokeDash: [6, 3], strokeWidth: 1.3}, encoding: {x: axes.x}},
                   {data: {values: [{x: local, text: 'local prevalence'}]}, mark: {type: 'text', align: 'left', dx: 5, baseline: 'top', fontSize: 11.5, fontWeight: 600},
                    encoding: {x: axes.x, y: {value: 0}, text: {field: 'text'}}});
      return {below, above: [points(marks, axes, colours)]};
    });
  };
})();
