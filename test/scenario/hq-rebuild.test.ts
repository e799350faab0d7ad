/**
 * Before a machine goes, and after it is gone: what headquarters does not have is said and written out, nothing is written over, and
 * the till is built anew of what headquarters holds. Real processes, the command line among them.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseRow } from '#domain/journal/journal.ts';
import { type ShopFolder, shopFolder } from '../conformance/shop-folder.ts';
import { enter } from '../rig/enter.ts';
import { CODES, type Counter, openCounter } from './counter.ts';
import { openHeadquarters } from './headquarters.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const PINS = { manager: '9876' };

/** The command line as a person runs it, on the folders of a shop. */
async function command(
  shop: ShopFolder,
  ...words: readonly string[]
): Promise<{ readonly status: number | null; readonly said: string }> {
  const args = [PROGRAM, ...words, '--data', shop.data, '--keys', shop.keys, '--lang', 'en'];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_error, stdout, stderr) => {
      resolve({ status: child.exitCode, said: `${stdout}${stderr}` });
    });
  });
}

async function sell(counter: Counter): Promise<void> {
  await counter.scan([CODES[0] ?? '']);
  await counter.pay('none');
}

/** Products come with the first contact, and may still be on their way. */
async function firstScan(counter: Counter): Promise<string> {
  for (let tries = 0; ; tries++) {
    const outcome = await counter.page().command('scan', { text: CODES[0] ?? '', source: 'scenario' });
    if (outcome.kind === 'done' || tries >= 300) return outcome.kind === 'done' ? 'done' : JSON.stringify(outcome);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('what only a machine has is told and written out before it goes, and headquarters builds its till anew', async () => {
  const hq = await openHeadquarters();
  const [lostShop, newShop] = [shopFolder(), shopFolder()];
  const counters: Counter[] = [];
  try {
    const lost = await openCounter({ shop: lostShop });
    counters.push(lost);
    await lost.signIn();
    await lost.page().command('joinHq', { url: hq.address, code: hq.codes[0] ?? '' });
    await lost.page().until('status', ({ network, unsentCount }) => network === 'online' && unsentCount === 0);
    for (let sale = 0; sale < 3; sale++) await sell(lost);
    await hq.counts(3);
    hq.cut();
    for (let sale = 0; sale < 2; sale++) await sell(lost);
    const { unsentCount } = await lost.page().until('status', (status) => (status.unsentCount ?? 0) >= 4);
    const { tillId } = lost.page().view('headquarters');
    await lost.shell().stop();

    const warned = await command(lostShop, 'unsent');
    assert.equal(warned.status, 1, warned.said);
    const [count = 0] = (/\d+/.exec(warned.said) ?? []).map(Number);
    assert.ok(count >= (unsentCount ?? 0), warned.said);
    // Nothing that makes a till takes a folder that has one.
    const elsewhere = ['--hq', hq.address, '--code', 'AAAA-AAAA-AAAA'];
    for (const words of [
      ['rebuild-from-hq', ...elsewhere],
      ['restore', newShop.data],
    ]) {
      const refused = await command(lostShop, ...words);
      assert.notEqual(refused.status, 0, refused.said);
    }
    const file = path.join(path.dirname(lostShop.data), 'unsent.jsonl');
    const exported = await command(lostShop, 'unsent', file);
    assert.equal(exported.status, 0, exported.said);
    const rows = readFileSync(file, 'utf8').trimEnd().split('\n').map(parseRow);
    assert.equal(rows.length, count);
    assert.equal(rows.filter((row) => 'kind' in row && row.kind === 'ticket-validated').length, 2);

    hq.mend();
    await lost.startAgain();
    await lost.signIn();
    await hq.counts(5);
    await lost.shell().stop();

    // The machine is gone. A code for its till, and a new machine.
    const made = (await hq.ask('create-code', { kind: 'replacement', tillId })) as { readonly code: string };
    const rebuilt = await command(newShop, 'rebuild-from-hq', '--hq', hq.address, '--code', made.code);
    assert.equal(rebuilt.status, 0, rebuilt.said);
    assert.equal((await command(newShop, 'verify')).status, 0);
    const machine = await openCounter({ shop: newShop });
    counters.push(machine);
    await machine.page().ready();
    const { operators } = await machine
      .page()
      .until('station', (station) =>
        station.operators.some(({ id, role }) => role === 'manager' && id !== 'responsable'),
      );
    const manager = operators.find(({ id, role }) => role === 'manager' && id !== 'responsable');
    await enter(machine.page(), { operatorId: manager?.id ?? '', pin: PINS.manager });
    const after = await machine.page().until('headquarters', ({ link, unsent }) => link === 'online' && unsent === 0);
    assert.deepEqual([after.tillId, after.chainOrdinal], [tillId, 2]);
    const first = await firstScan(machine);
    assert.equal(first, 'done');
    await machine.pay('none');
    await hq.counts(6);
    // Found again, the lost machine is not answered.
    await lost.startAgain();
    await lost.page().until('headquarters', ({ link }) => link === 'refused');
  } finally {
    for (const counter of counters) await counter.close();
    await hq.close();
  }
});
