// The full table of the chosen finding, and sorting for every table that says it can be sorted.
'use strict';

report.tables = (() => {
  const {element} = report.draw;
  const columns = ['Stratum', 'Metric', 'Value', 'Interval', 'n', 'Positives', 'Patients', 'Design effect', 'Method', 'Status'];
  const numeric = new Set([2, 4, 5, 6, 7]);

  function fill(host) {
    const rows = [];
    for (const item of report.strata.filter((one) => one.finding === report.finding))
      for (const e of item.estimates)
        rows.push({
          words: `${report.named(item.stratum)} ${report.metricTitle(e.metric)}`.toLowerCase(), metric: e.metric,
          cells: [report.named(item.stratum), report.metricTitle(e.metric), report.format.value(e),
                  e.absent ? `not estimable: ${e.absent}` : report.format.interval(e), report.format.count(e.n),
                  report.format.count(e.positives), e.patients > 0 ? report.format.count(e.patients) : '—',
                  e.design === null ? '—' : report.format.number(e.design, 2), `${e.method}; by ${e.unit}`,
                  item.declared ? 'declared' : 'exploratory'],
          title: `${(100 * e.level).toFixed(0)} % interval${e.definitions ? `; ${e.definitions}` : ''}`,
        });
    const body = element('tbody', {}, ...rows.map((row) => {
      const line = element('tr', {title: row.title}, ...row.cells.map((text, i) =>
        element('td', {textContent: text, className: numeric.has(i) ? 'number' : ''})));
      row.line = line;
      return line;
    }));
    const table = element('table', {className: 'sortable'},
      element('caption', {textContent: `Every estimate of ${report.finding}`}),
      element('thead', {}, element('tr', {}, ...columns.map((name, i) =>
        element('th', {scope: 'col', textContent: name, className: numeric.has(i) ? 'number' : ''})))), body);
    const count = element('output', {textContent: `${rows.length} estimates`});
    const search = element('input', {type: 'search', placeholder: 'sensitivity, AP …'});
    search.addEventListener('input', () => {
      const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        row.line.hidden = !wanted.every((word) => row.words.includes(word));
        if (!row.line.hidden) ++shown;
      }
      count.textContent = `${shown} of ${rows.length} estimates`;
    });
    const region = element('div', {className: 'scroll tall', tabIndex: 0}, table);
    region.setAttribute('role', 'region');
    region.setAttribute('aria-label', 'Every estimate');
    host.replaceChildren(
      element('div', {className: 'filter'}, element('label', {}, element('span', {textContent: 'Show only'}), search), count), region);
    sortable(table);
  }

  const key = (cell) => {
    const shown = cell.textContent.trim().replace('−', '-').replaceAll(',', '');
    const match = /^[+<>p= ]*(-?\d+(\.\d+)?)/.exec(shown);
    return match ? Number(match[1]) : null;
  };
  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = element('button', {type: 'button', className: 'sort'}, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const body = table.tBodies[0];
        const order = (a, b) => {
          const [x, y] = [a.cells[column], b.cells[column]];
          const [p, q] = [key(x), key(y)];
          if (p !== null && q !== null) return p - q;
          if (p !== null || q !== null) return p === null ? 1 : -1;  // what has no number stands last
          return x.textContent.localeCompare(y.textContent);
        };
        body.append(...[...body.rows].sort((a, b) => (down ? -order(a, b) : order(a, b))));
      });
    });
  }

  return {
    sortable,
    start() {
      for (const table of document.querySelectorAll('table.sortable')) sortable(table);
      const details = document.querySelector('details.estimates');
      details?.addEventListener('toggle', () => {
        if (details.open) fill(document.getElementById('estimates-table'));
      });
    },
    refresh() {
      if (document.querySelector('details.estimates')?.open) fill(document.getElementById('estimates-table'));
    },
  };
})();
