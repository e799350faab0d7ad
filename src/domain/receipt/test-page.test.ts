import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receiptText, testPage, type TestPageSource } from './receipt.ts';

const SOURCE: TestPageSource = {
  shopName: 'Épicerie du Marché',
  device: { name: 'Imprimante du comptoir', address: 'tcp://192.168.1.50:9100', profile: 'TM-T88V' },
  columns: 42,
  at: '2026-11-22T13:05:09.000Z',
  utcOffsetMinutes: 60,
  language: 'fr',
};

test('the test page names the printer and its address, and its ruler is exactly as wide as the paper', () => {
  const rows = receiptText(testPage(SOURCE), 42).split('\n');
  assert.ok(rows.includes('123456789012345678901234567890123456789012'));
  assert.ok(rows.includes('Imprimante du comptoir'));
  assert.ok(rows.includes('tcp://192.168.1.50:9100'));
  assert.ok(rows.some((row) => row.startsWith('Profil') && row.endsWith('TM-T88V')));
  assert.ok(rows.some((row) => row.includes('22/11/2026 14:05:09')));
});

test('accents, the euro, Arabic, a barcode and a square code stand on the test page in every language', () => {
  for (const language of ['fr', 'en', 'ar'] as const) {
    const { blocks } = testPage({ ...SOURCE, language });
    const text = blocks.map((block) => (block.kind === 'text' ? block.text : '')).join('\n');
    assert.match(text, /é/);
    assert.match(text, /€/);
    assert.match(text, /[\u0600-\u06ff]/);
    assert.deepEqual(
      blocks.filter((block) => block.kind === 'barcode' || block.kind === 'qr').map((block) => block.kind),
      ['barcode', 'qr'],
    );
  }
});

test('a device whose name would steer the printer or fill the roll has it shortened and cleaned', () => {
  const device = { ...SOURCE.device, name: `\u001b@\u202e${'x'.repeat(10_000)}` };
  const name = testPage({ ...SOURCE, device }).blocks.find(
    (block) => block.kind === 'text' && block.text.includes('xx'),
  );
  assert.ok(name?.kind === 'text');
  assert.ok(name.text.length <= 80);
  assert.doesNotMatch(name.text, /[\p{Cc}\u202e]/u);
});
