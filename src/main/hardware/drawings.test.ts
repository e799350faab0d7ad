/** Sheets given to the devices process: each is answered once, whatever becomes of the process. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closingSheet } from '#domain/closing-file/closing-file.ts';
import { closingFileOf } from '#domain/closing-file/testing.ts';
import { fakeRig } from './testing.ts';

const SHEET = closingSheet(closingFileOf('fr'));
const HALF_A_MINUTE_MS = 30_000;

test('a sheet goes to the devices process and its file comes back once', () => {
  const rig = fakeRig();
  rig.hardware.draw({ drawingId: 'z', sheet: SHEET });
  assert.deepEqual(rig.sent.at(-1), { kind: 'draw', drawingId: 'z', sheet: SHEET });
  rig.say({ kind: 'drawn', drawingId: 'z', base64: 'JVBERi0=' });
  rig.say({ kind: 'drawn', drawingId: 'z', base64: 'other' });
  assert.deepEqual(rig.seen.drawings, [{ drawingId: 'z', base64: 'JVBERi0=' }]);
});

test('a process that takes nothing, or never answers, is a fault and no waiting', () => {
  const rig = fakeRig();
  rig.takes = false;
  rig.hardware.draw({ drawingId: 'away', sheet: SHEET });
  rig.clock.pass(1);
  assert.deepEqual(rig.seen.drawings, [{ drawingId: 'away', base64: null, fault: 'devices.process-lost' }]);
  rig.takes = true;
  rig.hardware.draw({ drawingId: 'slow', sheet: SHEET });
  rig.clock.pass(HALF_A_MINUTE_MS);
  assert.deepEqual(rig.seen.drawings[1], { drawingId: 'slow', base64: null, fault: 'file.not-drawn' });
});
