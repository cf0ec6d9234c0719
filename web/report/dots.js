// Points with intervals along one axis: the covariate audit and the stratification waterfall.
'use strict';

report.charts.audit = (finding, colours, width) => {
  const audits = report.audits.filter((item) => item.finding === finding.name);
  const kinds = ['covariate alone ranks the label', 'score gives the covariate away'];
  const values = [];
  for (const item of audits) {
    const name = (item.flagged ? '⚠ ' : '') + (item.level === '' ? item.covariate : `${item.covariate} = ${item.level}`);
    [item.alone, item.predicts].forEach((e, i) => {
      if (!e.absent)
        values.push({name, kind: kinds[i], value: e.value, lower: e.lower, upper: e.upper, Covariate: name, Question: kinds[i],
                     AUROC: report.format.estimate(e), e});
    });
  }
  if (values.length === 0) return null;
  const low = Math.min(0.45, ...values.map((item) => item.lower ?? item.value));
  const high = Math.max(0.75, ...values.map((item) => item.upper ?? item.value));
  const x = {field: 'value', type: 'quantitative', scale: {domain: [low, high], zero: false, nice: true}, axis: {title: 'AUROC', tickCount: 6}};
  const y = {field: 'name', type: 'nominal', sort: null, axis: {title: null, grid: false, ticks: false, domain: false, labelLimit: width > 520 ? 260 : 120, labelFontSize: 12, labelColor: colours.ink}, scale: {paddingInner: 0.1}};
  const offset = {field: 'kind', type: 'nominal', sort: kinds, scale: {domain: kinds, paddingOuter: 0.6}};
  const colour = {domain: kinds, range: [colours['site-1'], colours['site-2']]};
  return {
    spec: {
      height: 42 * new Set(values.map((item) => item.name)).size + 40,
      layer: [
        {data: {values: [{value: 0.5}]}, mark: {type: 'rule', stroke: colours.faint, strokeDash: [3, 3]}, encoding: {x}},
        {data: {values}, mark: {type: 'rule', strokeWidth: 1.8},
         encoding: {x: {...x, field: 'lower'}, x2: {field: 'upper'}, y, yOffset: offset, stroke: {field: 'kind', type: 'nominal', scale: colour}}},
        {name: 'points', data: {values}, mark: {type: 'point', size: 90, opacity: 1, strokeWidth: 2, tooltip: {content: 'data'}},
         encoding: {x, y, yOffset: offset,
                    stroke: {field: 'kind', type: 'nominal', scale: colour}, fill: {field: 'kind', type: 'nominal', scale: colour},
                    shape: {field: 'kind', type: 'nominal', scale: {domain: kinds, range: ['circle', 'diamond']}},
                    tooltip: ['Covariate', 'Question', 'AUROC'].map((field) => ({field, type: 'nominal'}))}},
      ],
    },
    columns: ['covariate', 'question', 'AUROC', 'lower', 'upper', 'n', 'positives'],
    rows: values.map((item) => [item.name, item.kind, item.value, item.lower, item.upper, item.e.n, item.e.positives]),
    label: `Covariate audit of ${finding.name}. ${values.map((item) => `${item.name}, ${item.kind}: ${item.AUROC}`).join('; ')}`,
  };
};

report.charts.waterfall = (finding, colours, width) => {
  const steps = report.waterfall.filter((step) => step.positives > 0);
  if (steps.length === 0) return null;
  const needed = steps.map((step) => step.needed).find((x) => x !== null);
  const values = steps.map((step, row) => ({
    row, name: step.step, positives: step.positives, enough: needed === undefined || step.positives >= needed,
    count: report.format.count(step.positives),
    buys: `sensitivity ${report.format.interval(step.precision)}` + (step.power === null ? '' : ` · power ${(100 * step.power).toFixed(0)} %`),
    Step: step.step, Cases: report.format.count(step.cases), Positives: report.format.count(step.positives),
    'Sensitivity known to': report.format.estimate(step.precision),
  }));
  const wide = width > 620;
  const floor = 10 ** Math.floor(Math.log10(Math.min(needed ?? Infinity, ...values.map((item) => item.positives))));
  const top = Math.max(needed ?? 0, ...values.map((item) => item.positives)) * (wide ? 2.5 : 5);
  const x = {field: 'positives', type: 'quantitative', scale: {type: 'log', domain: [floor, top], nice: false},
             axis: {title: 'positives left (logarithmic)', format: ',', values: [1, 10, 100, 1000, 10000, 100000, 1000000].filter((t) => t >= floor && t <= top)}};
  const y = {field: 'row', type: 'ordinal', axis: null, scale: {domain: values.map((item) => item.row)}};
  const tooltip = ['Step', 'Cases', 'Positives', 'Sensitivity known to'].map((field) => ({field, type: 'nominal'}));
  const layer = [
    {data: {values: values.map((item) => ({...item, floor}))}, mark: {type: 'rule', strokeWidth: 1.6, stroke: colours.line}, encoding: {x: {...x, field: 'floor'}, x2: {field: 'positives'}, y}},
    {name: 'points', data: {values}, mark: {type: 'point', size: 120, opacity: 1, strokeWidth: 2, tooltip: {content: 'data'}},
     encoding: {x, y, tooltip,
                stroke: {condition: {test: 'datum.enough', value: colours['site-1']}, value: colours.unsure},
                fill: {condition: {test: 'datum.enough', value: colours['site-1']}, value: colours.paper}}},
    {data: {values}, mark: {type: 'text', align: 'right', dx: -12, limit: wide ? 300 : 110}, encoding: {x: {value: 0}, y, text: {field: 'name'}}},
    ...[{fill: colours.paper, stroke: colours.paper, strokeWidth: 4}, {fill: colours.ink}].map((paint) => ({
      data: {values}, mark: {type: 'text', align: 'left', dx: 12, fontWeight: 600, ...paint}, encoding: {x, y, text: {field: 'count'}},
    })),
  ];
  if (wide) layer.push({data: {values}, mark: {type: 'text', align: 'left', dx: 14, fontSize: 11.5, fill: colours.soft}, encoding: {x: {value: 'width'}, y, text: {field: 'buys'}}});
  if (needed !== undefined)
    layer.unshift({data: {values: [{positives: needed}]}, mark: {type: 'rule', stroke: colours.ink, strokeDash: [6, 3], strokeWidth: 1.3}, encoding: {x}},
                  {data: {values: [{positives: needed, text: `needed: ${report.format.count(needed)}`}]},
                   mark: {type: 'text', baseline: 'bottom', dy: -3, fontSize: 11.5, fontWeight: 600}, encoding: {x, y: {value: 0}, text: {field: 'text'}}});
  return {
    spec: {height: 34 * values.length + 40, layer},
    columns: ['step', 'cases', 'positives', 'sensitivity', 'lower', 'upper', 'power', 'positives needed'],
    rows: steps.map((step) => [step.step, step.cases, step.positives, step.precision.value, step.precision.lower, step.precision.upper, step.power, step.needed]),
    label: `Stratification waterfall. ${values.map((item) => `${item.name}: ${item.count} positives`).join('; ')}`,
  };
};
