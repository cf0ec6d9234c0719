// The page's data, unpacked once. Estimates stay as C++ packed them (secondsite/report/packed.cpp).
'use strict';

const report = (() => {
  const raw = JSON.parse(document.getElementById('data').textContent);
  const text = (index) => raw.texts[index];
  const place = ([dimension, level]) => ({dimension: text(dimension), level: text(level)});
  const named = (part) =>
    part.dimension === '' ? 'everyone' : part.dimension === 'rest' ? 'the rest' : `${part.dimension} = ${part.level}`;

  const estimate = (row, shared) => {
    const [metric, level, method, unit, definitions] = raw.kinds[row[0]];
    const [n, positives, patients] = row[5] || shared || [0, 0, 0];
    return {
      metric, level, value: row[1], lower: row[2], upper: row[3], design: row[4],
      method: text(method), unit: text(unit), definitions: text(definitions), n, positives, patients,
      absent: row.length > 6 ? text(row[6]) || 'no value' : '',
    };
  };
  const verdict = (row) => row && {
    decision: row[0], reason: row[1], sentence: text(row[2]), positives: row[3], negatives: row[4],
  };
  const points = (plot) => {
    const step = plot.banded ? 4 : 2;
    const at = (i) => (plot.points[i] === null ? null : Number((plot.points[i] * plot.unit).toPrecision(6)));
    const out = [];
    for (let i = 0; i + 1 < plot.points.length; i += step)
      out.push({x: at(i), y: at(i + 1), lower: plot.banded ? at(i + 2) : null, upper: plot.banded ? at(i + 3) : null});
    return out;
  };

  const strata = raw.strata.map((item) => ({
    finding: text(item.f), stratum: place(item.s), declared: item.d === 1, verdict: verdict(item.v), goal: item.g ?? null,
    estimates: item.e.map((row) => estimate(row, item.n)),
  }));
  const findings = raw.findings.map((item) => ({
    ...item,
    plots: item.plots.map((plot) => ({
      ...plot, stratum: place(plot.stratum), x: text(plot.x), y: plot.y === undefined ? '' : text(plot.y),
      method: plot.method === undefined ? '' : text(plot.method), points: plot.points ? points(plot) : null,
    })),
  }));

  return {
    findings, strata, named,
    site: raw.site, reference: raw.reference, prevalence: raw.prevalence,
    claims: raw.claims.map((item) => ({...item, finding: text(item.f), verdict: verdict(item.v)})),
    audits: raw.audits.map((item) => ({
      finding: text(item.f), covariate: text(item.covariate), level: text(item.level), flagged: item.flagged === 1,
      alone: estimate(item.alone), predicts: estimate(item.predicts),
    })),
    waterfall: raw.waterfall.map((item) => ({...item, precision: estimate(item.precision)})),
    metricTitle: (id) => (raw.metrics[id] || [id, id])[0],
    metricLabel: (id) => (raw.metrics[id] || [id, id])[1],
    metricIds: Object.keys(raw.metrics),
    finding: raw.opening,
    charts: {},

    stratum(finding, part) {
      return strata.find((item) => item.finding === finding && item.stratum.dimension === part.dimension &&
                                   item.stratum.level === part.level);
    },
    find(finding, part, metric) {
      const found = this.stratum(finding, part);
      return found && found.estimates.find((item) => item.metric === metric && !item.absent);
    },
    current() { return findings.find((item) => item.name === this.finding); },
    // Sites in the order of their plots, the reference site first; everyone only where nothing else is.
    parts(plots) {
      const seen = new Map();
      for (const plot of plots) seen.set(named(plot.stratum), plot.stratum);
      if (seen.size > 1) seen.delete('everyone');
      return [...seen.values()].sort((a, b) => (b.level === raw.reference) - (a.level === raw.reference));
    },
  };
})();

// The same digits as secondsite/report/format.h.
report.format = (() => {
  const decimals = (e) => {
    const parts = [e.value, e.lower, e.upper].filter((x) => x !== null && x !== undefined);
    const largest = Math.max(0, ...parts.map(Math.abs));
    let digits = largest >= 1000 ? 0 : largest >= 20 ? 1 : largest > 1.5 ? 2 : 3;
    const width = e.upper - e.lower;
    if (e.lower === null || e.upper === null || !(width > 0)) return digits;
    while (digits < 6 && width < 2 * 10 ** -digits) ++digits;
    return digits;
  };
  const number = (x, digits) => {
    if (x === null || x === undefined) return '—';
    const shown = Math.abs(x).toLocaleString('en-GB', {minimumFractionDigits: digits, maximumFractionDigits: digits});
    return x < 0 && /[1-9]/.test(shown) ? `−${shown}` : shown;
  };
  const value = (e) => (e.absent ? '—' : number(e.value, decimals(e)));
  const interval = (e) => {
    if (e.absent || e.lower === null || e.upper === null) return '—';
    const digits = decimals(e);
    return number(e.lower, digits) + (e.lower < 0 ? ' to ' : '–') + number(e.upper, digits);
  };
  return {
    number, value, interval,
    estimate: (e) => (e.absent ? `not estimable: ${e.absent}` : `${value(e)} (${interval(e)})`),
    count: (n) => (n === null || n === undefined ? '—' : Math.round(n).toLocaleString('en-GB')),
    plain: (x) => (x === null || x === undefined ? '' : String(x)),
  };
})();
