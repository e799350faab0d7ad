/**
 * What a printer model can do, read from the profile database beside this file.
 */
import { type CodePageName, CODE_PAGE_NAMES } from './code-pages.ts';
import database from './profiles.json' with { type: 'json' };

export interface PrinterProfile {
  readonly name: string;
  /** Characters of font A in one row. */
  readonly columns: number;
  /** Dots across the paper; always a multiple of eight. */
  readonly dots: number;
  /** The pages that the printer has among ours, best first, with the number that selects them. */
  readonly codePages: readonly { readonly page: CodePageName; readonly number: number }[];
  readonly pageCommand: 'ESC t' | 'ESC GS t';
  /** How images are sent: whole rows of dots, columns of 24 or of 8 dots, or not at all. */
  readonly image: 'raster' | 'column24' | 'column8' | 'none';
  readonly qr: boolean;
  readonly code128: boolean;
  readonly cut: 'partial' | 'full' | 'none';
  readonly drawer: boolean;
  /** Whether `GS ( H` function 48 is answered when the paper is out. */
  readonly processId: boolean;
}

interface Facts {
  readonly columns: number;
  readonly dots: number;
  readonly codePages: Readonly<Partial<Record<CodePageName, number>>>;
  readonly image: string;
  readonly pageCommand: string;
  readonly qr: boolean;
  readonly code128: boolean;
  readonly cut: string;
  readonly drawer: boolean;
  readonly processId: boolean;
}

const facts: Readonly<Record<string, Facts>> = database.profiles;

export const PROFILE_NAMES: readonly string[] = Object.keys(facts);

/** The profile of that name, or undefined where the database has none. */
export function printerProfile(name: string): PrinterProfile | undefined {
  if (!Object.hasOwn(facts, name)) return undefined;
  const found = facts[name];
  if (found === undefined) return undefined;
  const codePages: { page: CodePageName; number: number }[] = [];
  for (const page of CODE_PAGE_NAMES) {
    const number = found.codePages[page];
    if (number !== undefined) codePages.push({ page, number });
  }
  return {
    name,
    columns: found.columns,
    dots: found.dots - (found.dots % 8),
    codePages,
    pageCommand: found.pageCommand as PrinterProfile['pageCommand'],
    image: found.image as PrinterProfile['image'],
    qr: found.qr,
    code128: found.code128,
    cut: found.cut as PrinterProfile['cut'],
    drawer: found.drawer,
    processId: found.processId,
  };
}
