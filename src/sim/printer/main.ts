/**
 * A receipt printer to try a till with: `printer [--port N] [--model TM-T88V] [--columns 42] [--scenario paper-out]`.
 * The first line on stdout is JSON with its address; paper follows as text. Orders are lines on stdin: `remove-paper`,
 * `insert-paper`, `open-cover`, `close-cover`, `unplug`, `plug`, `close-drawer`, `tear-off`, or the name of a scenario.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { obey } from './orders.ts';
import { paperText, type Scenario, SCENARIOS, SimulatedPrinter } from './simulated-printer.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    model: { type: 'string', default: 'default' },
    columns: { type: 'string', default: '42' },
    scenario: { type: 'string', default: 'healthy' },
  },
});
const scenario = SCENARIOS.find((name) => name === values.scenario);
if (scenario === undefined) throw new Error(`no scenario ${values.scenario}; there are ${SCENARIOS.join(', ')}`);

let shown = 0;
let kicks = 0;
const printer = new SimulatedPrinter({
  port: Number(values.port),
  model: values.model,
  columns: Number(values.columns),
  scenario: scenario satisfies Scenario,
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
process.stdout.write(`${JSON.stringify({ printer: printer.address })}\n`);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (!obey(printer, line.trim())) process.stderr.write(`unknown order: ${line}\n`);
  })
  .on('close', () => process.exit(0));
