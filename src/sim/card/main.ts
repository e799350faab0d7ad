/**
 * Cards, two ways.
 *
 * `card --text-reader [--port N | --pty LINK]`: a reader that writes numbers as text (text-reader-program.ts).
 *
 * `card [--port 35963 | --socket PATH] [--uid HEX] [--text TEXT] [--scenario NAME]`: a card to hold to the virtual reader of pcscd
 * (vpcd). The first line on stdout is JSON; then each line on stdin is an order: `insert`, `remove`, `uid HEX`, `text TEXT`
 * (nothing for an empty memory), a scenario's name, `tap` (insert, and remove a second later). Every command that the reader
 * passed on is told as `> HEX`.
 */
import { simulatorProgram, takeOrders } from '../program.ts';
import { runTextReader } from './text-reader-program.ts';
import { CARD_SCENARIOS, type CardScenario, VirtualCard } from './virtual-card.ts';

const TAP_MS = 1_000;
const VPCD_PORT = '35963';

const { values, oneOf, wholeNumber } = simulatorProgram({
  usage:
    'card --text-reader [--port N | --pty LINK], or card [--port N | --socket PATH] [--uid HEX] [--text TEXT] ' +
    `[--scenario ${CARD_SCENARIOS.join('|')}]`,
  options: {
    'text-reader': { type: 'boolean', default: false },
    port: { type: 'string' },
    pty: { type: 'string' },
    socket: { type: 'string' },
    uid: { type: 'string', default: '04a1b2c3d4e580' },
    text: { type: 'string' },
    scenario: { type: 'string', default: 'normal' },
  },
});
if (values['text-reader']) {
  const { port = '0', pty } = values;
  await runTextReader({ port: wholeNumber('port', port), ...(pty === undefined ? {} : { pty }) });
} else holdCard();

function holdCard(): void {
  const { port = VPCD_PORT } = values;
  const scenario = oneOf('scenario', values.scenario, CARD_SCENARIOS);

  let told = 0;
  const card = new VirtualCard({
    port: wholeNumber('port', port),
    uid: values.uid.toLowerCase(),
    scenario,
    ...(values.socket === undefined ? {} : { path: values.socket }),
    ...(values.text === undefined ? {} : { text: values.text }),
    onChange: () => say(card.inserted ? 'inserted' : 'removed'),
  });
  say(JSON.stringify({ card: card.uid, reader: values.socket ?? `127.0.0.1:${port}`, scenario }));
  const telling = setInterval(() => {
    for (const command of card.commands.slice(told)) say(`> ${command}`);
    told = card.commands.length;
  }, 50);

  takeOrders({
    obey: (order) => void obey(order).catch((error: unknown) => say(`no: ${String(error)}`)),
    end() {
      clearInterval(telling);
      card.remove();
    },
  });

  async function obey(line: string): Promise<void> {
    const [order = '', ...rest] = line.split(' ');
    const named = scenarioOf(order);
    if (order === 'insert') await card.insert();
    else if (order === 'remove') card.remove();
    else if (order === 'tap') {
      await card.insert();
      setTimeout(() => card.remove(), TAP_MS);
    } else if (order === 'uid' && /^(?:[0-9a-f]{2})+$/i.test(rest[0] ?? '')) card.uid = (rest[0] ?? '').toLowerCase();
    else if (order === 'text') card.text = rest.length === 0 ? null : rest.join(' ');
    else if (named !== undefined) card.scenario = named;
    else say(`no: orders are insert, remove, tap, uid HEX, text TEXT, ${CARD_SCENARIOS.join(', ')}`);
  }
}

function scenarioOf(name: string): CardScenario | undefined {
  return CARD_SCENARIOS.find((known) => known === name);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
