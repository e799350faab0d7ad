import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keyedPinHash } from '#node/pins.ts';
import { checkPin, organisationSecret } from '#main/store/store.ts';
import { createSecrets } from './secrets.ts';

const SECOND_KEY = `k2:${'5a'.repeat(32)}\n`;

function keysFolder(context: TestContext): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, path: join(folder, 'organisation.secret') };
}

test('a card is named by the id of the key and 64 hex digits, the same one every time', (context) => {
  const { folder } = keysFolder(context);
  const named = createSecrets(organisationSecret(folder)).keyed('04A2B3C4D5E680');
  assert.match(named, /^k1:[0-9a-f]{64}$/);
  assert.equal(createSecrets(organisationSecret(folder)).keyed('04A2B3C4D5E680'), named);
  assert.notEqual(createSecrets(organisationSecret(folder)).keyed('04A2B3C4D5E681'), named);
});

test('another shop names the same card otherwise', (context) => {
  const ours = createSecrets(organisationSecret(keysFolder(context).folder));
  const theirs = createSecrets(organisationSecret(keysFolder(context).folder));
  assert.notEqual(ours.keyed('04A2B3C4D5E680'), theirs.keyed('04A2B3C4D5E680'));
});

test('a card keyed before the secret changed is found under the older key, and the present key comes first', (context) => {
  const { folder, path } = keysFolder(context);
  const before = createSecrets(organisationSecret(folder)).keyed('4006381333931');
  writeFileSync(path, SECOND_KEY + readFileSync(path, 'utf8'));
  const secrets = createSecrets(organisationSecret(folder));
  assert.match(secrets.keyed('4006381333931'), /^k2:/);
  assert.deepEqual(secrets.keyedUnderAll('4006381333931'), [secrets.keyed('4006381333931'), before]);
});

test('a PIN that was set before the secret changed still opens', async (context) => {
  const { folder, path } = keysFolder(context);
  const stored = keyedPinHash(organisationSecret(folder), '4711');
  writeFileSync(path, SECOND_KEY + readFileSync(path, 'utf8'));
  assert.equal(await checkPin(organisationSecret(folder), stored, '4711'), true);
  assert.equal(await checkPin(organisationSecret(folder), stored, '4712'), false);
});

test('two shops that each made a key of the same name become one organisation: the PINs of both open', async (context) => {
  const { folder, path } = keysFolder(context);
  const stored = keyedPinHash(organisationSecret(folder), '4711');
  writeFileSync(path, `k1:${'7b'.repeat(32)}\n${readFileSync(path, 'utf8')}`);
  const later = keyedPinHash(organisationSecret(folder), '0815');
  for (const [pinHash, pin] of [
    [stored, '4711'],
    [later, '0815'],
  ] as const)
    assert.equal(await checkPin(organisationSecret(folder), pinHash, pin), true);
  assert.equal(await checkPin(organisationSecret(folder), stored, '0815'), false);
});

test('a card enrolled with the digits of a PIN does not give away what the PIN is hashed from', (context) => {
  const secret = organisationSecret(keysFolder(context).folder);
  const behindThePin = createHmac('sha256', secret.bytes).update('4711').digest('hex');
  assert.equal(createSecrets(secret).keyed('4711').includes(behindThePin), false);
});

test('a secret file that is damaged, or names a key twice, is refused and never replaced', (context) => {
  const { folder, path } = keysFolder(context);
  organisationSecret(folder);
  const whole = readFileSync(path, 'utf8');
  for (const damaged of ['', whole.slice(0, 40), whole + whole, `${whole}k2:`, whole.replace('k1', 'x1')]) {
    writeFileSync(path, damaged);
    assert.throws(() => organisationSecret(folder), { code: 'store.key-missing' });
    assert.equal(readFileSync(path, 'utf8'), damaged);
  }
});
