/**
 * What a station does with stock: an article that is looked at, a delivery or a count that is being entered. Memory only: what
 * was entered and not signed is entered again after a crash, and is in no figure.
 */
import type { StationId } from '#base/brand.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import { STOCK_LINES_MAX, type StockArticleView, type StockMode, type StockView } from '#contract/screen/stock.ts';
import type { CallAnswer } from '#contract/sync/sync.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { quantityHere } from '#domain/stock/stock.ts';
import { hiddenNow } from '../cash/hidden.ts';
import type { TillCore } from '../core.ts';
import { knownStock } from './stock-here.ts';

/** Somebody stands before the shelf. */
const ANSWER_MS = 8_000;
const PIECE_MILLI = 1000;

type Elsewhere = NonNullable<StockView['elsewhere']>;

interface Entered {
  readonly product: Product;
  quantityMilli: number | null;
}

/** The desk of one station. */
interface Desk {
  mode: StockMode | null;
  product: Product | null;
  elsewhere: Elsewhere | null;
  refusal: Refusal | null;
  serial: number;
  readonly entered: Readonly<Record<'receive' | 'count', Map<string, Entered>>>;
}

export class StockDesk {
  readonly #till: () => TillCore;
  readonly #turn: (work: () => void) => void;
  readonly #desks = new Map<StationId, Desk>();

  constructor(till: () => TillCore, options: { readonly turn: (work: () => void) => void }) {
    this.#till = till;
    this.#turn = options.turn;
  }

  /** Whether what is scanned at this station is for here. */
  isOpen(station: StationId): boolean {
    return (this.#desks.get(station)?.mode ?? null) !== null;
  }

  /** Begins or ends; what was entered stays for the next time. */
  open(station: StationId, mode: StockMode | null): void {
    const desk = this.#deskOf(station);
    Object.assign(desk, { mode, product: null, elsewhere: null, refusal: null });
    this.#changed(station);
  }

  /** Nobody looks any more: what is scanned is sold again. */
  leave(station: StationId): void {
    if (this.isOpen(station)) this.open(station, null);
  }

  /** An article was scanned or chosen. Pieces count one by one, what is weighed waits for its quantity. */
  take(station: StationId, product: Product, saidMilli: number | null): 'taken' | 'too-many' {
    const desk = this.#deskOf(station);
    Object.assign(desk, { product, refusal: null, serial: desk.serial + 1 });
    if (desk.mode === 'receive' || desk.mode === 'count') {
      const lines = desk.entered[desk.mode];
      const line = lines.get(product.id);
      if (line === undefined && lines.size >= STOCK_LINES_MAX) return 'too-many';
      const more = saidMilli ?? (product.unit === 'piece' ? PIECE_MILLI : null);
      const before = line?.quantityMilli ?? null;
      const quantityMilli = more === null ? before : (before ?? 0) + more;
      // The one in hand stands last, where it is seen.
      lines.delete(product.id);
      lines.set(product.id, { product, quantityMilli });
    } else this.#ask(station, product);
    this.#changed(station);
    return 'taken';
  }

  refuse(station: StationId, refusal: Refusal): void {
    const desk = this.#deskOf(station);
    Object.assign(desk, { refusal, serial: desk.serial + 1 });
    this.#changed(station);
  }

  /** The quantity of an entered article; null takes it off the list. False where it is not on it. */
  setLine(station: StationId, productId: string, quantityMilli: number | null): boolean {
    const desk = this.#deskOf(station);
    if (desk.mode !== 'receive' && desk.mode !== 'count') return false;
    const line = desk.entered[desk.mode].get(productId);
    if (line === undefined) return false;
    if (quantityMilli === null) desk.entered[desk.mode].delete(productId);
    else line.quantityMilli = quantityMilli;
    this.#changed(station);
    return true;
  }

  /** What was entered is in the journal. */
  clear(station: StationId, mode: 'receive' | 'count', productIds: readonly string[]): void {
    const lines = this.#deskOf(station).entered[mode];
    for (const productId of productIds) lines.delete(productId);
    this.#changed(station);
  }

  view(station: StationId): StockView {
    const { mode, product, elsewhere, refusal, serial, entered } = this.#deskOf(station);
    const lines = mode === 'receive' || mode === 'count' ? [...entered[mode].values()] : [];
    return {
      mode,
      article: product === null ? null : this.#articleView(product),
      elsewhere,
      lines: lines.map((line) => ({ article: this.#articleView(line.product), quantityMilli: line.quantityMilli })),
      refusal,
      serial,
    };
  }

  #articleView({ id, name, brand, gtins, unit }: Product): StockArticleView {
    const core = this.#till();
    const [gtin] = gtins;
    const isShown = hiddenNow(core.ports.store) !== 'all';
    const known = knownStock(core, id);
    return {
      productId: id,
      name,
      unit,
      ...(brand === undefined ? {} : { brand }),
      ...(gtin === undefined ? {} : { gtin }),
      hereMilli: (isShown ? quantityHere(known) : undefined) ?? null,
      ageMs: known.hq === undefined ? null : this.#ageMs(known.hq.asOfMs),
    };
  }

  /** Asks headquarters; the answer is a turn of its own, and counts only while the same article is looked at. */
  #ask(station: StationId, product: Product): void {
    const core = this.#till();
    const desk = this.#deskOf(station);
    const { line } = core.hq;
    const asked: Elsewhere = { productId: product.id, state: line === null ? 'standalone' : 'asked', stores: [] };
    desk.elsewhere = asked;
    if (line === null) return;
    const answered = (state: Elsewhere['state'], stores: Elsewhere['stores']): void =>
      this.#turn(() => {
        if (desk.elsewhere !== asked) return;
        desk.elsewhere = { productId: product.id, state, stores };
        this.#changed(station);
      });
    void line.call('stock', { productId: product.id }, { timeoutMs: ANSWER_MS }).then((reply) => {
      if (reply.kind === 'away') answered('offline', []);
      else if (reply.kind === 'fault') answered('refused', []);
      else answered('answered', this.#others(reply.answer.stores));
    });
  }

  /** The other stores, those that have most first. */
  #others(stores: CallAnswer<'stock'>['stores']): Elsewhere['stores'] {
    const own = this.#till().ports.store.hq.link()?.storeId;
    return stores
      .filter(({ storeId }) => storeId !== own)
      .sort((left, right) => right.quantityMilli - left.quantityMilli || (left.name < right.name ? -1 : 1))
      .map(({ storeId, name, quantityMilli, asOfMs, isCounted = true }) => ({
        storeId,
        name,
        quantityMilli: isCounted ? quantityMilli : null,
        ageMs: this.#ageMs(asOfMs),
      }));
  }

  #ageMs(asOfMs: number): number {
    return Math.max(0, Math.floor(this.#till().hq.trustedMs() - asOfMs));
  }

  #deskOf(station: StationId): Desk {
    const known = this.#desks.get(station);
    if (known !== undefined) return known;
    const desk: Desk = {
      mode: null,
      product: null,
      elsewhere: null,
      refusal: null,
      serial: 0,
      entered: { receive: new Map(), count: new Map() },
    };
    this.#desks.set(station, desk);
    return desk;
  }

  #changed(station: StationId): void {
    this.#till().changed('stock', station);
  }
}
