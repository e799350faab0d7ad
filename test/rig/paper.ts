/**
 * Receipts as they came out: what stands on the paper between two cuts, whose it is, and whether it is a copy.
 */
import type { PaperItem } from '#sim/printer/simulated-printer.ts';
import { paperText } from '#sim/printer/simulated-printer.ts';

export interface Printout {
  readonly text: string;
  readonly number: string;
  /** 0 for the receipt itself, else the number of the duplicate. */
  readonly copy: number;
}

/**
 * Complete printouts: a receipt whose cut is missing was broken off and is none. Where the beginning of one receipt
 * runs into the next, the piece is the printout of the last. French receipts only.
 */
export function printouts(paper: readonly PaperItem[]): readonly Printout[] {
  const found: Printout[] = [];
  let piece: PaperItem[] = [];
  for (const item of paper) {
    if (item.kind !== 'cut') {
      piece.push(item);
      continue;
    }
    const text = paperText(piece);
    const tickets = [...text.matchAll(/^Ticket n° (\S+)/gm)];
    const last = tickets.at(-1);
    if (last?.[1] !== undefined)
      found.push({
        text,
        number: last[1],
        copy: copyBefore(text, { from: tickets.at(-2)?.index ?? 0, to: last.index }),
      });
    piece = [];
  }
  return found;
}

/** A duplicate says so before the number of its ticket. */
function copyBefore(text: string, head: { readonly from: number; readonly to: number }): number {
  const banners = [...text.slice(head.from, head.to).matchAll(/DUPLICATA n°\s*([0-9]+)/g)];
  return Number(banners.at(-1)?.[1] ?? 0);
}
