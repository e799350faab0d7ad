/**
 * The page of the virtual counter: paints what the counter says, sends what a hand does. No library, no build.
 */
import { paintCustomer } from './customer.js';
import { TEXTS } from './texts.js';

const $ = (id) => document.getElementById(id);
let language = 'fr';
let view = null;
let searchSerial = 0;

const t = (key, params = {}) => TEXTS[language][key].replace(/\{(\w+)\}/g, (_, name) => params[name] ?? '');

function speak(chosen) {
  language = TEXTS[chosen] ? chosen : 'fr';
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.title = t('title');
  $('language').value = language;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.placeholder = t(element.dataset.placeholder);
    element.setAttribute('aria-label', t(element.dataset.placeholder));
  }
  if (view) paint(view);
  void search();
}

async function post(path, body = '') {
  const response = await fetch(path, { method: 'POST', body, headers: { 'x-counter': '1' } });
  return response.json();
}

function paint(next) {
  view = next;
  const { plugged, paperOut, coverOpen } = next.printer;
  const state = stateOf(next.printer);
  $('printer-state').textContent = t(state);
  $('lamp').className = `lamp ${LAMPS[state] ?? 'bad'}`;
  button('paper-button', paperOut ? 'insertPaper' : 'removePaper', paperOut ? 'insert-paper' : 'remove-paper');
  button('cover-button', coverOpen ? 'closeCover' : 'openCover', coverOpen ? 'close-cover' : 'open-cover');
  button('plug-button', plugged ? 'unplug' : 'plug', plugged ? 'unplug' : 'plug');
  $('drawer').classList.toggle('open', next.drawer.open);
  $('drawer-state').textContent = t(next.drawer.open ? 'drawerOpen' : 'drawerClosed');
  button(
    'drawer-button',
    next.drawer.open ? 'closeDrawer' : 'openDrawer',
    next.drawer.open ? 'close-drawer' : 'open-drawer',
  );
  for (const chip of document.querySelectorAll('[data-scenario]')) paintChip(chip, next);
  paintCustomer(next, { t, post });
  const { plugged: scannerPlugged } = next.scanner;
  button(
    'scanner-plug',
    scannerPlugged ? 'unplugScanner' : 'plugScanner',
    `scanner ${scannerPlugged ? 'unplug' : 'plug'}`,
  );
  $('till').textContent = t(next.tillsListening > 0 ? 'tillThere' : 'tillAbsent');
  $('till').className = next.tillsListening > 0 ? 'good' : 'bad';
  $('tear').disabled = next.roll.length === 0;
  $('paper').replaceChildren(...slips(next.roll));
  const roll = $('roll');
  roll.scrollTop = roll.scrollHeight;
  $('torn-count').textContent = String(next.torn.length);
  $('torn').replaceChildren(...next.torn.map(({ items }) => slip(items, true)));
}

const LAMPS = { stateReady: '', statePaperLow: 'low', stateUnplugged: 'off' };

function stateOf({ plugged, paperOut, coverOpen, cutterJammed, scenario }) {
  if (!plugged) return 'stateUnplugged';
  if (coverOpen) return 'stateCover';
  if (cutterJammed) return 'stateCutter';
  if (paperOut) return 'statePaper';
  return scenario === 'paper-near-end' ? 'statePaperLow' : 'stateReady';
}

/** What goes wrong is a switch: on, it stays; off, all is well again. */
function paintChip(chip, next) {
  const { device, scenario } = chip.dataset;
  const { cutterJammed } = next.printer;
  const isCutter = scenario === 'cutter-jammed';
  const pressed = isCutter ? cutterJammed : next[device].scenario === scenario;
  const wanted = pressed ? (isCutter ? 'clear-error' : 'healthy') : scenario;
  chip.setAttribute('aria-pressed', String(pressed));
  chip.dataset.order = device === 'printer' ? wanted : `${device} ${wanted}`;
}

function button(id, text, order) {
  $(id).textContent = t(text);
  $(id).dataset.order = order;
}

/** The roll in pieces, one for each receipt that was cut. */
function slips(items) {
  const pieces = [];
  let present = [];
  for (const item of items) {
    if (item.kind === 'cut') {
      pieces.push(slip(present, true));
      present = [];
    } else present.push(item);
  }
  if (present.length > 0) pieces.push(slip(present, false));
  return pieces;
}

function slip(items, cut) {
  const element = document.createElement('div');
  element.className = `slip receipt${cut ? ' cut' : ''}`;
  element.dir = 'ltr';
  element.append(...items.map(drawn));
  return element;
}

function drawn(item) {
  switch (item.kind) {
    case 'line':
      return line(item);
    case 'image':
      return picture(item.align, dots(item.dotsWide, item.dotsHigh, bitReader(item)), 1, item.dotsWide);
    case 'qr': {
      const size = item.rows.length;
      return picture(
        'center',
        dots(size, size, (x, y) => item.rows[y][x] === '1'),
        item.dots * 0.62,
        size,
      );
    }
    case 'barcode':
      return barcode(item);
  }
}

function line({ spans, align }) {
  const row = document.createElement('div');
  row.className = `row ${align}`;
  for (const { text, bold, wide, tall } of spans) {
    const span = document.createElement(bold ? 'b' : 'span');
    span.textContent = text;
    if (wide > 1 && tall > 1) span.className = 'big';
    else if (wide > 1) span.className = 'wide';
    row.append(span);
  }
  return row;
}

function picture(align, canvas, scale, dotsWide) {
  const box = document.createElement('div');
  box.className = `picture ${align}`;
  // A row of raster is as wide as the paper, whatever its dots.
  canvas.style.inlineSize = scale === 1 ? '42ch' : `${dotsWide * scale}px`;
  box.append(canvas);
  return box;
}

/** A code on paper can be scanned too: a click holds it before the scanner. */
function barcode({ data, bars }) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'code';
  element.title = t('scan');
  if (bars !== '') {
    const canvas = dots(bars.length, 30, (x) => bars[x] === '1');
    canvas.style.inlineSize = `${Math.min(310, bars.length * 1.5)}px`;
    canvas.style.blockSize = '42px';
    element.append(canvas);
  }
  const text = document.createElement('span');
  text.textContent = data;
  element.append(text);
  element.addEventListener('click', () => void scan(data, data));
  return element;
}

function bitReader({ bits, dotsWide }) {
  const bytes = Uint8Array.from(atob(bits), (character) => character.charCodeAt(0));
  return (x, y) => (bytes[y * (dotsWide / 8) + (x >> 3)] & (0x80 >> (x & 7))) !== 0;
}

function dots(wide, high, black) {
  const canvas = document.createElement('canvas');
  canvas.width = wide;
  canvas.height = high;
  const context = canvas.getContext('2d');
  const image = context.createImageData(wide, high);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      if (black(x, y)) image.data.set([28, 26, 23, 255], (y * wide + x) * 4);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

async function search() {
  const serial = ++searchSerial;
  const products = await (await fetch(`/products?q=${encodeURIComponent($('search').value)}`)).json();
  if (serial !== searchSerial) return;
  if (products.length === 0) {
    const none = document.createElement('li');
    none.className = 'none';
    none.textContent = t('none');
    $('grid').replaceChildren(none);
    return;
  }
  $('grid').replaceChildren(...products.map(card));
}

function card(product) {
  const item = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = product.name;
  name.title = product.name;
  const brand = document.createElement('small');
  brand.textContent = [product.brand, product.category].filter(Boolean).join(' · ') || '\u00a0';
  const code = document.createElement('code');
  code.textContent = product.code;
  const foot = document.createElement('div');
  foot.className = 'foot';
  const price = document.createElement('span');
  price.className = 'price';
  price.textContent = product.price;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = t('scan');
  button.setAttribute('aria-label', `${t('scan')} : ${product.name}`);
  button.addEventListener('click', () => void scan(product.code, product.name));
  foot.append(price, button);
  item.append(name, brand, code, foot);
  return item;
}

async function scan(code, name) {
  const { heard } = await post('/scan', code);
  say(heard, name);
}

function say(heard, name) {
  $('scanned').textContent = t(heard ? 'heard' : 'unheard', { name });
  $('scanned').className = heard ? '' : 'bad';
}

$('search').addEventListener('input', () => void search());
$('language').addEventListener('change', (event) => speak(event.target.value));
$('random').addEventListener('click', async () => {
  const { heard, product } = await post('/scan-random');
  if (product) say(heard, product.name);
});
$('free').addEventListener('submit', (event) => {
  event.preventDefault();
  const code = $('code').value;
  if (code !== '') void scan(code, code);
  $('code').select();
});
$('tear').addEventListener('click', () => void post('/order', 'tear-off'));
document.addEventListener('click', ({ target }) => {
  const { order } = target.closest('button')?.dataset ?? {};
  if (order !== undefined) void post('/order', order);
});

const settings = await (await fetch('/settings')).json();
speak(settings.language);
new EventSource('/events').addEventListener('message', (event) => paint(JSON.parse(event.data)));
