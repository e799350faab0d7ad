/** The text reader as a program: its address on the first line, then each line on stdin is an order. */
import { takeOrders } from '../program.ts';
import { PtyLine } from '../scanner/pty-line.ts';
import { randomNumber, TextReader } from './text-reader.ts';

/** Orders: `plug`, `unplug`, `phone` for a random number; every other line is the number of a card in hex. */
export async function runTextReader(options: { readonly port: number; readonly pty?: string }): Promise<void> {
  const { port, pty } = options;
  const reader = new TextReader(pty === undefined ? { port } : { line: new PtyLine({ link: pty }) });
  await reader.plug();
  process.stdout.write(`${JSON.stringify({ reader: reader.address, cardNotation: 'hex' })}\n`);

  function obey(order: string): void {
    if (order === 'plug') void reader.plug();
    else if (order === 'unplug') void reader.unplug();
    else if (order === 'phone' || /^(?:[0-9a-f]{2})+$/i.test(order)) {
      if (!reader.hold(order === 'phone' ? randomNumber() : order)) process.stderr.write('nobody listens\n');
    } else process.stderr.write('orders are plug, unplug, phone, or a number in hex\n');
  }

  takeOrders({ obey, end: () => reader.unplug() });
}
