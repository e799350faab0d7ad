/**
 * Searches and trials are answered exactly once, whatever becomes of the process that was asked.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeRig, PRINTER, SCANNER } from './testing.ts';

const TRIAL = { trialId: 't', device: PRINTER, test: 'identify' } as const;

test('a trial is answered once, with what the device said', () => {
  const { hardware, seen, say, clock } = fakeRig();
  hardware.try(TRIAL);
  say({ kind: 'tried', trialId: 't', state: 'passed', answered: 'TM-T88V' });
  say({ kind: 'tried', trialId: 't', state: 'failed' });
  clock.pass(300_000);
  assert.deepEqual(seen.trials, [{ trialId: 't', state: 'passed', answered: 'TM-T88V' }]);
});

test('a trial that nobody answers is unknown after a while, and so is one whose process dies', () => {
  const { hardware, seen, process, clock } = fakeRig();
  hardware.try(TRIAL);
  clock.pass(60_000);
  hardware.try({ ...TRIAL, trialId: 'u' });
  process().onEnd('SIGSEGV');
  assert.deepEqual(seen.trials, [
    { trialId: 't', state: 'unknown', fault: 'device.no-answer' },
    { trialId: 'u', state: 'unknown', fault: 'devices.process-lost' },
  ]);
});

test('while the process is away a trial fails and a search finds nothing, since nothing was sent', () => {
  const { hardware, seen, process, clock } = fakeRig();
  process().onEnd('SIGKILL');
  hardware.try(TRIAL);
  hardware.find({ searchId: 'f', hosts: [] });
  clock.pass(0);
  assert.deepEqual(seen.trials, [{ trialId: 't', state: 'failed', fault: 'devices.process-lost' }]);
  assert.deepEqual(seen.searches, [{ searchId: 'f', found: [], done: true }]);
});

test('a search tells what it has found so far, ends once, and ends also where its process does', () => {
  const { hardware, seen, say, process } = fakeRig();
  const found = [{ address: 'tcp://10.0.0.8:9100', kind: 'printer', systemName: '', answered: 'TM-T20' }] as const;
  hardware.find({ searchId: 'f', hosts: ['10.0.0.8'] });
  say({ kind: 'found', searchId: 'f', found, done: false });
  process().onEnd('SIGKILL');
  say({ kind: 'found', searchId: 'f', found, done: true });
  assert.deepEqual(seen.searches, [
    { searchId: 'f', found, done: false },
    { searchId: 'f', found: [], done: true },
  ]);
});

test('what devices say of themselves reaches the till: cards, drawers, facts and traffic', () => {
  const { seen, say } = fakeRig([PRINTER, SCANNER]);
  say({ kind: 'card', deviceId: 's', readId: 'k', event: { kind: 'refused', why: 'torn' } });
  say({ kind: 'drawer', deviceId: 'p', state: 'open' });
  say({ kind: 'facts', deviceId: 'p', facts: { model: 'TM-T88V' } });
  const frames = [{ atMs: 1, direction: 'in', hex: '00' }] as const;
  say({ kind: 'watched', deviceId: 's', frames });
  say({ kind: 'frames', deviceId: 's', frames });
  assert.deepEqual(seen.cards, [{ kind: 'refused', why: 'torn' }]);
  assert.deepEqual(seen.drawers, ['open']);
  assert.deepEqual(seen.facts, [{ model: 'TM-T88V' }]);
  assert.deepEqual(
    seen.frames.map(({ live }) => live),
    [true, false],
  );
});
