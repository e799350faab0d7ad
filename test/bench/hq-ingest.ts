/** Taking sales in: with and without the checks, on one connection and on four, in turn; and the same rows once more. */
import { availableParallelism } from 'node:os';
import { type Figure, growth, judge, median, text } from './figure.ts';
import { type HqNode, newTills, timed } from './hq-node.ts';
import { type Metered, meter } from './meter.ts';

/** DESIGN, section 9: with the checks at least 60 % of the rate without them. */
const CHECKED_COST_MAX = 1 / 0.6;
const PUSH_ROWS = 300;
const ROWS_A_SALE = 3;
const MS = 1_000;

export interface IngestSizes {
  readonly salesARound: number;
  readonly rounds: number;
}

/** Signed sales taken in, with and without the checks, on one and on four connections, in turn. */
export async function ingestFigures(
  sizes: IngestSizes,
  checked: HqNode,
  unchecked: HqNode,
): Promise<readonly Figure[]> {
  const nodes = { checked, unchecked };
  const ways = [1, 4] as const;
  const seconds = new Map<string, number[]>();
  const used = new Map<string, Metered[]>();
  for (let round = 0; round < sizes.rounds; round++) {
    for (const connections of ways) {
      for (const name of ['checked', 'unchecked'] as const) {
        const tills = await newTills(nodes[name], connections, `${name}-${round}-${connections}`);
        for (const till of tills) till.sell(sizes.salesARound);
        const key = `${name} ${connections}`;
        const watched = meter(nodes[name].pid);
        const taken = await timed(() => Promise.all(tills.map((till) => till.drain(1, PUSH_ROWS))));
        used.set(key, [...(used.get(key) ?? []), watched.end()]);
        await nodes[name].ask({ do: 'settle' });
        seconds.set(key, [...(seconds.get(key) ?? []), taken / MS]);
      }
    }
  }
  const of = (name: string, connections: number): readonly number[] => seconds.get(`${name} ${connections}`) ?? [];
  const rate = (name: string, connections: number): number =>
    (sizes.salesARound * connections) / median(of(name, connections));
  const perSale = (name: string, connections: number): string => {
    const all = used.get(`${name} ${connections}`) ?? [];
    const each = (of: (one: Metered) => number): string =>
      text((median(all.map(of)) * MS) / (sizes.salesARound * connections));
    return `${each((one) => one.headquarters)} ms of headquarters and ${each((one) => one.postgres)} of PostgreSQL a sale`;
  };
  const ratios = ways.map((connections) =>
    judge({
      name: `sales verified and taken in beside the same without the checks, ${connections} connection${connections > 1 ? 's' : ''}`,
      budget: '≤ 1.67 × the time (≥ 60 % of the rate)',
      unit: '× the time',
      rounds: of('checked', connections).map((each, at) => each / (of('unchecked', connections)[at] ?? Number.NaN)),
      limit: CHECKED_COST_MAX,
      beside:
        `${text(rate('checked', connections))} sales/s checked, ${text(rate('unchecked', connections))} without; ` +
        `${perSale('checked', connections)} checked, ${perSale('unchecked', connections)} without; ` +
        `${ROWS_A_SALE} rows and 12 lines a sale, ${PUSH_ROWS} rows a push, ${availableParallelism()} cores for all`,
      ...(connections === 4
        ? { growth: growth(['1 connection', rate('checked', 1)], ['4 connections', rate('checked', 4)]) }
        : {}),
    }),
  );
  return [...ratios, await replayFigure(sizes, checked)];
}

/** The same rows again: headquarters acknowledges them and has not one more. */
async function replayFigure(sizes: IngestSizes, node: HqNode): Promise<Figure> {
  const [till] = await newTills(node, 1, 'replay');
  till?.sell(sizes.salesARound);
  await till?.drain(1, PUSH_ROWS);
  const before = await node.counts();
  await till?.drain(1, PUSH_ROWS);
  const after = await node.counts();
  const rows = after.rows - before.rows;
  return judge({
    name: 'rows that a replay of a whole day adds',
    budget: '0',
    unit: 'rows',
    rounds: [rows],
    limit: 0,
    beside:
      `${sizes.salesARound * ROWS_A_SALE} pushed again; ` +
      `${text(before.bytes / before.rows)} bytes a row on disk, all tables and indexes`,
  });
}
