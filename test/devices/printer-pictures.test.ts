/**
 * What is drawn, through real lines, as dots on the paper of a printer that obeys real-time commands wherever they stand.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, test } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import { paperText, type Picture, picturesOn } from '#sim/printer/simulated-printer.ts';
import { blackDots, fromPbm, pbm } from './pictures.ts';
import { openPrinterDesk, type PrinterDesk, receiptOf } from './printer-desk.ts';

const ARABIC: ReceiptDocument = {
  language: 'ar',
  blocks: [
    { kind: 'text', text: 'بقالة القلب', align: 'center', bold: true, size: 'double' },
    { kind: 'rule' },
    { kind: 'pair', start: 'حليب كامل الدسم', end: '12,50 €' },
    { kind: 'pair', start: 'Crème brûlée', end: '3,10 €' },
    { kind: 'pair', start: 'المجموع', end: '15,60 €', bold: true },
    { kind: 'text', text: 'شكراً لزيارتكم', align: 'center' },
  ],
};
/** As it came out on 2026-11-22 and was looked at; made anew with COMPTOIR_NEW_PICTURES=1. */
const WANTED = fileURLToPath(new URL('./pictures/arabic-receipt.pbm', import.meta.url));
/** How many of a thousand black dots may differ: another build of the canvas rounds a curve otherwise. */
const DIFFERENT_PER_MILLE_MAX = 20;

let desk: PrinterDesk;
beforeEach(() => {
  desk = openPrinterDesk();
});
afterEach(() => desk.close());

for (const serial of [false, true]) {
  test(`no. 9: an Arabic receipt comes out as the picture that was looked at, over ${serial ? 'a serial line' : 'TCP'}`, async () => {
    const printer = await desk.printer({ serial });
    desk.open({ address: serial ? `${printer.serialAddress}?baud=115200` : printer.address, profile: 'TM-T88V' });
    const job = await desk.print(ARABIC);
    assert.equal(job.state, 'printed');
    assert.match(paperText(printer.paper), /^(\[image .*\n)+\[cut\]\n$/);
    const [picture] = picturesOn(printer.paper);
    assert.ok(picture);
    if (process.env['COMPTOIR_NEW_PICTURES'] === '1') writeFileSync(WANTED, pbm(picture));
    const wanted = fromPbm(readFileSync(WANTED));
    assert.deepEqual([picture.dotsWide, picture.dotsHigh], [wanted.dotsWide, wanted.dotsHigh]);
    const different = blackDots(picture.bits.map((byte, at) => byte ^ (wanted.bits[at] ?? 0)));
    assert.ok(
      different * 1_000 <= blackDots(wanted.bits) * DIFFERENT_PER_MILLE_MAX,
      `${different} dots of ${blackDots(wanted.bits)} differ`,
    );
    assert.equal(printer.realTimeOrders, 0);
    assert.equal(printer.unknownCommands.length, 0);
  });
}

test('no. 7: a logo of random dots makes the printer obey nothing: no kick, no lost buffer, one receipt', async () => {
  const printer = await desk.printer({ model: 'TM-T88V' });
  const logo = noise(512, 300);
  desk.open({ address: printer.address, profile: 'TM-T88V', drawer: true, logoPng: logo });
  await desk.health('ready');
  for (let ticket = 0; ticket < 5; ticket++) {
    assert.equal((await desk.print(receiptOf(`ticket ${ticket}`))).state, 'printed');
  }
  assert.equal(printer.realTimeOrders, 0);
  assert.equal(printer.drawer.kicks, 0);
  assert.equal(printer.unknownCommands.length, 0);
  const pictures = picturesOn(printer.paper);
  assert.deepEqual(
    pictures.map(({ dotsWide, dotsHigh }) => [dotsWide, dotsHigh]),
    Array.from({ length: 5 }, () => [512, 300]),
  );
  assert.match(paperText(printer.paper), /^(\[image .*\n)+ticket 0\n/);
});

test('the shop’s logo stands in the middle above the receipt, on every kind of head, and its black is black', async () => {
  const canvas = createCanvas(160, 80);
  const context = canvas.getContext('2d');
  context.fillRect(0, 0, 80, 80);
  const logoPng = canvas.toBuffer('image/png').toString('base64');
  for (const [model, columns, paperDots, high] of [
    ['TM-T88V', 42, 512, 80],
    ['TM-U220', 35, 400, 40],
  ] as const) {
    const printer = await desk.printer({ model, columns });
    desk.open({ id: model, address: printer.address, profile: model, logoPng });
    await desk.print(receiptOf('ticket'), model);
    const [picture] = picturesOn(printer.paper);
    assert.ok(picture, model);
    const left = (picture.dotsWide - 160) / 2;
    assert.ok(Math.abs(picture.dotsWide - paperDots) < 64, `${model}: ${picture.dotsWide}`);
    assert.equal(picture.dotsHigh, high, model);
    for (let y = 0; y < high; y++) {
      for (const [x, black] of [
        [left - 8, false],
        [left + 8, true],
        [left + 72, true],
        [left + 90, false],
        [left + 170, false],
      ] as const) {
        assert.equal(isBlack(picture, Math.floor(x), y), black, `${model}: ${x}, ${y}`);
      }
    }
    assert.equal(printer.unknownCommands.length, 0, model);
  }
});

test('a logo that is no picture, or a wall of one, costs the logo and not the receipt', async () => {
  const printer = await desk.printer();
  const wall = Buffer.from(noise(8, 8), 'base64');
  wall.writeUInt32BE(0x7fff_ffff, 16);
  for (const [id, logoPng] of [
    ['text', 'bm8gcGljdHVyZQ=='],
    ['empty', ''],
    ['wall', wall.toString('base64')],
    ['torn', noise(64, 64).slice(0, 200)],
  ] as const) {
    desk.open({ id, address: printer.address, profile: 'TM-T88V', logoPng });
    assert.equal((await desk.print(receiptOf(`ticket ${id}`), id)).state, 'printed', id);
    // A torn file may still give the upper part of its picture.
    assert.match(paperText(printer.tearOff()), new RegExp(`^(\\[image .*\\n)*ticket ${id}\\n`));
  }
});

function noise(width: number, height: number): string {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  let state = 20_261_122;
  for (let at = 0; at < image.data.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    image.data[at] = at % 4 === 3 ? 255 : state >>> 24;
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png').toString('base64');
}

function isBlack({ dotsWide, bits }: Picture, x: number, y: number): boolean {
  return ((bits[(y * dotsWide) / 8 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}
