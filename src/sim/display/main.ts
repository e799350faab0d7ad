/**
 * A customer display to try a till with: `display [--port N] [--pty LINK] [--dialect escpos|cd5220] [--columns 20]
 * [--scenario slow]`. With `--pty` it is a serial port at LINK (needs socat), else an address on TCP. The first line on
 * stdout is JSON with that address; then what the display shows, whenever it changes. Orders are lines on stdin: `plug`,
 * `unplug`, `switch-off-and-on`, or the name of a scenario.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { SCENARIOS, SimulatedDisplay } from './simulated-display.ts';

const DIALECTS = ['escpos', 'cd5220'] as const;
/** A display is written letter by letter; people are shown what came of it. */
const SHOW_MS = 60;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    pty: { type: 'string' },
    dialect: { type: 'string', default: 'escpos' },
    columns: { type: 'string', default: '20' },
    scenario: { type: 'string', default: 'healthy' },
  },
});
const scenario = SCENARIOS.find((name) => name === values.scenario);
if (scenario === undefined) throw new Error(`no scenario ${values.scenario}; there are ${SCENARIOS.join(', ')}`);
const dialect = DIALECTS.find((name) => name === values.dialect);
if (dialect === undefined) throw new Error(`no dialect ${values.dialect}; there are ${DIALECTS.join(', ')}`);

let last = '';
let showing: NodeJS.Timeout | undefined;
const display = new SimulatedDisplay({
  port: Number(values.port),
  dialect,
  columns: Number(values.columns),
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
createInterface({ input: process.stdin })
  .on('line', (line) => void obey(line.trim()))
  .on('close', () => {
    void display.unplug().then(() => process.exit(0));
  });
