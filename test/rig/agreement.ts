/**
 * Whether ticket, paper and drawer agree: what was confirmed is in the journal, what was asked for is on paper exactly
 * once unless the till itself says that it does not know, and the drawer opened at most once for each pulse.
 */
import type { ConfirmedSale } from './cashier.ts';
import type { Ledger } from './ledger.ts';
import type { Printout } from './paper.ts';

/** Every sale that was confirmed exists, as it was confirmed. That none exists twice is seen in the ledger. */
export function saleFlaws(confirmed: readonly ConfirmedSale[], ledger: Ledger): readonly string[] {
  const flaws: string[] = [];
  for (const { ticketId, number, totalMinor, print } of confirmed) {
    const sale = ledger.sales.get(ticketId);
    if (sale === undefined) flaws.push(`lost sale: ${number} was confirmed`);
    else if (sale.number !== number || sale.dueMinor !== totalMinor || sale.print !== print)
      flaws.push(`sale ${number} is another than was confirmed`);
  }
  return flaws;
}

/** Every receipt that was asked for is on paper exactly once, or the till says that it does not know. */
export function paperFlaws(ledger: Ledger, paper: readonly Printout[]): readonly string[] {
  const flaws: string[] = [];
  const came = new Map<string, number>();
  for (const printout of paper) {
    const name = printout.copy === 0 ? printout.number : `copy of ${printout.number}`;
    came.set(name, (came.get(name) ?? 0) + 1);
    if (![...ledger.sales.values()].some((sale) => sale.number === printout.number))
      flaws.push(`paper without its sale: ${printout.number}`);
  }
  const asked = new Map<string, { sure: number; unsure: number }>();
  for (const job of ledger.jobs) {
    if (job.kind !== 'receipt' && job.kind !== 'duplicate') continue;
    const name = job.kind === 'receipt' ? String(job.ticket_number) : `copy of ${job.ticket_number}`;
    const of = asked.get(name) ?? { sure: 0, unsure: 0 };
    asked.set(name, of);
    if (job.state === 'printed' || job.state === 'handed-over') of.sure += 1;
    else if (job.state === 'unknown') of.unsure += 1;
    else flaws.push(`receipt ${name} never came to rest: ${job.state}`);
  }
  for (const [name, { sure, unsure }] of asked) {
    const prints = came.get(name) ?? 0;
    if (prints < sure || prints > sure + unsure)
      flaws.push(`receipt ${name} is ${prints} times on paper: ${sure} printed, ${unsure} unknown`);
  }
  for (const name of came.keys())
    if (!asked.has(name)) flaws.push(`receipt ${name} is on paper, and nobody asked for it`);
  for (const sale of ledger.sales.values()) {
    if ((sale.print === 'paper') !== asked.has(sale.number))
      flaws.push(
        `sale ${sale.number} was to be printed: ${sale.print}, and has ${asked.has(sale.number) ? 'a' : 'no'} job`,
      );
  }
  return flaws;
}

/** Each opening of the drawer has its own pulse in the store, which was committed with its sale. */
export function drawerFlaws(ledger: Ledger, kicks: number): readonly string[] {
  const pulses = ledger.jobs.filter((job) => job.kind === 'pulse');
  const flaws = pulses
    .filter((job) => job.ticket_id !== null && !ledger.sales.has(job.ticket_id))
    .map((job) => `a pulse for the unpaid ticket ${job.ticket_id}`);
  if (kicks > pulses.length) flaws.push(`the drawer opened ${kicks} times for ${pulses.length} pulses`);
  return flaws;
}
