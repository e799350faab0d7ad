/**
 * The reports that scanners in HID POS mode send, written from the tables in their makers' manuals: Hand Held Products USB
 * guide p. 1-11 (Honeywell), Newland FM420 guide p. 47; Zebra's from published captures of a DS scanner.
 */
export const MAKERS = ['honeywell', 'zebra', 'newland'] as const;
export type Maker = (typeof MAKERS)[number];

const REPORT_BYTES = 64;
const DATA_BYTES_MAX = 56;
const LAST = REPORT_BYTES - 1;

/** One code as reports, 56 bytes of it in each but the last. `aim` is the whole identifier: `]E0`. */
export function reportsOf(
  code: string,
  options: { readonly maker: Maker; readonly aim: string },
): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(code);
  const reports: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += DATA_BYTES_MAX) {
    const piece = bytes.subarray(at, at + DATA_BYTES_MAX);
    reports.push(reportOf(piece, { ...options, more: at + DATA_BYTES_MAX < bytes.length }));
  }
  return reports;
}

function reportOf(
  piece: Uint8Array,
  options: { readonly maker: Maker; readonly aim: string; readonly more: boolean },
): Uint8Array {
  const aim = new TextEncoder().encode(options.aim);
  const report = new Uint8Array(REPORT_BYTES);
  report[0] = 2;
  report[1] = piece.length;
  switch (options.maker) {
    case 'honeywell':
      report.set(aim, 2);
      report.set(piece, 5);
      break;
    case 'zebra':
      report.set(aim, 3);
      report.set(piece, 6);
      break;
    case 'newland':
      report.set(piece, 2);
      break;
  }
  report[LAST] = options.more ? 1 : 0;
  return report;
}
