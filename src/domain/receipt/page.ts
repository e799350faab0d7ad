/** What a receipt is made from, and what each of its sections works with. */
import type { Entry, TicketPayload } from '#domain/journal/journal.ts';
import type { Currency, Language } from '#domain/money/money.ts';
import type { ReceiptShop } from './shop.ts';
import type { ReceiptWords } from './words.ts';

/** The copy that a printout is: its C row and who made it. */
interface ReceiptCopy {
  readonly entry: Entry;
  readonly operatorLabel: string;
}

export interface ReceiptSource {
  readonly shop: ReceiptShop;
  /** The T row. */
  readonly ticket: Entry;
  /** Its P rows in their order, the rounding row among them. */
  readonly payments: readonly Entry[];
  /** How the operator is called on paper; the row holds an id only. */
  readonly operatorLabel: string;
  readonly language: Language;
  /** Absent for the first print, chosen before validation. */
  readonly copy?: ReceiptCopy;
  /** What accounts of stored value hold after this ticket, by account. */
  readonly balances?: ReadonlyMap<string, number>;
  /** What is missing to the member's next reward, as the rules are today: of the first print. */
  readonly nextReward?: { readonly points: number; readonly label: string };
}

/** What every section needs to write itself. */
export interface Page {
  readonly source: ReceiptSource;
  readonly ticket: TicketPayload;
  readonly currency: Currency;
  readonly words: ReceiptWords;
  readonly language: Language;
}
