/** Every kind of code that a till meets, drawn by another library, decoded as the camera's worker does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import bwip from 'bwip-js/node';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { READER_OPTIONS } from './reader-options.ts';

before(async () => {
  const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

const GS = '\u001d';
const GS1 = '(01)03453120000011(10)LOT1(17)261231';
const CASES: readonly (readonly [kind: string, drawn: string, text: string, symbology: string])[] = [
  ['ean13', '3017620422003', '3017620422003', ']E0'],
  ['ean8', '96385074', '96385074', ']E4'],
  ['upca', '012345678905', '0012345678905', ']E0'],
  ['upce', '01234565', '0012345000065', ']E0'],
  ['code128', 'TK-1-00042', 'TK-1-00042', ']C0'],
  ['gs1-128', GS1, `010345312000001110LOT1${GS}17261231`, ']C1'],
  ['gs1datamatrix', GS1, `010345312000001110LOT1${GS}17261231`, ']d2'],
  ['gs1qrcode', GS1, `010345312000001110LOT1${GS}17261231`, ']Q3'],
  ['qrcode', 'https://exemple.fr/é', 'https://exemple.fr/é', ']Q1'],
  ['datamatrix', 'C-42', 'C-42', ']d1'],
  ['databaromni', '(01)03453120000011', '0103453120000011', ']e0'],
  ['databarlimited', '(01)03453120000011', '0103453120000011', ']e0'],
  ['databarexpanded', '(01)93453120000014(3102)001750', '01934531200000143102001750', ']e0'],
];

for (const [kind, drawn, text, symbology] of CASES) {
  test(`${kind} is read with its plain text and its symbology`, async () => {
    const picture = await bwip.toBuffer({
      bcid: kind,
      text: drawn,
      scale: 3,
      paddingwidth: 14,
      paddingheight: 14,
      backgroundcolor: 'FFFFFF',
    });
    const found = await readBarcodes(new Uint8Array(picture), READER_OPTIONS);
    assert.deepEqual(
      found.filter(({ isValid }) => isValid).map((read) => [read.text, read.symbologyIdentifier]),
      [[text, symbology]],
    );
  });
}
