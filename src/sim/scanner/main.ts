/**
 * A network scanner to try a till with: `scanner [--port N] [--terminator cr|lf|crlf|tab|none]`. The first line on stdout is
 * JSON with its address; each line on stdin is scanned.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { SimulatedScanner, TERMINATOR_NAMES } from './simulated-scanner.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, terminator: { type: 'string', default: 'cr' } },
});
const terminator = TERMINATOR_NAMES.find((name) => name === values.terminator);
if (terminator === undefined)
  throw new Error(`no terminator ${values.terminator}; there are ${TERMINATOR_NAMES.join(', ')}`);

const scanner = new SimulatedScanner({ port: Number(values.port), terminator });
await scanner.plug();
process.stdout.write(`${JSON.stringify({ scanner: scanner.address })}\n`);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (!scanner.scan(line)) process.stderr.write('nobody listens\n');
  })
  .on('close', () => process.exit(0));
