/**
 * A scanner to try a till with: `scanner [--port N | --pty LINK | --hid DIR] [--terminator cr|lf|crlf|tab|etx|none] [--aim]
 * [--maker honeywell|zebra|newland] [--scenario scan-without-suffix]`. It is a network scanner unless `--pty` makes it a serial
 * port at LINK (needs socat), or `--hid` one in HID POS mode, mocked below DIR (needs umockdev: the till is started behind
 * the words that are printed as `under`).
 *
 * The first line on stdout is JSON with its address. Lines on stdin are orders: `plug`, `unplug`, the name of a scenario; every
 * other line is scanned, `<GS>` in it as the separator of GS1 fields.
 */
import { simulatorProgram, takeOrders } from '../program.ts';
import {
  MAKERS,
  MOCKED,
  MockedHidLine,
  PtyLine,
  type ScannerLine,
  SCENARIOS,
  SimulatedScanner,
  TERMINATOR_NAMES,
} from './simulated-scanner.ts';

const { values, oneOf, wholeNumber } = simulatorProgram({
  usage:
    `scanner [--port N | --pty LINK | --hid DIR] [--terminator ${TERMINATOR_NAMES.join('|')}] [--aim] ` +
    `[--maker ${MAKERS.join('|')}] [--scenario ${SCENARIOS.join('|')}]`,
  options: {
    port: { type: 'string', default: '0' },
    pty: { type: 'string' },
    hid: { type: 'string' },
    terminator: { type: 'string', default: 'cr' },
    aim: { type: 'boolean', default: false },
    maker: { type: 'string', default: 'honeywell' },
    scenario: { type: 'string', default: 'healthy' },
  },
});
const terminator = oneOf('terminator', values.terminator, TERMINATOR_NAMES);
const scenario = oneOf('scenario', values.scenario, SCENARIOS);
const maker = oneOf('maker', values.maker, MAKERS);

const hidLine = values.hid === undefined ? null : new MockedHidLine({ folder: values.hid, device: MOCKED[maker] });
const line: ScannerLine | null = values.pty === undefined ? hidLine : new PtyLine({ link: values.pty });
const scanner = new SimulatedScanner({
  port: wholeNumber('port', values.port),
  terminator,
  scenario,
  aim: values.aim,
  ...(line === null ? {} : { line }),
  ...(hidLine === null ? {} : { hidOf: maker }),
});

function obey(order: string): void {
  const named = SCENARIOS.find((name) => name === order);
  if (named !== undefined) scanner.setScenario(named);
  else if (order === 'plug') void scanner.plug();
  else if (order === 'unplug') void scanner.unplug();
  else if (order !== '' && !scanner.scan(order.replaceAll('<GS>', '\u001d'))) process.stderr.write('nobody listens\n');
}

await scanner.plug();
const under = hidLine === null ? {} : { under: hidLine.under };
process.stdout.write(`${JSON.stringify({ scanner: scanner.address, ...under })}\n`);
takeOrders({ obey, end: () => scanner.unplug() });
