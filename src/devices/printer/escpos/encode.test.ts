/**
 * The encoder against a reader that shares nothing with it, on every profile of the database. A painter that draws no
 * letters but a number stands in for the canvas, so that a drawn row can be read back as the text it was drawn from.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { receiptCode } from '#domain/barcode/barcode.ts';
import { lineOf, type ReceiptBlock, type ReceiptDocument } from '#domain/receipt/receipt.ts';
import { codePagesOf, MODEL_NAMES } from '#sim/printer/code-pages.ts';
import { EscposReader, type ReaderEvent } from '#sim/printer/escpos-reader.ts';
import type { PaperItem } from '#sim/printer/paper.ts';
import { RealTimeScanner } from '#sim/printer/real-time.ts';
import { type Bitmap, blacken, blankBitmap } from './bitmap.ts';
import { ByteSink } from './byte-sink.ts';
import { encodePulse, encodeReceipt, needsPainter, type RowPainter } from './encode.ts';
import { putImage } from './image.ts';
import { nearestAscii, plainText } from './printable.ts';
import { type PrinterProfile, PROFILE_NAMES, printerProfile } from './profile.ts';
import { hasRealTime } from './real-time.ts';

const FRENCH = 'Œufs, cœur & crème brûlée à 2,50 € – « Forêt-Noire » n° 7 ÀÂÇÉÈÊËÎÏÔÙÛÜŸ àâçéèêëîïôùûüÿ’';

function profileNamed(name: string): PrinterProfile {
  const profile = printerProfile(name);
  assert.ok(profile, name);
  return profile;
}

/** Draws the number of the row as that many black dots, and remembers its text. */
function numberingPainter(profile: PrinterProfile): { readonly painter: RowPainter; readonly drawn: string[] } {
  const drawn: string[] = [];
  const painter: RowPainter = {
    measure: (text) => text.length,
    paint(row) {
      const bitmap = blankBitmap(profile.dots, 24);
      drawn.push(lineOf(row.cells));
      for (let x = 0; x < drawn.length; x++) blacken(bitmap, x, 0);
      return bitmap;
    },
    paintRule: () => blankBitmap(profile.dots, 8),
  };
  return { painter, drawn };
}

function read(bytes: Uint8Array, profile: PrinterProfile): readonly ReaderEvent[] {
  return new EscposReader({ codePages: codePagesOf(profile.name), columns: profile.columns }).push(bytes);
}

function paperOf(events: readonly ReaderEvent[]): readonly PaperItem[] {
  return events.flatMap((event) => (event.kind === 'paper' ? [event.item] : []));
}

/** What a person reads on the paper, row by row; drawn rows as the text they were drawn from. */
function rowsOn(document: ReceiptDocument, profile: PrinterProfile): readonly string[] {
  const { painter, drawn } = numberingPainter(profile);
  const events = read(encodeReceipt(document, { profile, painter, processId: null }), profile);
  assert.equal(
    events.filter((event) => event.kind === 'unknown').length,
    0,
    `${profile.name} gets commands that exist`,
  );
  const rows: string[] = [];
  let bandsLeft = 0;
  for (const item of paperOf(events)) {
    if (item.kind === 'line') rows.push(item.spans.map((span) => span.text).join(''));
    if (item.kind !== 'image') continue;
    // A printer with eight pins takes three bands for the 24 rows of a drawing.
    if (bandsLeft === 0) {
      rows.push(drawn[blackDots(item) - 1] ?? '');
      bandsLeft = 24 / item.dotsHigh;
    }
    bandsLeft--;
  }
  return rows;
}

function blackDots(item: Extract<PaperItem, { kind: 'image' }>): number {
  return [...item.bits].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}

const say = (...blocks: readonly ReceiptBlock[]): ReceiptDocument => ({ language: 'fr', blocks });

test('the simulator knows every model that the encoder knows', () => {
  assert.equal(PROFILE_NAMES.length, 50);
  assert.deepEqual([...MODEL_NAMES].sort(), [...PROFILE_NAMES].sort());
});

for (const name of PROFILE_NAMES) {
  const profile = profileNamed(name);
  const canDraw = profile.image !== 'none';

  test(`no. 8: ${name}: œ, € and every French accent come out as they are`, () => {
    const rows = rowsOn(say({ kind: 'text', text: FRENCH }), profile);
    const text = rows
      .map((row) => row.trimEnd())
      .join(' ')
      .trimEnd();
    const wanted = canDraw || profile.codePages.length > 0 ? FRENCH : nearestAscii(FRENCH);
    assert.equal(text.replaceAll(' ', ''), wanted.replaceAll(' ', ''));
  });

  test(`no. 8: ${name}: what is printed reads back as what was meant, and never as a question mark`, () => {
    const characters = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...FRENCH) },
      { weight: 2, arbitrary: fc.integer({ min: 0x20, max: 0x17f }).map((code) => String.fromCharCode(code)) },
      { weight: 1, arbitrary: fc.constantFrom(...'ΑλφαЖщñłşč░√北ع日\u{1f600}') },
    );
    const texts = fc
      .array(characters, { minLength: 1, maxLength: Math.min(20, profile.columns) })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(texts, (raw) => {
        const text = plainText(raw).replaceAll('?', '').trim();
        fc.pre(text !== '' && [...text].length <= profile.columns && !/ {2}/.test(text));
        const rows = rowsOn(say({ kind: 'text', text }), profile);
        const got = rows
          .map((row) => row.trim())
          .filter((row) => row !== '')
          .join('');
        assert.equal(got.includes('?'), false);
        assert.equal(got.includes('\ufffd'), false);
        if (canDraw) assert.equal(got, text);
      }),
      { numRuns: 60 },
    );
  });

  test(`${name}: a label wraps, its amount stays whole at the edge, and no row is wider than the paper`, () => {
    const rows = rowsOn(
      say(
        { kind: 'pair', start: 'Confiture extra de framboises du Val de Loire bocal familial', end: '1 234,56' },
        { kind: 'pair', start: 'TOTAL', end: '1 234,56', bold: true, size: 'double' },
      ),
      profile,
    ).filter((row) => row.trim() !== '');
    assert.equal(rows.filter((row) => row.endsWith('1 234,56')).length, 2);
    for (const row of rows) assert.ok([...row].length <= profile.columns, row);
  });
}

test('the bytes of a small receipt, as they were read in the manual', () => {
  const document = say(
    { kind: 'text', text: 'Café', bold: true },
    { kind: 'pair', start: 'Thé', end: '2 €' },
    { kind: 'rule' },
  );
  const profile = { ...profileNamed('TM-T88V'), columns: 8 };
  const bytes = encodeReceipt(document, { profile, painter: null, processId: Uint8Array.of(0x41, 0x42, 0x43, 0x44) });
  const wanted = [
    '1b40 1c2e 1b5200', // initialise, leave two-byte characters, ASCII of the USA
    '1b2108 1b7410 436166e9 0a', // bold, code page 16 is CP1252, Café
    '1b2100 5468e9 2020 322080 0a', // Thé, two spaces, 2 €
    '1b2100 2d2d2d2d2d2d2d2d 0a',
    '1b2100 1d564203', // plain again, feed and cut
    '1d284806003030 41424344', // the process id comes back when the paper is out
  ];
  assert.equal(Buffer.from(bytes).toString('hex'), wanted.join('').replaceAll(' ', ''));
});

test('a printer is told to speak up behind the command that would silence it, and is silent again for the next sender', () => {
  const profile = { ...profileNamed('NT-80-V-UL'), columns: 8 };
  const hex = (reports: 'during-job' | 'from-now-on'): string =>
    Buffer.from(
      encodeReceipt(say({ kind: 'text', text: 'A' }), {
        profile,
        painter: null,
        processId: null,
        reports,
        askAtEnd: true,
      }),
    ).toString('hex');
  const start = '1b401c2e1b5200' + '1d610f' + '1b2100' + '410a' + '1b2100' + '1d564203';
  assert.equal(hex('during-job'), `${start}1d61001d7201`);
  assert.equal(hex('from-now-on'), `${start}1d7201`);
});

test('no. 4: a drawer pulse is five bytes, on the pin that is asked for', () => {
  assert.deepEqual([...encodePulse(2)], [0x1b, 0x70, 0, 50, 100]);
  assert.deepEqual([...encodePulse(5)], [0x1b, 0x70, 1, 50, 100]);
});

test('control bytes in a product name never reach the printer as a command', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 0x9f }), fc.constantFrom(0x1b, 0x1d, 0x10, 0x70, 0x56, 0x14)), {
        maxLength: 40,
      }),
      fc.constantFrom(...PROFILE_NAMES),
      (codes, name) => {
        const hostile = String.fromCharCode(...codes);
        const profile = profileNamed(name);
        const document = say(
          { kind: 'pair', start: hostile, end: '1,00' },
          { kind: 'qr', data: `x${hostile}` },
          { kind: 'barcode', symbology: 'code128', data: `x${hostile}` },
          {
            kind: 'cells',
            cells: [
              { text: hostile, eighths: 4 },
              { text: hostile, eighths: 4 },
            ],
          },
        );
        const bytes = encodeReceipt(document, { profile, painter: numberingPainter(profile).painter, processId: null });
        const events = read(bytes, profile);
        assert.equal(
          events.some((event) => event.kind === 'kick' || event.kind === 'unknown' || event.kind === 'process'),
          false,
        );
        assert.ok(paperOf(events).filter((item) => item.kind === 'cut').length <= 1);
        assert.deepEqual(new RealTimeScanner().push(bytes), []);
      },
    ),
    { numRuns: 300 },
  );
});

test('no. 7: no picture makes a printer obey: a real-time command in it costs a dot here and there, and no dot is lost', () => {
  const ROW_BYTES = 8;
  const rows = fc.constantFrom(1, 72, 300);
  const bytes = rows.chain((high) =>
    fc.oneof(
      fc.uint8Array({ minLength: ROW_BYTES * high, maxLength: ROW_BYTES * high }),
      fc
        .array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x01, 0x00), {
          minLength: ROW_BYTES * high,
          maxLength: ROW_BYTES * high,
        })
        .map((all) => Uint8Array.from(all)),
    ),
  );
  fc.assert(
    fc.property(
      bytes,
      fc.constantFrom('raster' as const, 'column24' as const, 'column8' as const),
      fc.nat(5_000),
      (bits, image, cut) => {
        const bitmap: Bitmap = { dotsWide: ROW_BYTES * 8, dotsHigh: bits.length / ROW_BYTES, bits };
        const sink = new ByteSink();
        putImage(sink, bitmap, image);
        putImage(sink, bitmap, image);
        const sent = sink.taken();
        // Whoever listens for such bytes hears none, however the line cuts what it carries.
        const listener = new RealTimeScanner();
        const heard = [sent.subarray(0, cut), sent.subarray(cut)].flatMap((piece) => [...listener.push(piece)]);
        assert.deepEqual(heard, []);
        assert.equal(hasRealTime(sent), false);
        const images = paperOf(read(sent, profileNamed('default'))).filter((item) => item.kind === 'image');
        const drawn = Buffer.concat(images.map((item) => (item.kind === 'image' ? item.bits : new Uint8Array())));
        for (const [at, byte] of bits.entries()) assert.equal((drawn[at] ?? 0) & byte, byte, 'no dot is lost');
      },
    ),
    { numRuns: 150 },
  );
});

test('no. 7: no QR code and no bar code makes a printer obey, whatever its data and its length', () => {
  const painter = null;
  for (const name of ['TM-T88V', 'NT-5890K', 'TM-U220', 'AF-240']) {
    const profile = profileNamed(name);
    // 1,037 bytes make a length whose two bytes are a real-time command.
    for (const length of [13, 16, 1_037, 1_038, 1_293, 2_331, 2_332, 5_000]) {
      for (const character of ['0', '\u0010', '\u0004', 'é']) {
        const data = character.repeat(length);
        const document = say({ kind: 'qr', data }, { kind: 'barcode', symbology: 'code128', data: data.slice(0, 20) });
        const bytes = encodeReceipt(document, { profile, painter, processId: null });
        assert.deepEqual(new RealTimeScanner().push(bytes), [], `${name}, ${length}`);
        assert.equal(hasRealTime(bytes), false, `${name}, ${length}`);
      }
    }
  }
});

test('a QR code is the printer’s own where it has one and drawn where it has not', () => {
  const data = 'https://example.org/ticket/1?proof=é€';
  for (const name of PROFILE_NAMES) {
    const profile = profileNamed(name);
    const items = paperOf(
      read(encodeReceipt(say({ kind: 'qr', data }), { profile, painter: null, processId: null }), profile),
    );
    const qr = items.find((item) => item.kind === 'qr');
    if (profile.qr) assert.equal(qr?.data, data, name);
    else if (profile.image !== 'none')
      assert.ok(
        items.some((item) => item.kind === 'image'),
        name,
      );
    else
      assert.ok(
        items.some((item) => item.kind === 'line'),
        name,
      );
  }
});

test('the longest code of a receipt has bars of two dots on every paper from 58 mm, three on 80 mm, and says all its digits', () => {
  const code = receiptCode({ ticketNumber: '99-99999999', mark: '123456' });
  for (const name of PROFILE_NAMES) {
    const profile = profileNamed(name);
    if (!profile.code128 || profile.dots < 384) continue;
    const document = say({ kind: 'barcode', symbology: 'code128', data: code });
    const bytes = encodeReceipt(document, { profile, painter: null, processId: null });
    const bars = paperOf(read(bytes, profile)).find((item) => item.kind === 'barcode');
    assert.equal(bars?.data, code, name);
    // GS w: dots of a module.
    const at = bytes.findIndex((byte, index) => byte === 0x1d && bytes[index + 1] === 0x77);
    assert.equal(bytes[at + 2], profile.dots > 512 ? 3 : 2, name);
  }
});

test('a code whose digits would be a command of the printer is drawn', () => {
  const profile = profileNamed('TM-T88V');
  const document = say({ kind: 'barcode', symbology: 'code128', data: 'TK-16040101000002' });
  const bytes = encodeReceipt(document, { profile, painter: null, processId: null });
  assert.equal(hasRealTime(bytes), false);
  assert.ok(paperOf(read(bytes, profile)).some(({ kind }) => kind === 'image'));
});

test('no. 9: an Arabic receipt is drawn row by row, and a French one draws only the row that needs it', () => {
  const profile = profileNamed('TM-T88V');
  const arabic: ReceiptDocument = {
    language: 'ar',
    blocks: [{ kind: 'pair', start: 'حليب', end: '12,50' }, { kind: 'rule' }],
  };
  assert.equal(needsPainter(arabic, profile), true);
  const { painter } = numberingPainter(profile);
  const kinds = (document: ReceiptDocument): readonly string[] =>
    paperOf(read(encodeReceipt(document, { profile, painter, processId: null }), profile)).map((item) => item.kind);
  assert.deepEqual(kinds(arabic), ['image', 'image', 'cut']);
  const french = say(
    { kind: 'text', text: 'Café' },
    { kind: 'text', text: 'Thé 北京' },
    { kind: 'text', text: 'Lait' },
  );
  assert.deepEqual(kinds(french), ['line', 'image', 'line', 'cut']);
  assert.equal(needsPainter(say({ kind: 'text', text: FRENCH }), profile), false);
});

test('after large letters a rule is as wide as the paper and no wider', () => {
  const profile = profileNamed('TM-T88V');
  const rows = rowsOn(
    say({ kind: 'text', text: 'GRAND', size: 'double' }, { kind: 'rule' }, { kind: 'text', text: 'petit' }),
    profile,
  );
  assert.deepEqual(rows, ['GRAND', '-'.repeat(42), 'petit']);
});
