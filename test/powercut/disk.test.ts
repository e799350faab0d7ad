import assert from 'node:assert/strict';
import test from 'node:test';
import { Disk } from './disk.ts';

const always = (): boolean => true;
const text = (bytes: Uint8Array | null | undefined): string | undefined =>
  bytes ? Buffer.from(bytes).toString() : undefined;
const write = (path: string, offset: number, words: string) =>
  ({ kind: 'write', path, offset, bytes: Buffer.from(words), size: words.length }) as const;
const open = (path: string) => ({ kind: 'open', path, folder: false, fresh: false }) as const;

test('what was not synced may be lost, what was synced never is', () => {
  const disk = new Disk(new Map([['/d', null]]));
  disk.apply(open('/d/a'));
  disk.apply(write('/d/a', 0, 'first'));
  disk.apply({ kind: 'sync', path: '/d/a' });
  disk.apply(write('/d/a', 5, ' second'));
  assert.equal(text(disk.cut('dropped', always).get('/d/a')), 'first');
  assert.equal(text(disk.cut('kept', always).get('/d/a')), 'first second');
});

test('a new name is there once its file or its folder was synced, and not for sure before', () => {
  const disk = new Disk(new Map([['/d', null]]));
  disk.apply(open('/d/a'));
  assert.equal(disk.cut('dropped', always).has('/d/a'), false);
  assert.equal(disk.cut('kept', always).has('/d/a'), true);
  disk.apply({ kind: 'sync', path: '/d' });
  assert.equal(disk.cut('dropped', always).has('/d/a'), true);
});

test('a rename without a sync of its folder leaves the old file or the new one, never neither', () => {
  const disk = new Disk(
    new Map<string, Uint8Array | null>([
      ['/d', null],
      ['/d/pointer', Buffer.from('1')],
    ]),
  );
  disk.apply(open('/d/pointer.new'));
  disk.apply(write('/d/pointer.new', 0, '2'));
  disk.apply({ kind: 'sync', path: '/d/pointer.new' });
  disk.apply({ kind: 'rename', path: '/d/pointer.new', to: '/d/pointer' });
  assert.equal(text(disk.cut('dropped', always).get('/d/pointer')), '1');
  assert.equal(text(disk.cut('kept', always).get('/d/pointer')), '2');
  disk.apply({ kind: 'sync', path: '/d' });
  assert.equal(text(disk.cut('dropped', always).get('/d/pointer')), '2');
  assert.equal(disk.cut('dropped', always).has('/d/pointer.new'), false);
});

test('an unlinked file comes back when the unlinking was not synced', () => {
  const disk = new Disk(
    new Map<string, Uint8Array | null>([
      ['/d', null],
      ['/d/journal', Buffer.from('x')],
    ]),
  );
  disk.apply({ kind: 'unlink', path: '/d/journal' });
  assert.equal(disk.cut('dropped', always).has('/d/journal'), true);
  assert.equal(disk.cut('kept', always).has('/d/journal'), false);
});

test('a torn write is torn at sectors of the disk, wherever it begins', () => {
  const before = new Uint8Array(2048).fill(1);
  const disk = new Disk(
    new Map<string, Uint8Array | null>([
      ['/d', null],
      ['/d/a', before],
    ]),
  );
  disk.apply({ kind: 'write', path: '/d/a', offset: 100, bytes: new Uint8Array(1500).fill(2), size: 1500 });
  // Not whole, but torn; then every second sector comes through.
  let asked = 0;
  const bytes = disk
    .cut('torn', () => [false, true, true, false, false, true, false, false][asked++] ?? false)
    .get('/d/a');
  assert.ok(bytes);
  assert.deepEqual(
    [bytes[99], bytes[100], bytes[511], bytes[512], bytes[1023], bytes[1024], bytes[1535]],
    [1, 2, 2, 1, 1, 2, 2],
  );
});

test('a file cut short and grown again is zeros between', () => {
  const disk = new Disk(
    new Map<string, Uint8Array | null>([
      ['/d', null],
      ['/d/a', Buffer.from('abcdef')],
    ]),
  );
  disk.apply({ kind: 'truncate', path: '/d/a', size: 2 });
  disk.apply(write('/d/a', 4, 'z'));
  assert.equal(text(disk.cut('kept', always).get('/d/a')), 'ab\0\0z');
});
