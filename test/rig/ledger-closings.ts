/**
 * Sessions and closings past the till's own code: one drawer at a time, counted cash shared out whole, expected cash as the
 * rows add up to it, a Z that sums its tickets, and nothing written into a closed day.
 */
import type { Row } from '#domain/journal/journal.ts';

interface Fields {
  readonly [name: string]: unknown;
}

interface Drawer {
  floatMinor: number;
  movedMinor: number;
  closed: boolean;
}

/** What is wrong with sessions and closings, in words. */
export function closingFlaws(rows: readonly Row[]): readonly string[] {
  const flaws: string[] = [];
  const drawers = new Map<string, Drawer>();
  const closedDays = new Set<string>();
  const days = new Map<string, number>();
  let zNumber = 0;
  let perpetualMinor = 0;
  for (const row of rows) {
    const payload = JSON.parse(row.payload) as Fields;
    const day = row.business_day;
    if (day !== undefined && closedDays.has(day))
      flaws.push(`row ${row.seq} (${row.kind}) lies in the closed day ${day}`);
    const drawer = row.session_id === undefined ? undefined : drawers.get(row.session_id);
    if (row.kind === 'session-opened') {
      const id = String(payload['session_id']);
      if (drawers.has(id)) flaws.push(`session ${id} is opened twice`);
      drawers.set(id, { floatMinor: Number(payload['float_minor'] ?? 0), movedMinor: 0, closed: false });
    }
    if ((row.family === 'T' || row.family === 'P') && drawer?.closed === true)
      flaws.push(`row ${row.seq} (${row.kind}) lies in a closed session`);
    if (row.family === 'T' && day !== undefined) days.set(day, (days.get(day) ?? 0) + Number(payload['gross_minor']));
    if (
      drawer !== undefined &&
      (row.kind === 'cash-moved' || (row.kind === 'payment-received' && payload['method'] === 'cash'))
    )
      drawer.movedMinor += Number(payload['amount_minor']);
    if (row.kind === 'cash-counted') {
      const id = String(payload['session_id']);
      const cash = (payload['methods'] as readonly Fields[]).find((method) => method['method'] === 'cash');
      const of = drawers.get(id);
      if (of !== undefined && cash?.['expected_minor'] !== of.floatMinor + of.movedMinor)
        flaws.push(
          `the count of ${id} expects ${String(cash?.['expected_minor'])}, its rows ${of.floatMinor + of.movedMinor}`,
        );
    }
    if (row.kind === 'session-closed') {
      const of = drawers.get(String(payload['session_id']));
      if (of?.closed === true) flaws.push(`session ${String(payload['session_id'])} is closed twice`);
      if (of !== undefined) of.closed = true;
      if (payload['counted'] === true) {
        const cash = (payload['methods'] as readonly Fields[]).find((method) => method['method'] === 'cash');
        const shared = Number(payload['next_float_minor']) + Number(payload['deposit_minor']);
        if (shared !== cash?.['counted_minor']) flaws.push(`next float and deposit are not what was counted`);
      }
    }
    if (row.kind === 'day-closed') {
      const closed = String(payload['business_day']);
      zNumber += 1;
      perpetualMinor += days.get(closed) ?? 0;
      if (closedDays.has(closed)) flaws.push(`day ${closed} is closed twice`);
      closedDays.add(closed);
      if (payload['z_number'] !== zNumber)
        flaws.push(`the Z of ${closed} has number ${String(payload['z_number'])}, not ${zNumber}`);
      if (payload['gross_minor'] !== (days.get(closed) ?? 0))
        flaws.push(`the Z of ${closed} says ${String(payload['gross_minor'])}, its tickets ${days.get(closed) ?? 0}`);
      if (payload['perpetual_net_minor'] !== perpetualMinor)
        flaws.push(
          `the perpetual total after ${closed} is ${String(payload['perpetual_net_minor'])}, not ${perpetualMinor}`,
        );
    }
  }
  return flaws;
}
