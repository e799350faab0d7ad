/**
 * A customer display to try a till with: `display [--port N] [--pty LINK] [--dialect escpos|cd5220] [--columns 20]
 * [--scenario slow]`. With `--pty` it is a serial port at LINK (needs socat), else an address on TCP. The first line on
 * stdout is JSON with that address; then what the display shows, whenever it changes. Orders are lines on stdin: `plug`,
 * `unplug`, `switch-off-and-on`, or the name of a scenario.
 */
import { simulatorProgram, takeOrders } from '../program.ts';
import { SCENARIOS, SimulatedDisplay } from './simulated-display.ts';

const DIALECTS = ['escpos', 'cd5220'] as const;
/** A display is written letter by letter; people are shown what came of it. */
const SHOW_MS = 60;

const { values, oneOf, wholeNumber } = simulatorProgram({
  usage: `display [--port N] [--pty LINK] [--dialect ${DIALECTS.join('|')}] [--columns N] [--scenario ${SCENARIOS.join('|')}]`,
  options: {
    port: { type: 'string', default: '0' },
    pty: { type: 'string' },
    dialect: { type: 'string', default: 'escpos' },
    columns: { type: 'string', default: '20' },
    scenario: { type: 'string', default: 'healthy' },
  },
});
const scenario = oneOf('scenario', values.scenario, SCENARIOS);
const dialect = oneOf('dialect', values.dialect, DIALECTS);

let last = '';
let showing: NodeJS.Timeout | undefined;
const display = new SimulatedDisplay({
  port: wholeNumber('port', values.port),
  dialect,
  columns: wholeNumber('columns', values.columns),
  scenario,
  ...(values.pty === undefined ? {} : { pty: values.pty }),
  onChange() {
    showing ??= setTimeout(show, SHOW_MS);
  },
});

function show(): void {
  showing = undefined;
  const [top, bottom] = display.lines;
  const edge = '─'.repeat(top.length);
  const picture = display.plugged ? `┌${edge}┐\n│${top}│\n│${bottom}│\n└${edge}┘\n` : '[unplugged]\n';
  if (picture !== last) process.stdout.write(picture);
  last = picture;
}

async function obey(order: string): Promise<void> {
  const named = SCENARIOS.find((name) => name === order);
  if (named !== undefined) await display.setScenario(named);
  else if (order === 'plug') await display.setScenario('healthy');
  else if (order === 'unplug') await display.unplug();
  else if (order === 'switch-off-and-on') display.switchOffAndOn();
  else process.stderr.write(`unknown order: ${order}\n`);
}

await display.plug();
process.stdout.write(`${JSON.stringify({ display: display.address, dialect })}\n`);
takeOrders({ obey: (order) => void obey(order), end: () => display.unplug() });
