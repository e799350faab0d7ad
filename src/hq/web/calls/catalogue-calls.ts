/** Products and prices. A store manager changes prices of their own stores, never those of all. */
import type { CallAnswer } from '#contract/pages/pages.ts';
import type { ProductValue } from '#contract/sync/feed.ts';
import {
  changePrices,
  importProducts,
  importReport,
  listImports,
  listProducts,
  priceInStore,
  pricesOf,
  productOf,
  removeProduct,
  saveProduct,
  searchProducts,
  type ImportReport,
} from '../../catalogue/catalogue.ts';
import type { HqCore } from '../../core.ts';
import { maySeeStore, type PageHandlers } from '../handler.ts';
import { storeNames } from '../reads/stores.ts';

type Names =
  | 'products'
  | 'product'
  | 'change-price'
  | 'save-product'
  | 'remove-product'
  | 'import-products'
  | 'imports'
  | 'import-lines';
type Product = Extract<CallAnswer<'product'>, { readonly kind: 'found' }>['product'];

/** After this the page looks at the report again instead of waiting. */
const IMPORT_ANSWER_MS = 4_000;
const IMPORTS_SHOWN = 20;
const LINES_SHOWN = 200;

export const catalogueHandlers: PageHandlers<Names> = {
  async products({ core, who }, { search, storeId, after, limit }) {
    const { read } = core.store;
    const at = { limit, ...(after === null ? {} : { after }) };
    const { products, next } =
      search === '' ? await listProducts(read, at) : await searchProducts(read, { text: search, ...at });
    const atMs = core.clock.wallMs();
    const here = storeId !== null && maySeeStore(who, storeId) ? storeId : null;
    const rows = await Promise.all(
      products.map(async (product) => {
        const inStore =
          here === null ? undefined : await priceInStore(read, { productId: product.id, storeId: here, atMs });
        return { ...viewOf(product), priceHereMinor: inStore ?? product.priceMinor };
      }),
    );
    return { rows, next };
  },

  async product({ core, who }, { productId }) {
    const { read } = core.store;
    const product = await productOf(read, productId);
    if (product === undefined) return { kind: 'refused', reason: 'unknown' };
    const prices = (await pricesOf(read, { productId })).filter(
      ({ storeId }) => storeId === null || maySeeStore(who, storeId),
    );
    const names = await storeNames(
      read,
      prices.flatMap(({ storeId }) => storeId ?? []),
    );
    return {
      kind: 'found',
      product: viewOf(product),
      prices: prices.map(({ storeId, priceMinor, fromMs }) => ({
        storeId,
        storeName: storeId === null ? null : (names.get(storeId) ?? storeId),
        priceMinor,
        fromMs,
      })),
    };
  },

  async 'change-price'({ core, who }, { productId, storeId, priceMinor, fromMs }) {
    const isOwn = storeId === null ? who.rights.has('manage-catalogue') : maySeeStore(who, storeId);
    if (!isOwn) return { kind: 'refused', reason: 'not-your-store' };
    const outcome = await changePrices(core, { storeId, fromMs, prices: [{ productId, priceMinor }] });
    core.log.info('page-price-changed', {
      login: who.login,
      product: productId,
      store: storeId,
      outcome: outcome.kind,
    });
    return outcome.kind === 'done' ? { kind: 'done' } : { kind: 'refused', reason: outcome.reason };
  },

  async 'save-product'({ core, who }, { productId, product }) {
    const { plu, ageLimitYears, depositMinor, ...rest } = product;
    const outcome = await saveProduct(core, {
      productId,
      product: {
        ...rest,
        ...(plu === '' ? {} : { plu }),
        ...(ageLimitYears === null ? {} : { ageLimitYears }),
        ...(depositMinor === null ? {} : { depositMinor }),
      },
    });
    core.log.info('page-product-saved', { login: who.login, product: productId, outcome: outcome.kind });
    return outcome.kind === 'done' ? outcome : { kind: 'refused', reason: outcome.reason };
  },

  'remove-product': ({ core }, input) => removeProduct(core, input),

  async 'import-products'({ core, who }, { importId, fileName, base64 }) {
    const running = importProducts(core, { importId, fileName, by: who.login, bytes: Buffer.from(base64, 'base64') });
    core.log.info('page-import', { login: who.login, import: importId });
    return reportView(await within(core, running, importId));
  },

  async imports({ core }) {
    const imports = await listImports(core.store.read, { limit: IMPORTS_SHOWN, nowMs: core.clock.wallMs() });
    return { imports: imports.map(reportView) };
  },

  async 'import-lines'({ core }, { importId }) {
    const found = await importReport(core.store.read, { importId, limit: LINES_SHOWN, nowMs: core.clock.wallMs() });
    if (found === undefined) return { kind: 'refused', reason: 'unknown' };
    return {
      kind: 'found',
      report: reportView(found.report),
      lines: found.refusedLines.map(({ lineNumber, problems }) => ({
        lineNumber,
        problems: problems.map(({ reason, value }) => ({ reason, value })),
      })),
    };
  },
};

/** The report once it is through, or as it stands after a while: it goes on by itself. */
async function within(core: HqCore, running: Promise<ImportReport>, importId: string): Promise<ImportReport> {
  const late = new Promise<null>((resolve) => core.clock.after(IMPORT_ANSWER_MS, () => resolve(null)));
  const first = await Promise.race([running, late]);
  if (first !== null) return first;
  running.catch((error: unknown) => {
    core.log.error('page-import-failed', { import: importId, detail: error instanceof Error ? error.message : '' });
  });
  const found = await importReport(core.store.read, { importId, limit: 1, nowMs: core.clock.wallMs() });
  return found?.report ?? running;
}

function reportView(report: ImportReport): CallAnswer<'import-products'> {
  return { ...report, unknownColumns: [...report.unknownColumns] };
}

function viewOf(product: ProductValue): Product {
  return {
    productId: product.id,
    name: product.name,
    brand: product.brand ?? null,
    gtins: product.gtins,
    plu: product.plu ?? null,
    unit: product.unit,
    priceMinor: product.priceMinor,
    vatRateBasisPoints: product.vatRateBasisPoints,
    category: product.category ?? null,
    ageLimitYears: product.ageLimitYears ?? null,
    depositMinor: product.depositMinor ?? null,
    mealVoucher: product.mealVoucher,
  };
}
