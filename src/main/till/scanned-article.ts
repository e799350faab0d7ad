/**
 * What a read means in this shop: a product of the catalogue, with the weight, price, lot and date that its code says.
 *
 * In-store codes (02, 20 to 29) are looked up whole first, because a shop may sell a thing under exactly that code; then by
 * the patterns of the shop, as the PLU that they hold and as the GTIN with zeros for weight or price. Where two of these
 * are two products, neither is taken.
 */
import { assert } from '#base/assert.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput } from '#contract/screen/screen.ts';
import {
  type CodedFacts,
  type CodeReading,
  type InStorePattern,
  isInStore,
  parsePatterns,
  readCode,
  readInStore,
  type ReadFrom,
} from '#domain/barcode/barcode.ts';
import { codedSale, type CodedLine } from '#domain/basket/basket.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { IN_STORE_PATTERNS_SETTING } from '#main/store/port.ts';
import { shown, type TillCore } from './core.ts';
import { localDate } from './local-time.ts';
import { isTyped } from './read-source.ts';

export interface ScannedArticle {
  readonly kind: 'article';
  /** As this one is sold: at the price of its label, where it has one. */
  readonly product: Product;
  /** The GTIN that was read. */
  readonly gtin?: string;
  /** Null where the code says none. */
  readonly quantityMilli: number | null;
  readonly coded?: CodedLine;
  /** The code is of this one thing: no `3 ×`. */
  readonly single: boolean;
}

/** The article that was read, or why there is none. */
export function scannedArticle(core: TillCore, input: CommandInput<'scan'>): ScannedArticle | Refusal {
  const { catalogue } = core.ports;
  const reading = readCode(input.text, readFrom(core, input));
  switch (reading.kind) {
    case 'gtin': {
      const product = catalogue.byGtin(reading.gtin14);
      if (product !== undefined) return plain(product, reading.gtin14);
      return isInStore(reading.gtin14) ? inStoreArticle(core, reading.gtin14) : unknown(reading, input.text);
    }
    case 'trade-item': {
      const { gtin14, ...facts } = reading.item;
      const product = catalogue.byGtin(gtin14);
      return product === undefined ? unknown(reading, input.text) : withFacts(core, { product, facts, gtin: gtin14 });
    }
    case 'plu': {
      const product = catalogue.byPlu(reading.plu);
      return product === undefined ? unknown(reading, input.text) : plain(product);
    }
    case 'receipt':
      return refuse('unknown_code', {
        code: shown(input.text),
        kind: 'receipt',
        why: 'own-receipt',
        number: shown(reading.ticketNumber),
        ...(reading.mark === undefined ? {} : { mark: reading.mark }),
      });
    case 'unreadable':
      return refuse('unreadable_code', { code: shown(input.text), why: reading.why });
  }
}

/** A line that carries bytes keeps separators, and so does the camera; what was typed may have lost them. */
function readFrom(core: TillCore, { source, symbology }: CommandInput<'scan'>): ReadFrom {
  return {
    separators: isTyped(core, source) ? 'doubtful' : 'kept',
    ...(symbology === undefined ? {} : { symbology }),
  };
}

function inStoreArticle(core: TillCore, gtin14: string): ScannedArticle | Refusal {
  const { catalogue } = core.ports;
  const text = gtin14.slice(1);
  const reading = readInStore(gtin14, inStorePatterns(core));
  if (reading.kind === 'no-pattern')
    return refuse('unknown_code', { code: text, kind: 'gtin', why: 'in-store-pattern' });
  if (reading.kind === 'damaged') return refuse('unreadable_code', { code: text, why: 'check-digit' });
  const { item, zeroGtin14, measure, price } = reading;
  const found = [
    catalogue.byPlu(item) ?? catalogue.byPlu(item.replace(/^0+(?=\d)/, '')),
    catalogue.byGtin(zeroGtin14),
  ].filter((product) => product !== undefined);
  const [product, other = product] = found;
  if (product === undefined || other === undefined) return refuse('unknown_code', { code: text, kind: 'gtin' });
  if (product.id !== other.id) return refuse('unknown_code', { code: text, kind: 'gtin', why: 'in-store-two' });
  return withFacts(core, {
    product,
    facts: {
      text,
      ...(measure === undefined ? {} : { measure: { ...measure, unit: 'own' } }),
      ...(price === undefined ? {} : { price }),
    },
  });
}

/** Read at each such code: it is one row, and a till that was set otherwise goes on otherwise. */
function inStorePatterns(core: TillCore): readonly InStorePattern[] {
  const reading = parsePatterns(core.ports.store.setting(IN_STORE_PATTERNS_SETTING) ?? '');
  assert(reading.kind === 'patterns', 'patterns were looked at before they were kept');
  return reading.patterns;
}

function withFacts(
  core: TillCore,
  article: { readonly product: Product; readonly facts: CodedFacts; readonly gtin?: string },
): ScannedArticle | Refusal {
  const { product, facts, gtin } = article;
  const today = localDate(core.ports.clock.wallMs(), core.shop.timeZone);
  const sale = codedSale(product, facts, { today, currency: core.currency });
  if (sale.kind === 'refused') {
    const params = Object.entries(sale.params).map(([name, value]) => [name, shown(value)]);
    return refuse(sale.reason, Object.fromEntries(params) as Readonly<Record<string, string>>);
  }
  const { quantityMilli, coded, single } = sale;
  return {
    kind: 'article',
    product: sale.product,
    quantityMilli,
    single,
    ...(gtin === undefined ? {} : { gtin }),
    ...(coded === undefined ? {} : { coded }),
  };
}

function plain(product: Product, gtin?: string): ScannedArticle {
  return { kind: 'article', product, quantityMilli: null, single: false, ...(gtin === undefined ? {} : { gtin }) };
}

function unknown(reading: CodeReading, text: string): Refusal {
  const kind = reading.kind === 'trade-item' ? 'gtin' : reading.kind;
  return refuse('unknown_code', { code: shown(reading.kind === 'trade-item' ? reading.item.gtin14 : text), kind });
}
