// The page's own behaviour: which finding is shown, and drawing before print.
'use strict';

(() => {
  const select = document.getElementById('finding');
  function show(finding) {
    report.finding = finding;
    for (const part of document.querySelectorAll('[data-finding]')) part.hidden = part.dataset.finding !== finding;
    // A table of which nothing is left says so, instead of standing there with its head only.
    for (const table of document.querySelectorAll('main table')) {
      const rows = [...table.tBodies[0].rows];
      if (rows.some((row) => row.dataset.finding)) table.parentElement.hidden = rows.every((row) => row.hidden);
    }
    for (const button of document.querySelectorAll('[data-choose]'))
      button.setAttribute('aria-pressed', String(button.dataset.choose === finding));
    for (const name of document.querySelectorAll('.of-finding')) name.textContent = `, ${finding}`;
    document.documentElement.classList.add('chosen');
    report.tables.refresh();
    report.draw.redraw();
  }

  if (report.findings.length > 0) {
    if (select) {
      const words = {certified: '✓ certified', refuted: '✗ refuted', inconclusive: '? cannot tell'};
      for (const option of select.options) {
        const found = report.findings.find((item) => item.name === option.value);
        if (found && found.decision) option.textContent += ` (${words[found.decision]})`;
      }
      select.value = report.finding;
      select.addEventListener('change', () => show(select.value));
    }
    for (const button of document.querySelectorAll('[data-choose]'))
      button.addEventListener('click', () => {
        if (select) select.value = button.dataset.choose;
        show(button.dataset.choose);
      });
  }
  report.tables.start();
  if (report.findings.length > 0) show(report.finding);
  report.draw.start();

  let settled = 0;
  addEventListener('resize', () => {
    clearTimeout(settled);
    settled = setTimeout(() => report.draw.redraw(), 150);
  });
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open]):not(.tools details):not(.estimates)')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
})();
