/**
 * A receipt printer to try a till with: `printer [--port N] [--pty LINK] [--baud 9600] [--model TM-T88V] [--columns 42]
 * [--scenario paper-out]`. The first line on stdout is JSON with its addresses; paper follows as text. With `--pty` it is on
 * a serial line of that name as well (socat). Orders are lines on stdin: `remove-paper`, `insert-paper`, `open-cover`,
 * `close-cover`, `clear-error`, `unplug`, `plug`, `open-drawer`, `close-drawer`, `tear-off`, or the name of a scenario.
 */
import { simulatorProgram, takeOrders } from '../program.ts';
import { obey } from './orders.ts';
import { paperText, SCENARIOS, SimulatedPrinter } from './simulated-printer.ts';

const program = simulatorProgram({
  usage: `printer [--port N] [--pty LINK] [--baud N] [--model NAME] [--columns N] [--scenario ${SCENARIOS.join('|')}]`,
  options: {
    port: { type: 'string', default: '0' },
    pty: { type: 'string' },
    baud: { type: 'string' },
    model: { type: 'string', default: 'default' },
    columns: { type: 'string', default: '42' },
    scenario: { type: 'string', default: 'healthy' },
  },
});
const { values, oneOf, wholeNumber } = program;

let shown = 0;
let kicks = 0;
const printer = new SimulatedPrinter({
  port: wholeNumber('port', values.port),
  ...(values.pty === undefined ? {} : { pty: values.pty }),
  // A start bit, eight of data, a stop bit.
  ...(values.baud === undefined ? {} : { ptyBytesPerSecond: wholeNumber('baud', values.baud) / 10 }),
  model: values.model,
  columns: wholeNumber('columns', values.columns),
  scenario: oneOf('scenario', values.scenario, SCENARIOS),
  onChange: show,
});

function show(): void {
  const { paper, drawer } = printer;
  if (shown > paper.length) shown = 0;
  process.stdout.write(paperText(paper.slice(shown)));
  shown = paper.length;
  if (drawer.kicks > kicks) process.stdout.write('[drawer opens]\n');
  kicks = drawer.kicks;
}

await printer.plug();
process.stdout.write(
  `${JSON.stringify({ printer: printer.address, ...(values.pty === undefined ? {} : { serial: printer.serialAddress }) })}\n`,
);
takeOrders({
  obey(order) {
    if (!obey(printer, order)) process.stderr.write(`unknown order: ${order}\n`);
  },
  end: () => printer.unplug(),
});
