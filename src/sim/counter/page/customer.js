/** The customer's side of the counter: the display on its pole, the card reader and the cards to hold to it. */
const COLUMNS = 20;
const HELD_MS = 900;

const $ = (id) => document.getElementById(id);

/** Cells that stay where they are: a letter that changes moves nothing. */
const cells = [0, 1].map(() => {
  const row = document.createElement('div');
  row.className = 'vfd-row';
  row.append(...Array.from({ length: COLUMNS }, () => document.createElement('span')));
  $('vfd').append(row);
  return [...row.children];
});

let holding;

export function paintCustomer({ display, cardReader }, { t, post }) {
  $('vfd').classList.toggle('off', !display.plugged);
  $('vfd').setAttribute('aria-label', [t('display'), ...display.lines.map((text) => text.trim())].join(' : '));
  for (const [row, text] of display.lines.entries()) {
    for (const [column, cell] of cells[row].entries()) cell.textContent = display.plugged ? (text[column] ?? ' ') : ' ';
  }
  plug('display-plug', 'display', display.plugged, t);
  plug('card-plug', 'card', cardReader.plugged, t);
  $('reader').classList.toggle('off', !cardReader.plugged);
  $('reader').classList.toggle('deaf', cardReader.plugged && !cardReader.heard);
  if ($('cards').dataset.language !== document.documentElement.lang) {
    $('cards').dataset.language = document.documentElement.lang;
    $('held').textContent = t('cardHint');
    $('held').className = '';
    $('cards').replaceChildren(...cardReader.cards.map((id) => card(id, { t, post })));
  }
}

function plug(id, device, plugged, t) {
  $(id).textContent = t(plugged ? 'unplug' : 'plug');
  $(id).setAttribute(
    'aria-label',
    `${t(plugged ? 'unplug' : 'plug')} : ${t(device === 'card' ? 'cardReader' : 'display')}`,
  );
  $(id).dataset.order = `${device} ${plugged ? 'unplug' : 'plug'}`;
}

function card(id, { t, post }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `card ${id}`;
  const name = document.createElement('strong');
  name.textContent = t(`card_${id}`);
  const kind = document.createElement('small');
  kind.textContent = t(id === 'phone' ? 'randomNumber' : 'loyaltyCard');
  button.append(name, kind);
  button.addEventListener('click', () => void tap(button, id, { t, post }));
  return button;
}

async function tap(button, id, { t, post }) {
  const { done } = await post('/order', `card tap ${id}`);
  clearTimeout(holding);
  for (const other of $('cards').children) other.classList.toggle('held', other === button);
  $('reader').classList.toggle('reading', done);
  $('held').textContent = t(done ? 'cardHeard' : 'cardUnheard', { name: t(`card_${id}`) });
  $('held').className = done ? '' : 'bad';
  holding = setTimeout(() => {
    button.classList.remove('held');
    $('reader').classList.remove('reading');
  }, HELD_MS);
}
