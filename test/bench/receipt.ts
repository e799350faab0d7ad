/**
 * A receipt of forty lines to the bytes of a printer, by the profile of an Epson TM-T88V, in one piece and as text.
 */
import { encodeReceipt } from '#devices/printer/escpos/encode.ts';
import { printerProfile } from '#devices/printer/printer.ts';
import type { ReceiptBlock, ReceiptDocument } from '#domain/receipt/receipt.ts';
import { madeUpProducts } from '../rig/products.ts';
import { hashMegabyteMs, repeat } from './anchors.ts';
import { type Figure, judge, median, text } from './figure.ts';
import type { Scale } from './scale.ts';

const LINES = 40;

export function receiptFigures(scale: Scale): readonly Figure[] {
  const document = receiptOfFortyLines();
  const profile = printerProfile('TM-T88V');
  if (profile === undefined) throw new Error('there is no profile TM-T88V');
  const rounds: number[] = [];
  const anchor: number[] = [];
  let bytes = 0;
  for (let round = 0; round < scale.rounds; round++) {
    anchor.push(hashMegabyteMs(5));
    const taken = repeat(scale.times, () => {
      // No painter: had a line needed to be drawn, it would not be text.
      bytes = encodeReceipt(document, { profile, painter: null, processId: null }).length;
    });
    rounds.push(median(taken));
  }
  return [
    judge({
      name: 'receipt of 40 lines to bytes',
      budget: 'p50 < 3 ms, text',
      unit: 'ms',
      rounds,
      limit: 3,
      beside: `${bytes} bytes in one write; SHA-256 of 1 MB ${text(median(anchor))} ms`,
    }),
  ];
}

function receiptOfFortyLines(): ReceiptDocument {
  const lines = [...madeUpProducts(LINES)].flatMap((product): ReceiptBlock[] => {
    const price = (product.priceMinor / 100).toFixed(2).replace('.', ',');
    return [
      { kind: 'pair', start: product.name, end: `${price} €` },
      { kind: 'pair', start: `  1 x ${price}`, end: 'TVA 5,5 %' },
    ];
  });
  const title: ReceiptBlock = { kind: 'text', text: 'Épicerie du Pont', align: 'center', bold: true, size: 'double' };
  const total: ReceiptBlock = { kind: 'pair', start: 'TOTAL TTC', end: '1 234,56 €', bold: true, size: 'double' };
  return {
    language: 'fr',
    blocks: [
      title,
      { kind: 'rule' },
      ...lines,
      { kind: 'rule' },
      total,
      { kind: 'text', text: 'Cœur à l’ouvrage, merci' },
    ],
  };
}
