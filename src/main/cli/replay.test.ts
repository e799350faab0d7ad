import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { writeRecording } from '#devices/transport/recording.ts';
import type { LineFrame } from '#devices/wire.ts';
import { runCommandLine } from './cli.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(() => {
  for (const undo of cleanUp.splice(0).reverse()) undo();
});

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'line.jsonl');
  writeFileSync(file, text);
  return file;
}

function till(...words: readonly string[]): { readonly code: unknown; readonly out: string; readonly err: string } {
  const said = { out: '', err: '' };
  const output = {
    stdout: { write: (text: string) => void (said.out += text) },
    stderr: { write: (text: string) => void (said.err += text) },
  };
  const program = { migrationsDir: '', software: () => assert.fail('nothing is written down') };
  const code = runCommandLine(['replay', ...words], output, program);
  return { code, ...said };
}

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const at = (atMs: number, direction: LineFrame['direction'], bytes = ''): LineFrame => ({
  atMs,
  direction,
  hex: bytes,
});

test('the codes of a serial scanner are read again from a recording, however its bytes were cut', () => {
  const frames = [
    at(0, 'opened'),
    at(10, 'in', hex(']E03017620')),
    at(12, 'in', hex('422003\r')),
    at(500, 'in', hex('no suffix')),
    at(5_000, 'closed'),
  ];
  const device = { kind: 'scanner', name: 'Douchette', address: 'serial:///dev/ttyUSB0' } as const;
  const { code, out } = till(fileWith(writeRecording({ device, frames })));
  assert.equal(code, 0);
  assert.match(out, /^scanner · Douchette · serial:\/\/\/dev\/ttyUSB0\n/);
  assert.match(out, /← lu: 3017620422003 \(\]E0\)/);
  assert.match(out, /← lu: no suffix/);
  assert.match(out, /5 trames, 2 lectures/);
});

test('what a printer said is told in words, by itself and when it was asked', () => {
  const frames = [
    at(0, 'opened'),
    at(1, 'out', '100401100402100404'),
    at(2, 'in', '161272'),
    at(3, 'in', '14000f00'),
    at(4, 'out', hex(`\u001b@${'x'.repeat(100)}`)),
    at(5, 'in', `3722${hex('ABCD')}00`),
    at(6, 'in', 'ff'),
  ];
  const device = { kind: 'printer', address: 'tcp://10.0.0.8:9100', drawerSensor: 'open-is-high' } as const;
  const { out } = till(fileWith(writeRecording({ device, frames })), '--lang', 'en');
  assert.match(out, /state asked for: out of paper, drawer open/);
  assert.match(out, /state said by itself: out of paper, paper nearly out, drawer open/);
  assert.match(out, /sent, 102 bytes: 1b 40 78 .* …/);
  assert.match(out, /paper came out, print ABCD/);
  assert.match(out, /not understood: ff/);
});

test('the number of a card is told in every way that its text may mean, and a damaged one is no card', () => {
  const device = { kind: 'card', address: 'serial:///dev/ttyS0' } as const;
  const frames = [at(0, 'in', hex('1374066')), at(5, 'in', hex('209\r')), at(9, 'in', hex('\u0080\r'))];
  const { out } = till(fileWith(writeRecording({ device, frames })));
  assert.match(out, /carte: 1374066209 = .*51e69621/);
  assert.match(out, /numéro coupé ou abîmé/);
  const known = till(fileWith(writeRecording({ device: { ...device, cardNotation: 'decimal-10' }, frames })));
  assert.match(known.out, /carte: 1374066209 = 51e69621\n/);
});

test('bytes that no codec of ours reads are shown as they are', () => {
  const device = { kind: 'display', address: 'serial:///dev/ttyS0' } as const;
  const { out } = till(fileWith(writeRecording({ device, frames: [at(0, 'in', '0641')] })));
  assert.match(out, /reçu, 2 octets: 06 41 {2}·A/);
});

test('nothing in a recording steers the terminal', () => {
  const device = { kind: 'scanner', name: 'a\u001b[2J', address: 'serial:///dev/ttyS0' } as const;
  const frames = [at(0, 'in', hex('\u001b]0;x\u0007\r'))];
  const { out } = till(fileWith(writeRecording({ device, frames })));
  assert.doesNotMatch(out.replaceAll('\n', ''), /\p{Cc}/u);
});

test('a file that is no recording is refused with its line; a missing one and missing words too', () => {
  assert.deepEqual([till(fileWith('{"devices":[]}')).code, till(fileWith('')).code], [1, 1]);
  const toaster = '{"comptoirRecording":1,"device":{"kind":"toaster","address":"tcp://a:1"}}\n';
  const refused = till(fileWith(toaster));
  assert.equal(refused.code, 1);
  assert.match(refused.err, /ligne 1/);
  assert.equal(till('/nowhere/at/all').code, 1);
  assert.equal(till().code, 2);
  assert.equal(till('a', 'b').code, 2);
});

test('times say that they are UTC', () => {
  const device = { kind: 'scanner', address: 'serial:///dev/ttyS0' } as const;
  const file = fileWith(writeRecording({ device, frames: [at(3_600_000, 'opened')] }));
  assert.match(till(file).out, /\(UTC\)[^]*01:00:00\.000Z {2}— liaison ouverte/);
  assert.match(till(file, '--lang', 'en').out, /Times are UTC/);
});

test('whoever has read enough of a long recording closes the pipe, and the command ends as quietly as it does otherwise', () => {
  const device = { kind: 'scanner', address: 'serial:///dev/ttyS0' } as const;
  const frames = Array.from({ length: 20_000 }, (_, n) => at(n, 'in', hex('3017620422003\r')));
  const file = fileWith(writeRecording({ device, frames }));
  const main = join(import.meta.dirname, 'main.ts');
  const command = '{ "$0" "$1" replay "$2"; echo "ended with $?" >&2; } | head -n 1';
  const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, main, file], { encoding: 'utf8' });
  assert.match(stdout, /^scanner · serial:/);
  assert.equal(stderr, 'ended with 0\n');
});
