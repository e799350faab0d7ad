/**
 * From the job queued (the payment is answered) to the moment when the printer has the job's last byte, beside the time
 * that these bytes need on that line: start bit, eight bits, stop bit each. At the far end the simulated printer takes them
 * at the rate of the line and no faster. All bytes of that time count, the questions to the printer as well.
 *
 * The budget on a serial line is 1.15 times the line's own time. What is ours is the same at every rate: the job is noted on
 * disk before its first byte, drawn up, handed to another process, and the printer is asked whether it can print; ten
 * milliseconds on a fast disk, some dozens on a slow one. At 115,200 baud, where forty lines need half a second, these are
 * less than 15 %. More would mean that the line stands still while there is something to send: at 9,600 baud, where a
 * receipt takes six seconds, the customer would see it.
 *
 * A network has no rate to compare with: there the figure is milliseconds, beside one write of the same bytes to a socket of
 * this machine. Its budget is the tenth of a second after which people notice that they wait.
 */
import { type AddressInfo, createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { eanOf } from '../rig/products.ts';
import type { Cashier } from '../rig/cashier.ts';
import { BITS_PER_BYTE, type Counter, makeCounter } from './counter.ts';
import { type Figure, judge, median, text } from './figure.ts';
import type { Scale } from './scale.ts';

const BAUDS = [9_600, 19_200, 115_200] as const;
const SERIAL_LIMIT = 1.15;
const NETWORK_LIMIT_MS = 100;

/** The end of a printed job. */
interface Ended {
  readonly atNs: bigint;
  readonly bytes: number;
}

interface Line {
  /** Null on the network. */
  readonly baud: number | null;
  readonly counter: Counter;
  readonly cashier: Cashier;
  /** Resolves when the printer has taken the last byte of the next job. */
  readonly nextEnd: () => Promise<Ended>;
  readonly tookMs: number[];
  readonly bytes: number[];
}

export async function receiptsFigures(scale: Scale): Promise<readonly Figure[]> {
  const lines: Line[] = [];
  const socket = await openSocket();
  try {
    for (const baud of [null, ...BAUDS]) lines.push(await openLine(baud, Math.min(...scale.products)));
    // The first receipt of a till loads what the others use.
    await Promise.all(lines.map((line) => printReceipt(line, scale.receiptLines)));
    for (const { tookMs, bytes } of lines) tookMs.length = bytes.length = 0;
    const socketMs: number[] = [];
    for (let round = 0; round < scale.rounds; round++) {
      for (const line of lines) await printReceipt(line, scale.receiptLines);
      socketMs.push(await socket.writeMs(lines[0]?.bytes.at(-1) ?? 0));
    }
    return lines.map((line) => figureOf(line, { socketMs, lines: scale.receiptLines }));
  } finally {
    for (const { counter } of lines) await counter.close();
    await socket.close();
  }
}

async function openLine(baud: number | null, products: number): Promise<Line> {
  let changed: () => void = () => undefined;
  const counter = await makeCounter({
    products,
    onPrinterChange: () => changed(),
    ...(baud === null ? {} : { serialBaud: baud }),
  });
  const { cashier } = await counter.open();
  const nextEnd = (): Promise<Ended> =>
    new Promise((resolve) => {
      const { printer } = counter;
      const before = printer.received.length;
      const papers = printer.paper.length;
      let cutAt = Number.POSITIVE_INFINITY;
      changed = () => {
        const { paper } = printer;
        const atNs = process.hrtime.bigint();
        if (paper.length > cutAt) cutAt = Number.POSITIVE_INFINITY;
        // The question for the job's number is its last bytes, behind the cut.
        if (paper.length === cutAt) {
          changed = () => undefined;
          resolve({ atNs, bytes: printer.received.length - before });
        } else if (paper.length > papers && paper.at(-1)?.kind === 'cut') cutAt = paper.length;
      };
    });
  return { baud, counter, cashier, nextEnd, tookMs: [], bytes: [] };
}

async function printReceipt({ cashier, nextEnd, tookMs, bytes }: Line, lines: number): Promise<void> {
  for (let line = 0; line < lines; line++) {
    const outcome = await cashier.page.command('scan', { text: eanOf(line), source: 'bench' });
    if (outcome.kind !== 'done') throw new Error(`scan refused: ${outcome.reason}`);
  }
  const ending = nextEnd();
  await cashier.pay('paper', 1);
  const queuedNs = cashier.paidAtNs;
  const ended = await ending;
  tookMs.push(Number(ended.atNs - queuedNs) / 1_000_000);
  bytes.push(ended.bytes);
  for (;;) {
    const { jobs } = await cashier.page.query('jobs', {});
    if (jobs.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function figureOf(
  { baud, tookMs, bytes }: Line,
  run: { readonly socketMs: readonly number[]; readonly lines: number },
): Figure {
  const told = `${run.lines} lines, ${median(bytes)} bytes`;
  if (baud === null) {
    return judge({
      name: 'receipt queued to last byte, network',
      budget: `p50 ≤ ${NETWORK_LIMIT_MS} ms`,
      unit: 'ms',
      rounds: tookMs,
      limit: NETWORK_LIMIT_MS,
      beside: `${told}; one write of as many ${text(median(run.socketMs))} ms`,
    });
  }
  const lineMs = bytes.map((count) => (count * BITS_PER_BYTE * 1_000) / baud);
  return judge({
    name: `receipt queued to last byte, serial line of ${baud} baud`,
    budget: `≤ ${SERIAL_LIMIT}× the time its bytes need there`,
    unit: '×',
    rounds: tookMs.map((took, round) => took / (lineMs[round] ?? Number.NaN)),
    limit: SERIAL_LIMIT,
    beside: `${told}; ${text(median(tookMs))} ms, the bytes alone ${text(median(lineMs))} ms`,
  });
}

/** An open connection within this process. */
async function openSocket(): Promise<{ writeMs(bytes: number): Promise<number>; close(): Promise<void> }> {
  const far = Promise.withResolvers<Socket>();
  const server = createServer((socket) => far.resolve(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, noDelay: true });
  const farEnd = await far.promise;
  return {
    writeMs: (bytes) =>
      new Promise((resolve) => {
        let left = bytes;
        const from = performance.now();
        const take = (piece: Uint8Array): void => {
          left -= piece.length;
          if (left > 0) return;
          farEnd.off('data', take);
          resolve(performance.now() - from);
        };
        farEnd.on('data', take);
        near.write(Buffer.alloc(bytes, 0x41));
      }),
    async close() {
      near.destroy();
      farEnd.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
