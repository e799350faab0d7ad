/** A Z as files: every figure of its row is in both, and nothing of a name can be executed by a spreadsheet. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { closingCsv, closingSheet } from './closing-file.ts';
import { BUSY_DAY, closingEntry, closingFileOf } from './testing.ts';

interface Row {
  readonly rubrique: string;
  readonly code: string;
  readonly libelle: string;
  readonly texte: string;
  readonly nombre: string;
  readonly montant: string;
  readonly 'nombre-rembourse': string;
  readonly rembourse: string;
  readonly ht: string;
  readonly tva: string;
}

function rowsOf(csv: string): readonly Row[] {
  return parse(csv, { bom: true, delimiter: ';', columns: true, record_delimiter: '\r\n' }) as Row[];
}

/** `-12,34` as a spreadsheet reads it, in cents. */
function cents(cell: string): number {
  return Math.round(Number(cell.replace(',', '.')) * 100);
}

/** Every number of the payload but counts of the journal's own and the offset of the clock. */
function amountsIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'utc_offset_minutes' ? [] : amountsIn(inner)));
}

test('every figure of the Z is in the table, as a number that a spreadsheet adds up', () => {
  const rows = rowsOf(closingCsv(closingFileOf('fr')));
  const said = new Set(
    rows.flatMap(({ code, nombre, montant, rembourse, ht, tva }) => [
      Number(code),
      Number(nombre),
      ...[montant, rembourse, ht, tva].map(cents),
    ]),
  );
  for (const amount of amountsIn(BUSY_DAY)) assert.ok(said.has(amount), String(amount));
  const total = rows.find(({ rubrique, code }) => rubrique === 'totaux' && code === 'total');
  assert.deepEqual([total?.montant, total?.ht, total?.tva], ['1224,81', '1123,45', '101,36']);
  for (const breakdown of ['tva', 'reglements', 'rayons', 'operateurs', 'heures'])
    assert.equal(
      rows.filter(({ rubrique }) => rubrique === breakdown).reduce((sum, row) => sum + cents(row.montant), 0),
      122_481,
      breakdown,
    );
});

test('it begins with its mark, has semicolons and decimal commas, and its codes are French in any shop', () => {
  const csv = closingCsv(closingFileOf('ar'));
  assert.ok(csv.startsWith('\ufeffrubrique;code;libelle;texte;nombre;montant;nombre-rembourse;rembourse;ht;tva\r\n'));
  assert.ok(csv.includes('\r\nreglements;cash;Espèces;;22;594,81;1;-9,75;;\r\n'));
});

test('a name that a spreadsheet would take for a formula is text', () => {
  const csv = closingCsv(closingFileOf('fr'));
  for (const cell of rowsOf(csv).flatMap(({ code, libelle, texte }) => [code, libelle, texte]))
    assert.doesNotMatch(cell, /^[=+@]|^-./);
  const rows = rowsOf(csv);
  assert.ok(rows.some(({ libelle }) => libelle === "'=SOMME(A1)"));
  assert.ok(rows.some(({ libelle }) => libelle === "'@Nadia"));
  assert.ok(rows.some(({ libelle }) => libelle === 'Vins; spiritueux'));
});

test('amounts have the decimals of their currency, and none where it has none', () => {
  const csv = (currency: string): string =>
    closingCsv({ ...closingFileOf('fr'), closing: closingEntry({ ...BUSY_DAY, currency }) });
  assert.ok(csv('TND').includes(';122,481;'));
  assert.ok(csv('XOF').includes(';122481;'));
});

test('the sheet has the same figures, its bars as high as what was taken, and says that it is a demonstration', () => {
  const sheet = closingSheet(closingFileOf('fr'));
  const text = JSON.stringify(sheet).replaceAll('\u00a0', ' ');
  for (const figure of ['1 224,81 €', '1 123,45 €', '101,36 €', '-9,75 €', '98 765,43 €', '475,00 €', '-3,20 €'])
    assert.ok(text.includes(figure), figure);
  assert.deepEqual(
    sheet.bars?.bars.map(({ label, perMille }) => [label, perMille]),
    [
      ['9:00', 464],
      ['12:00', 1000],
      ['18:00', 286],
    ],
  );
  assert.match(sheet.mention ?? '', /Démonstration/);
});

test('a day on which nothing was sold has its sheet and its table too', () => {
  const empty = closingEntry({
    ...BUSY_DAY,
    sales: { count: 0, amount_minor: 0 },
    vat: [],
    methods: [],
    categories: [],
    operators: [],
    hours: [],
    sessions: [],
  });
  assert.equal(closingSheet({ ...closingFileOf('fr'), closing: empty }).bars, null);
  assert.ok(
    closingCsv({ ...closingFileOf('fr'), closing: empty }).includes('\r\ntotaux;ventes;Ventes;;0;0,00;;;;\r\n'),
  );
});
