// The report in a real browser with the network off.
//
//   SECONDSITE_REPORT=run/report.html node --test tests/browser/
//
// SECONDSITE_REPORT names one page, or several with ":" between. SECONDSITE_CHROMIUM names the browser, and
// SECONDSITE_DEPS the folder in which ./dev setup put node_modules. Without a page the tests say so and skip.
import assert from 'node:assert/strict';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const dependencies = process.env.SECONDSITE_DEPS || path.join(root, 'build/deps');
const {chromium} = createRequire(path.join(dependencies, 'node_modules/'))('playwright-core');
const executable = process.env.SECONDSITE_CHROMIUM || '/usr/bin/chromium';
const pages = (process.env.SECONDSITE_REPORT || process.argv.slice(2).find((word) => word.endsWith('.html')) || '')
  .split(':').filter(Boolean).map((page) => path.resolve(page));
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
               '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// Relative luminance and contrast as WCAG 2.2 defines them.
const luminance = (colour) => {
  const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

if (pages.length === 0) test('a page to look at', {skip: 'set SECONDSITE_REPORT to a report.html'}, () => {});

for (const file of pages) describe(path.relative(root, file), () => {
  let browser;
  before(async () => {
    assert.ok(existsSync(file), `${file} is not there`);
    browser = await chromium.launch({executablePath: executable, args: flags});
  });
  after(async () => browser?.close());

  // A page in which every request but the file itself is refused and noted, as is whatever the console says.
  async function opened(options = {}) {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, acceptDownloads: true, ...options});
    const page = await context.newPage();
    const troubles = [];
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith('file://')) return route.continue();
      troubles.push(`asked for ${url}`);
      return route.abort();
    });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => troubles.push(`threw: ${error.message}`));
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(() => document.documentElement.dataset.drawn === 'all', null, {timeout: 30000});
    return {page, troubles, close: () => context.close()};
  }

  const drawings = (page) => page.evaluate(() => [...document.querySelectorAll('figure[data-chart]')].map((figure) => ({
    id: figure.dataset.chart,
    empty: figure.querySelector('.nothing') !== null,
    marks: figure.querySelectorAll('.canvas svg :is(.mark-rect, .mark-symbol, .mark-line, .mark-area, .mark-rule) path').length +
      figure.querySelectorAll('.canvas svg .mark-rule line').length,
    label: figure.querySelector('.canvas svg')?.getAttribute('aria-label') || '',
    nan: /NaN|undefined/.test(figure.querySelector('.canvas')?.innerHTML || ''),
  })));

  test('weighs less than 1.5 MB', () => assert.ok(statSync(file).size < 1_500_000, `${statSync(file).size} bytes`));

  test('names nothing outside itself but what a reader may follow', () => {
    const head = readFileSync(file, 'utf8').split('<script')[0];
    assert.ok(head.includes('default-src &#39;none&#39;'), 'there is no content security policy');
    const outside = /unsafe-eval|<link|<img|<iframe|url\((?!#).{20}/.exec(head);
    assert.ok(!outside, outside && outside[0]);
  });

  test('opens without a console message and without a request', async () => {
    const {troubles, close} = await opened();
    assert.deepEqual(troubles, []);
    await close();
  });

  test('draws every chart with marks, words for those who cannot see them, and no NaN', async () => {
    const {page, close} = await opened();
    const charts = await drawings(page);
    assert.ok(charts.length > 0);
    for (const chart of charts) {
      assert.ok(!chart.nan, `${chart.id} has a NaN in it`);
      if (chart.empty) continue;
      assert.ok(chart.marks > 0, `${chart.id} has no marks`);
      assert.ok(chart.label.length > 20, `${chart.id} has no label`);
    }
    await close();
  });

  test('opens with the question, the answer and the threshold through all score distributions', async () => {
    const {page, close} = await opened();
    const seen = await page.evaluate(() => {
      const top = (selector) => document.querySelector(selector)?.getBoundingClientRect();
      const data = JSON.parse(document.getElementById('data').textContent);
      const finding = data.findings.find((item) => item.name === data.opening);
      const line = [...document.querySelectorAll('figure[data-chart="scores"] line')]
        .find((item) => (item.getAttribute('aria-label') || item.parentElement.getAttribute('aria-label') || '').includes('threshold') ||
                        item.getAttribute('stroke-dasharray'));
      const bars = [...document.querySelectorAll('figure[data-chart="scores"] .mark-rect path')].map((bar) => bar.getBoundingClientRect());
      return {
        question: top('h1'), answer: top('.headline strong'), text: document.querySelector('.headline strong').textContent,
        threshold: finding && typeof finding.threshold === 'number', line: line && line.getBoundingClientRect().toJSON(),
        bars: bars.length && {top: Math.min(...bars.map((bar) => bar.top)), bottom: Math.max(...bars.map((bar) => bar.bottom))},
      };
    });
    assert.ok(seen.question.bottom < 400 && seen.answer.bottom < 800);
    assert.match(seen.text, /^(YES|NO|CAN’T TELL)$/);
    if (seen.threshold) {
      assert.ok(seen.line, 'there is no threshold line');
      assert.ok(seen.bars, 'there are no distributions');
      assert.ok(seen.line.top <= seen.bars.top && seen.line.bottom >= seen.bars.bottom, 'the line does not run through all');
    }
    await close();
  });

  test('another finding redraws the charts, by keyboard alone', async () => {
    const {page, troubles, close} = await opened();
    if (await page.locator('#finding').count() > 0) {
      await page.focus('#finding');
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(1500);
      const chosen = await page.evaluate(() => document.getElementById('finding').value);
      assert.notEqual(chosen, await page.evaluate(() => JSON.parse(document.getElementById('data').textContent).opening));
      const rows = await page.evaluate(() => [...document.querySelectorAll('tr[data-finding]')].filter((row) => !row.hidden).map((row) => row.dataset.finding));
      assert.ok(rows.every((name) => name === chosen));
      for (const chart of await drawings(page)) assert.ok(chart.empty || chart.marks > 0, `${chart.id} has no marks`);
    }
    assert.deepEqual(troubles, []);
    await close();
  });

  test('the keyboard reaches skip link, claims, chooser, sections and tools in that order', async () => {
    const {page, close} = await opened();
    const stops = [];
    for (let i = 0; i < 60; ++i) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(() => {
        const at = document.activeElement;
        const outline = getComputedStyle(at).outlineStyle;
        return at.className === 'skip' ? 'skip' : at.closest('.claims') ? 'claims' : at.closest('.scores') ? 'scores' :
          at.id === 'finding' ? 'chooser' : at.closest('.bar nav') ? 'nav' : at.closest('main section') ? 'sections' : outline;
      }));
    }
    assert.equal(stops[0], 'skip');
    const order = [...new Set(stops)].filter((stop) => ['skip', 'claims', 'scores', 'chooser', 'nav', 'sections'].includes(stop));
    const wanted = ['skip', 'claims', 'scores', 'chooser', 'nav', 'sections'].filter((stop) => order.includes(stop));
    assert.deepEqual(order, wanted);
    assert.ok(order.includes('sections'));
    await close();
  });

  test('each chart has its numbers as a table, and saves as SVG, PNG and CSV', async () => {
    const {page, troubles, close} = await opened();
    const figure = page.locator('figure[data-chart]:has(.tools)').first();
    await figure.locator('.tools summary').click();
    await figure.locator('.tools table tbody tr').first().waitFor();
    assert.ok(await figure.locator('.tools table th[scope="col"]').count() >= 3);
    for (const [name, starts] of [['SVG', '<svg'], ['PNG', '\x89PNG'], ['Data', '']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), figure.locator(`.tools button:text-is("${name}")`).click()]);
      const content = readFileSync(await download.path(), 'latin1');
      assert.ok(content.length > 100 && content.startsWith(starts), `${name} starts with ${content.slice(0, 20)}`);
      if (name === 'SVG') assert.doesNotMatch(content, /var\(/, 'a saved drawing must carry its own colours');
      if (name === 'Data') assert.match(content, /\r\n/);
    }
    assert.deepEqual(troubles, []);
    await close();
  });

  test('every estimate stands in a table that sorts and filters', async () => {
    const {page, close} = await opened();
    const details = page.locator('details.estimates');
    if (await details.count() > 0) {
      await details.locator('summary').click();
      const rows = details.locator('tbody tr:not([hidden])');
      await rows.first().waitFor();
      const all = await rows.count();
      await details.locator('th button').nth(2).click();
      assert.equal(await details.locator('th').nth(2).getAttribute('aria-sort'), 'ascending');
      const values = (await details.locator('tbody tr td:nth-child(3)').allTextContents())
        .map((text) => Number(text.replace('−', '-').replaceAll(',', ''))).filter((value) => !Number.isNaN(value));
      assert.deepEqual(values, [...values].sort((a, b) => a - b));
      await details.locator('input').fill('everyone');
      assert.ok(await rows.count() < all || all === 0);
    }
    await close();
  });

  for (const scheme of ['light', 'dark']) test(`text reads at 4.5 to 1 in ${scheme} mode`, async () => {
    const {page, close} = await opened({colorScheme: scheme});
    const pairs = await page.evaluate(() => {
      const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const colour = getComputedStyle(at).backgroundColor;
          if (!/, 0\)$|transparent/.test(colour)) return colour;
        }
        return 'rgb(255, 255, 255)';
      };
      const out = [];
      for (const element of document.querySelectorAll('main *, footer *')) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        const box = element.getBoundingClientRect();
        if (!own || box.width === 0 || element.closest('[hidden]')) continue;
        const inDrawing = element.closest('svg');
        const style = getComputedStyle(element);
        // A halo is drawn in the paper's own colour, below the same words.
        const colour = inDrawing ? style.fill : style.color;
        if (inDrawing && style.stroke !== 'none') continue;
        out.push([colour, behind(element), element.textContent.trim().slice(0, 40)]);
      }
      return out;
    });
    assert.ok(pairs.length > 50);
    for (const [ink, paper, words] of pairs)
      assert.ok(contrast(ink, paper) >= 4.5, `${words}: ${ink} on ${paper} is ${contrast(ink, paper).toFixed(2)}`);
    await close();
  });

  test('on a phone nothing sticks out sideways', async () => {
    const {page, close} = await opened({viewport: {width: 390, height: 800}});
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await close();
  });

  test('prints light, without controls, with its charts', async () => {
    const {page, close} = await opened({colorScheme: 'dark'});
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    const printed = await page.evaluate(() => ({
      paper: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
      bar: [...document.querySelectorAll('.bar, .tools')].every((item) => getComputedStyle(item).display === 'none'),
      charts: [...document.querySelectorAll('figure[data-chart] .canvas')].every((canvas) => canvas.querySelector('svg, .nothing')),
    }));
    assert.equal(printed.paper, 'rgb(255, 255, 255)');
    assert.ok(contrast(printed.ink, printed.paper) > 10);
    assert.ok(printed.bar && printed.charts);
    const pdf = await page.pdf({preferCSSPageSize: true, printBackground: true});
    assert.ok(pdf.length > 20000);
    await close();
  });
});
