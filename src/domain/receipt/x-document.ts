/**
 * The X: the open session as it stands, read and not closed. It bears no signature, because it is no row, and says on its
 * face that it is no closing (BOFiP BOI-TVA-DECLA-30-10-30 knows closings, an X is none).
 */
import type { DrawerPayload } from '#domain/journal/journal.ts';
import type { Language } from '#domain/money/money.ts';
import { centered, currencyNamed, pair, paperText, ruled, shopHeading, tillNamed, title } from './blocks.ts';
import type { ReceiptDocument } from './document.ts';
import { type ReportFigures, figureSections } from './figures.ts';
import { localDateText, localTime } from './local-time.ts';
import { REPORT_WORDS } from './report-words.ts';
import { drawerLines } from './session-report.ts';
import type { ReceiptShop } from './shop.ts';
import { RECEIPT_WORDS } from './words.ts';

export interface XSource {
  readonly shop: ReceiptShop;
  readonly tillNumber: string;
  readonly figures: ReportFigures;
  readonly drawer: DrawerPayload;
  /** Who had the session opened, and when (UTC as rows have it). */
  readonly openedByLabel: string;
  readonly openedAt: string;
  /** Who reads it, and when. */
  readonly operatorLabel: string;
  readonly at: string;
  readonly utcOffsetMinutes: number;
  /** How an operator is called on paper, by id. */
  readonly nameOf: (operatorId: string) => string;
  readonly demonstration: boolean;
  readonly language: Language;
}

/** Whether a document that waits for paper is an X: its title says so, in whatever language it was made. */
export function isXDocument(document: ReceiptDocument): boolean {
  const titles = Object.values(REPORT_WORDS).map((words) => words.x);
  return document.blocks.some(
    (block) => block.kind === 'text' && block.size === 'double' && titles.includes(block.text),
  );
}

/** One X. Whoever may see what is expected in the drawer may print it; nobody while it is being counted. */
export function xDocument(source: XSource): ReceiptDocument {
  const { figures, language, utcOffsetMinutes } = source;
  const words = REPORT_WORDS[language];
  const currency = currencyNamed(figures.currency);
  return {
    language,
    blocks: ruled([
      shopHeading(source.shop, { demonstration: source.demonstration, language }),
      [
        title(words.x),
        ...words.xNotice.map((line) => ({ ...centered(line), bold: true })),
        pair(
          `${words.businessDay} ${localDateText(figures.business_day, language)}`,
          tillNamed(source.tillNumber, language),
        ),
        pair(
          `${words.openedBy} ${paperText(source.openedByLabel)}`,
          localTime(source.openedAt, utcOffsetMinutes, language),
        ),
        pair(
          `${RECEIPT_WORDS[language].operator} ${paperText(source.operatorLabel)}`,
          localTime(source.at, utcOffsetMinutes, language),
        ),
      ],
      ...figureSections({ figures, currency, language, nameOf: source.nameOf }),
      drawerLines(source.drawer, currency, language),
    ]),
  };
}
