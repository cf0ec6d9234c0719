// Curves of marks: FROC on doubling rates, AFROC, and what is found of each lesion size.
'use strict';

(() => {
  const none = () => ({below: [], above: []});
  const far = (finding, id) =>
    Math.max(...finding.plots.filter((plot) => plot.id === id && plot.points).flatMap((plot) => plot.points.map((point) => point.x)));

  report.charts.froc = (finding, colours, width) => {
    const ticks = [0.0625, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16];
    const labels = "{'0.0625': '1/16', '0.125': '1/8', '0.25': '1/4', '0.5': '1/2'}[toString(datum.value)] || datum.label";
    const last = far(finding, 'froc');
    if (!(last > 0)) return null;
    const look = {x: {domain: [0.0625, Math.min(16, Math.max(last, 1))], type: 'log', base: 2}, y: {domain: [0, 1]}, tall: 0.62, says: 'FROC curves',
                  xAxis: {values: ticks, labelExpr: labels}};
    return report.curves('froc', finding, colours, width, look, (parts, axes) => ({
      ...none(),
      says: parts.map((part) => {
        const cpm = report.find(finding.name, part, 'cpm');
        return cpm ? `${axes.name(part)}: mean over seven rates ${report.format.estimate(cpm)}.` : '';
      }).join(' '),
    }));
  };

  report.charts.afroc = (finding, colours, width) =>
    report.curves('afroc', finding, colours, width, {x: {domain: [0, 1]}, y: {domain: [0, 1]}, tall: 0.9, says: 'AFROC curves'}, none);

  report.charts['lesion-size'] = (finding, colours, width) => {
    const plot = finding.plots.find((item) => item.id === 'lesion-size' && item.points);
    if (!plot) return null;
    const sizes = plot.points.map((point) => point.x);
    const values = plot.points.map((point) => ({...point, Size: report.format.number(point.x, 1),
                                               Found: report.format.estimate({value: point.y, lower: point.lower, upper: point.upper})}));
    return report.curves('lesion-size', finding, colours, width,
                         {x: {domain: [0, Math.max(...sizes) * 1.05]}, y: {domain: [0, 1]}, tall: 0.62, says: 'Sensitivity by lesion size'}, (parts, axes) => ({
      below: [],
      above: [{
        data: {values}, mark: {type: 'point', filled: true, size: 60, opacity: 1, fill: axes.colourOf('Everyone'), tooltip: {content: 'data'}},
        encoding: {x: axes.x, y: axes.y, tooltip: ['Size', 'Found'].map((field) => ({field, type: 'nominal'}))},
      }],
    }));
  };
})();
