/**
 * A day's totals from what stands on the printer's paper and from nothing else: an accountant with a shoe box of receipts and a
 * calculator. Shares no code with the till, so that it cannot agree with the till's mistakes. French receipts in a currency of
 * two decimals; duplicates are copies and are not counted.
 */
import assert from 'node:assert/strict';
import { type PaperItem, paperText } from '#sim/printer/simulated-printer.ts';

export interface PaperTicket {
  readonly number: string;
  readonly isRefund: boolean;
  /** Of a refund: the ticket that it names. */
  readonly refundOf: string | null;
  readonly grossMinor: number;
  /** Gross, and stored value that was sold. */
  readonly dueMinor: number;
  readonly roundingMinor: number;
  readonly vat: readonly PaperVat[];
  /** By method, change taken off; negative where money went back. */
  readonly methods: Readonly<Record<string, number>>;
  readonly points: { readonly earned: number; readonly redeemed: number; readonly balance: number } | null;
}

export interface PaperVat {
  readonly rateBasisPoints: number;
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

export interface PaperSlip {
  readonly kind: 'pay-in' | 'pay-out' | 'safe-drop';
  readonly number: string;
  readonly amountMinor: number;
}

export interface PaperSums {
  readonly tickets: readonly PaperTicket[];
  readonly salesMinor: number;
  readonly refundsMinor: number;
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
  /** The lowest rate first. */
  readonly vat: readonly PaperVat[];
  readonly methods: Readonly<Record<string, number>>;
  /** Stored value that was sold: due and not turnover. */
  readonly loadedMinor: number;
  readonly slips: readonly PaperSlip[];
}

const METHODS: Readonly<Record<string, string>> = {
  Espèces: 'cash',
  'Carte bancaire': 'card',
  Chèque: 'cheque',
  'Titre-restaurant': 'meal-voucher',
  'Carte cadeau': 'gift-card',
  'Porte-monnaie': 'purse',
};
const SLIPS: Readonly<Record<string, PaperSlip['kind']>> = {
  APPORT: 'pay-in',
  'SORTIE DE CAISSE': 'pay-out',
  PRÉLÈVEMENT: 'safe-drop',
};
const AMOUNT = String.raw`(-?\d[\d ]*,\d\d)`;
const SIGN = '(?:€|DH)';

/** The totals of everything that came out whole. */
export function paperSums(paper: readonly PaperItem[]): PaperSums {
  const pieces = piecesOf(paper);
  const tickets = pieces.flatMap(ticketOf);
  const add = (pick: (ticket: PaperTicket) => number): number => tickets.reduce((sum, one) => sum + pick(one), 0);
  const vat = sumsByRate(tickets.flatMap((ticket) => ticket.vat));
  const methods: Record<string, number> = {};
  for (const ticket of tickets)
    for (const [method, minor] of Object.entries(ticket.methods)) methods[method] = (methods[method] ?? 0) + minor;
  return {
    tickets,
    salesMinor: add((ticket) => (ticket.isRefund ? 0 : ticket.grossMinor)),
    refundsMinor: add((ticket) => (ticket.isRefund ? ticket.grossMinor : 0)),
    grossMinor: add((ticket) => ticket.grossMinor),
    netMinor: vat.reduce((sum, row) => sum + row.netMinor, 0),
    vatMinor: vat.reduce((sum, row) => sum + row.vatMinor, 0),
    vat,
    methods,
    loadedMinor: add((ticket) => ticket.dueMinor - ticket.grossMinor),
    slips: pieces.flatMap(slipOf),
  };
}

/** What lies between two cuts; what was broken off before its cut is no paper that anybody holds. */
function piecesOf(paper: readonly PaperItem[]): readonly string[] {
  const pieces: string[] = [];
  let piece: PaperItem[] = [];
  for (const item of paper) {
    if (item.kind === 'cut') {
      pieces.push(paperText(piece).replaceAll('\u00a0', ' '));
      piece = [];
    } else piece.push(item);
  }
  return pieces;
}

function ticketOf(whole: string): readonly PaperTicket[] {
  const heads = [...whole.matchAll(/^Ticket n° (\S+) +Caisse/gm)];
  const head = heads.at(-1);
  if (head?.[1] === undefined) return [];
  // Where a print was broken off and begun again, the last beginning counts.
  const before = whole.slice(heads.at(-2)?.index ?? 0, head.index);
  if (before.includes('DUPLICATA')) return [];
  const text = whole.slice(head.index);
  const refundOf = /Avoir sur le ticket n° (\S+)/.exec(before)?.[1] ?? null;
  const vat = vatOf(text);
  const grossMinor = amountAfter(text, 'TOTAL TTC') ?? 0;
  const roundingMinor = amountAfter(text, 'Arrondi espèces') ?? 0;
  const dueMinor = amountAfter(text, 'À PAYER') ?? grossMinor;
  const methods = methodsOf(text);
  assert.equal(
    vat.reduce((sum, row) => sum + row.grossMinor, 0),
    grossMinor,
    `the rates of ${head[1]} add up to its total`,
  );
  assert.equal(
    Object.values(methods).reduce((sum, minor) => sum + minor, 0),
    dueMinor + roundingMinor,
    `the payments of ${head[1]} add up to what was due`,
  );
  return [
    {
      number: head[1],
      isRefund: refundOf !== null,
      refundOf,
      grossMinor,
      dueMinor,
      roundingMinor,
      vat,
      methods,
      points: pointsOf(text),
    },
  ];
}

function vatOf(text: string): readonly PaperVat[] {
  const row = new RegExp(String.raw`^(\d+(?:,\d+)?) % +${AMOUNT} +${AMOUNT} +${AMOUNT}$`, 'gm');
  return [...text.matchAll(row)].map(([, rate = '', net = '', vat = '', gross = '']) => ({
    rateBasisPoints: Math.round(Number(rate.replace(',', '.')) * 100),
    netMinor: minorOf(net),
    vatMinor: minorOf(vat),
    grossMinor: minorOf(gross),
  }));
}

/** Ways of paying have the sign of the currency behind their amount, articles have none. */
function methodsOf(text: string): Readonly<Record<string, number>> {
  const methods: Record<string, number> = {};
  for (const [label, method] of Object.entries(METHODS)) {
    const rows = [...text.matchAll(new RegExp(`^${label} +${AMOUNT} ${SIGN}$`, 'gm'))];
    for (const [, amount = ''] of rows) methods[method] = (methods[method] ?? 0) + minorOf(amount);
  }
  const change = amountAfter(text, 'Rendu') ?? 0;
  if (change !== 0) methods['cash'] = (methods['cash'] ?? 0) - change;
  return methods;
}

function pointsOf(text: string): PaperTicket['points'] {
  const section = /^Points de fidélité\n([\s\S]*?)^-{5}/m.exec(text)?.[1];
  if (section === undefined) return null;
  const points = (label: string): number =>
    Number((new RegExp(`^${label} +([+-]?\\d[\\d ]*)$`, 'm').exec(section)?.[1] ?? '0').replaceAll(' ', ''));
  return {
    earned: points('Gagnés') + points('Repris'),
    redeemed: points('Utilisés') + points('Rendus'),
    balance: points('Solde'),
  };
}

/** The amount behind a label, on its line or, where large letters left no room, below it. */
function amountAfter(text: string, label: string): number | undefined {
  const found = new RegExp(String.raw`^${label}\s+${AMOUNT} ${SIGN}$`, 'm').exec(text)?.[1];
  return found === undefined ? undefined : minorOf(found);
}

function slipOf(text: string): readonly PaperSlip[] {
  const number = /^ *Bon n° (\S+)/m.exec(text)?.[1];
  const kind = Object.entries(SLIPS).find(([words]) => new RegExp(`^ *${words}$`, 'm').test(text))?.[1];
  const amountMinor = amountAfter(text, 'Montant');
  if (number === undefined || kind === undefined || amountMinor === undefined) return [];
  return text.includes('DUPLICATA') ? [] : [{ kind, number, amountMinor }];
}

function sumsByRate(rows: readonly PaperVat[]): readonly PaperVat[] {
  const rates = [...new Set(rows.map((row) => row.rateBasisPoints))].sort((left, right) => left - right);
  return rates.map((rateBasisPoints) => {
    const own = rows.filter((row) => row.rateBasisPoints === rateBasisPoints);
    const add = (pick: (row: PaperVat) => number): number => own.reduce((sum, row) => sum + pick(row), 0);
    return {
      rateBasisPoints,
      grossMinor: add((row) => row.grossMinor),
      netMinor: add((row) => row.netMinor),
      vatMinor: add((row) => row.vatMinor),
    };
  });
}

/** `-1 234,50` in cents. */
function minorOf(amount: string): number {
  const minor = Number(amount.replaceAll(/[^\d]/g, ''));
  return amount.startsWith('-') && minor !== 0 ? -minor : minor;
}
