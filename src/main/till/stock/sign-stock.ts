/** Deliveries and counts become rows: signed movements that every store and headquarters add up. */
import { branded, type ProductId } from '#base/brand.ts';
import { cleanText, cutText } from '#base/text.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { countedPayload, type Includes, movedHere, receivedPayload } from '#domain/stock/stock.ts';
import type { Transaction } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, commit, refused, rowOf, shown } from '../core.ts';
import { isStockQuantity } from './enter-stock.ts';
import { knownStock } from './stock-here.ts';

const REFERENCE_CHARACTERS_MAX = 100;

/** Goods came in, or were entered by mistake and go back. A mistake of an earlier row is put right by a further one. */
export function receiveStock(
  core: TillCore,
  command: Command,
  input: CommandInput<'receiveStock'>,
): Handled<Outcome<'receiveStock'>> {
  const { station } = command;
  const articles = articlesOf(core, input.lines, ({ quantityMilli }) => quantityMilli);
  if ('kind' in articles) return { outcome: articles, kept: false };
  if (articles.some(({ quantityMilli }) => quantityMilli === 0)) return refused('quantity_invalid');
  const reference = cutText(cleanText(input.reference), REFERENCE_CHARACTERS_MAX);
  const payload = receivedPayload({
    stationId: station.id,
    reference,
    lines: articles.map(({ product, quantityMilli }) => ({ productId: product.id, unit: product.unit, quantityMilli })),
  });
  const outcome = commit(core, command, (transaction) => {
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'stock-received', payload }));
    return { kind: 'done' as const };
  });
  return signed(core, command, 'receive', articles, outcome);
}

/** What stands on the shelf. Its movement is what it says beyond what the till knew, fixed in its row. */
export function countStock(
  core: TillCore,
  command: Command,
  input: CommandInput<'countStock'>,
): Handled<Outcome<'countStock'>> {
  const { station } = command;
  const articles = articlesOf(core, input.lines, ({ countedMilli }) => countedMilli);
  if ('kind' in articles) return { outcome: articles, kept: false };
  if (articles.some(({ quantityMilli }) => quantityMilli < 0)) return refused('quantity_invalid');
  const outcome = commit(core, command, (transaction) => {
    const payload = countedPayload({
      stationId: station.id,
      articles: articles.map(({ product, quantityMilli }) => ({
        productId: product.id,
        unit: product.unit,
        countedMilli: quantityMilli,
        ...knownOf(core, transaction, product.id),
      })),
    });
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'stock-counted', payload }));
    return { kind: 'done' as const };
  });
  return signed(core, command, 'count', articles, outcome);
}

/** What this till knows at this row, and the rows that it goes up to: headquarters' and all of its own. */
function knownOf(
  core: TillCore,
  transaction: Transaction,
  productId: string,
): { readonly knownMilli: number; readonly includes: Includes | null } {
  const knownMilli = movedHere(knownStock(core, productId, transaction));
  if (transaction.hq.link() === null) return { knownMilli, includes: null };
  const theirs = transaction.stock.atHq(productId)?.includes ?? {};
  const { chainId } = core.ports.store.identity;
  // Where the chain parted, headquarters has another continuation under its name.
  const parting = transaction.hq.partings(chainId).at(-1);
  const held = parting === undefined ? chainId : parting.branchId;
  return { knownMilli, includes: held === null ? theirs : { ...theirs, [held]: transaction.head().seq } };
}

interface Article {
  readonly product: Product;
  readonly quantityMilli: number;
}

/** The articles of lines, each once, or why they cannot be signed. */
function articlesOf<Line extends { readonly productId: string }>(
  core: TillCore,
  lines: readonly Line[],
  quantityOf: (line: Line) => number,
): readonly Article[] | Refusal {
  const articles: Article[] = [];
  for (const line of lines) {
    const product = core.ports.catalogue.byId(branded<ProductId>(line.productId));
    if (product === undefined) return refuse('unknown_product');
    const quantityMilli = quantityOf(line);
    const isTwice = articles.some((other) => other.product.id === product.id);
    if (isTwice || !isStockQuantity(quantityMilli, product.unit))
      return refuse('quantity_invalid', { label: shown(product.name) });
    articles.push({ product, quantityMilli });
  }
  return articles;
}

function signed<Result extends { readonly kind: string }>(
  core: TillCore,
  { station }: Command,
  mode: 'receive' | 'count',
  articles: readonly Article[],
  outcome: Result,
): Handled<Result> {
  if (outcome.kind === 'done') {
    core.stock.clear(
      station.id,
      mode,
      articles.map(({ product }) => product.id),
    );
    core.changed('basket');
  }
  return { outcome, kept: true } as Handled<Result>;
}
