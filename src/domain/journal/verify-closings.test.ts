/** One test for each way in which the closings of a till can fail to hold together although every row is signed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { type ClosingRow, ClosingsVerifier } from './verify-closings.ts';

type Changes = Readonly<Record<string, unknown>>;

function row(kind: string, businessDay: string | undefined, payload: Changes, family = 'L'): ClosingRow {
  return {
    family: family as ClosingRow['family'],
    kind,
    payload: payload as ClosingRow['payload'],
    ...(businessDay === undefined ? {} : { business_day: businessDay }),
  };
}

function opened(day: string): readonly ClosingRow[] {
  return [
    row('day-opened', day, { business_day: day }),
    row('session-opened', day, { session_id: `s-${day}`, business_day: day }),
  ];
}

function ticket(day: string, grossMinor: number): ClosingRow {
  const vatMinor = Math.trunc(grossMinor / 6);
  const payload = {
    transaction: grossMinor < 0 ? 'refund' : 'sale',
    gross_minor: grossMinor,
    net_minor: grossMinor - vatMinor,
    vat_minor: vatMinor,
  };
  return row('ticket-validated', day, payload, 'T');
}

function sessionClosed(day: string): ClosingRow {
  return row('session-closed', day, { session_id: `s-${day}`, business_day: day, counted: true }, 'G');
}

/** The Z of a day with these tickets, after one with these perpetual totals. */
function closed(
  day: string,
  zNumber: number,
  grosses: readonly number[],
  before: readonly number[],
  changes: Changes = {},
) {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const [sales, refunds] = [grosses.filter((gross) => gross >= 0), grosses.filter((gross) => gross < 0)];
  const vatMinor = sum(grosses.map((gross) => Math.trunc(gross / 6)));
  const payload = {
    business_day: day,
    z_number: zNumber,
    sales: { count: sales.length, amount_minor: sum(sales) },
    refunds: { count: refunds.length, amount_minor: sum(refunds) },
    gross_minor: sum(grosses),
    net_minor: sum(grosses) - vatMinor,
    vat_minor: vatMinor,
    perpetual_net_minor: sum([...before, ...grosses]),
    perpetual_absolute_minor: sum([...before, ...grosses].map(Math.abs)),
    perpetual_ticket_count: before.length + grosses.length,
    ...changes,
  };
  return row('day-closed', day, payload, 'G');
}

const MONDAY = '2026-09-21';
const TUESDAY = '2026-09-22';
const GROSSES = [1200, -300, 999];

function day(
  name: string,
  zNumber: number,
  before: readonly number[] = [],
  changes: Changes = {},
): readonly ClosingRow[] {
  return [
    ...opened(name),
    ...GROSSES.map((gross) => ticket(name, gross)),
    sessionClosed(name),
    closed(name, zNumber, GROSSES, before, changes),
  ];
}

function findings(rows: readonly ClosingRow[]): readonly string[] {
  const verifier = new ClosingsVerifier();
  return rows.flatMap((each) => verifier.push(each));
}

describe('closings', () => {
  test('of days, one after the other, hold together', () => {
    assert.deepEqual(findings([...day(MONDAY, 1), ...day(TUESDAY, 2, GROSSES)]), []);
  });

  test('of any days with any tickets hold together, and with any ticket changed they do not', () => {
    const gross = fc.integer({ min: -9999, max: 99_999 }).filter((value) => value !== 0);
    fc.assert(
      fc.property(
        fc.array(fc.array(gross, { maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (days, pick) => {
          const before: number[] = [];
          const rows = days.flatMap((grosses, index) => {
            const name = `2026-09-${10 + index}`;
            const tickets = grosses.map((each) => ticket(name, each));
            const made = [...opened(name), ...tickets, sessionClosed(name), closed(name, index + 1, grosses, before)];
            before.push(...grosses);
            return made;
          });
          assert.deepEqual(findings(rows), []);
          const places = rows.flatMap(({ kind }, index) => (kind === 'ticket-validated' ? [index] : []));
          const place = places[pick % Math.max(1, places.length)];
          if (place === undefined) return;
          assert.notDeepEqual(findings(rows.filter((_, index) => index !== place)), []);
        },
      ),
    );
  });

  test('with one left out show the gap in the numbers, and the day that was passed over', () => {
    const rows = [...day(MONDAY, 1).slice(0, -1), ...day(TUESDAY, 2, GROSSES)];
    const found = findings(rows);
    assert.match(found[0] ?? '', /Z 2 stands where Z 1 should/);
    assert.ok(found.some((text) => text.includes(`Z 2 closes ${TUESDAY} before ${MONDAY}`)));
  });

  test('of one day twice show the second', () => {
    const rows = [...day(MONDAY, 1), closed(MONDAY, 2, [], GROSSES)];
    assert.match(findings(rows).join('\n'), /stands in 2026-09-21, which Z 1 had closed/);
    assert.match(findings(rows).join('\n'), /Z 2 closes 2026-09-21 after 2026-09-21/);
  });

  test('of an earlier day after a later one show it', () => {
    assert.match(findings([...day(TUESDAY, 1), ...day(MONDAY, 2, GROSSES)]).join('\n'), /Z 2 closes 2026-09-21 after/);
  });

  test('show a row that was written into a closed day, whatever it is', () => {
    for (const late of [
      ticket(MONDAY, 100),
      row('payment-received', MONDAY, {}, 'P'),
      row('approval-given', MONDAY, {}),
      row('points-expired', MONDAY, {}, 'M'),
    ]) {
      const found = findings([...day(MONDAY, 1), late]);
      assert.deepEqual(found, [`a row of kind ${late.kind} stands in ${MONDAY}, which Z 1 had closed`]);
    }
    assert.deepEqual(
      findings([...day(MONDAY, 1), row('ticket-validated', MONDAY, {}, 'X')]),
      [],
      'training is in no day',
    );
  });

  test('show a day that was closed while a session of it was open', () => {
    const rows = day(MONDAY, 1).filter(({ kind }) => kind !== 'session-closed');
    assert.match(findings(rows).join('\n'), /Z 1 closes 2026-09-21 while its session s-2026-09-21 is not closed/);
  });

  for (const [name, changes] of [
    ['sales that are not those of its tickets', { sales: { count: 2, amount_minor: 2198 } }],
    ['a number of sales that is not that of its tickets', { sales: { count: 1, amount_minor: 2199 } }],
    ['refunds that are not those of its tickets', { refunds: { count: 1, amount_minor: -200 } }],
    ['a gross that is not that of its tickets', { gross_minor: 1898 }],
    ['a net that is not that of its tickets', { net_minor: 1 }],
    ['VAT that is not that of its tickets', { vat_minor: 1 }],
    ['a perpetual net total that does not go on', { perpetual_net_minor: 1898 }],
    ['a perpetual absolute total that does not go on', { perpetual_absolute_minor: 2498 }],
    ['a perpetual number of tickets that does not go on', { perpetual_ticket_count: 2 }],
    ['another day than its row', { business_day: '2026-09-20' }],
  ] as const) {
    test(`show a Z with ${name}`, () => {
      assert.notDeepEqual(findings(day(MONDAY, 1, [], changes)), []);
    });
  }

  test('show perpetual totals that were reset, at the Z after which they were', () => {
    const found = findings([...day(MONDAY, 1), ...day(TUESDAY, 2, [])]);
    assert.equal(found.length, 3);
    assert.ok(found.every((text) => text.startsWith('Z 2 ')));
  });
});
