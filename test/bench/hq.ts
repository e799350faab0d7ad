/**
 * Headquarters under load, on the loopback: two nodes over two schemas of one PostgreSQL (the one that comes by npm), one of
 * them with only the checks of rows left out. Who asks, who answers and PostgreSQL share the cores of this machine, so that every
 * absolute figure is a floor; ratios are of the same run.
 */
import { openTestPostgres } from '#hq/store/testing-postgres.ts';
import type { Figure } from './figure.ts';
import { type BackSizes, backFigures } from './hq-back.ts';
import { type CatalogueSizes, catalogueFigures } from './hq-catalogue.ts';
import { type IngestSizes, ingestFigures } from './hq-ingest.ts';
import { type ListeningSizes, listeningFigures } from './hq-listening.ts';
import { type HqNode, startNode } from './hq-node.ts';
import { type PageSizes, pageFigures } from './hq-pages.ts';
import type { Scale } from './scale.ts';

type Sizes = IngestSizes & BackSizes & ListeningSizes & CatalogueSizes & PageSizes;

const SIZES: Readonly<Record<Scale['name'], Sizes>> = {
  full: {
    ...{ salesARound: 400, rounds: 5, offlineSales: [1_000, 5_000], idleSales: 100 },
    ...{ tills: [200, 1_000], prices: [10_000, 100_000], priceTills: 100, snapshots: [100_000, 1_000_000] },
    ...{ stores: [1_000, 10_000], rowsOfChain: 100 },
  },
  quick: {
    ...{ salesARound: 200, rounds: 5, offlineSales: [200, 1_000], idleSales: 50 },
    ...{ tills: [50, 200], prices: [1_000, 10_000], priceTills: 20, snapshots: [10_000, 100_000] },
    ...{ stores: [200, 2_000], rowsOfChain: 10 },
  },
  tiny: {
    ...{ salesARound: 5, rounds: 2, offlineSales: [4, 8], idleSales: 3 },
    ...{ tills: [2, 3], prices: [20, 50], priceTills: 2, snapshots: [50, 100] },
    ...{ stores: [50, 100], rowsOfChain: 2 },
  },
};

/** Parts of it, each of which can be run alone. */
const SECTIONS: Readonly<Record<string, (sizes: Sizes, nodes: Nodes) => Promise<readonly Figure[]>>> = {
  async ingest(sizes, nodes) {
    const unchecked = await nodes.unchecked();
    const figures = await ingestFigures(sizes, await nodes.checked(), unchecked);
    await unchecked.end();
    return figures;
  },
  back: async (sizes, nodes) => backFigures(sizes, await nodes.checked()),
  listening: async (sizes, nodes) => listeningFigures(sizes, await nodes.checked()),
  catalogue: async (sizes, nodes) => catalogueFigures(sizes, await nodes.checked()),
  // Of its own: a fleet that nobody lives in stands in nobody else's way.
  pages: async (sizes, nodes) => pageFigures(sizes, await nodes.another()),
};

interface Nodes {
  checked(): Promise<HqNode>;
  unchecked(): Promise<HqNode>;
  another(): Promise<HqNode>;
}

/** All figures of headquarters, or those of one section. */
export async function hqFigures(
  scale: Scale,
  { section, onFigures }: { readonly section?: string; readonly onFigures?: (figures: readonly Figure[]) => void } = {},
): Promise<readonly Figure[]> {
  if (section !== undefined && SECTIONS[section] === undefined)
    throw new Error(`hq has no section ${section}; it has ${Object.keys(SECTIONS).join(', ')}`);
  const postgres = await openTestPostgres('embedded');
  const started: HqNode[] = [];
  const start = async (verifier?: URL): Promise<HqNode> => {
    const node = await startNode(await postgres.emptyDatabase(), verifier);
    started.push(node);
    return node;
  };
  let checked: Promise<HqNode> | undefined;
  const nodes: Nodes = {
    checked: () => (checked ??= start()),
    another: () => start(),
    unchecked: () => start(new URL('./hq-unchecked.ts', import.meta.url)),
  };
  try {
    const figures: Figure[] = [];
    for (const [name, of] of Object.entries(SECTIONS)) {
      if (section !== undefined && section !== name) continue;
      const some = await of(SIZES[scale.name], nodes);
      onFigures?.(some);
      figures.push(...some);
    }
    return figures;
  } finally {
    for (const node of started) await node.end();
    await postgres.end();
  }
}
