import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BasketView } from '#contract/screen/views.ts';
import { formatsOf } from '../format/format.ts';
import { LANGUAGES, type Language, wordsOf } from '../text/text.ts';
import { basketFeedback, refusalText } from './feedback.ts';

const EUR = { code: 'EUR', exponent: 2 };

function said(language: Language, refusal: Parameters<typeof refusalText>[0]): string {
  const words = wordsOf(language);
  return refusalText(refusal, words, formatsOf({ words, currency: EUR, timeZone: 'Europe/Paris' }));
}

test('an expired article is named with its date, in the order of the language', () => {
  const refusal = { reason: 'expired' as const, params: { label: 'Yaourt', useByDay: '2026-11-21' } };
  assert.equal(
    said('fr', refusal),
    'Yaourt était à consommer jusqu’au 21/11/2026 : il ne se vend plus. Retirez-le du rayon.',
  );
  assert.match(said('en', refusal), /^Yaourt had to be used by 21\/11\/2026/);
  assert.match(said('ar', refusal), /2026/);
});

test('what is wrong with a code is said closer than that it is unreadable, in every language', () => {
  const whys = [
    ...['gs1-separators', 'gs1-identifier', 'gs1-value', 'gs1-companions', 'gs1-no-product'],
    ...['code-currency', 'code-price', 'code-quantity', 'code-single', 'in-store-pattern', 'in-store-two'],
  ];
  for (const language of LANGUAGES) {
    const texts = whys.map((why) =>
      said(language, { reason: 'unreadable_code', params: { why, code: '1', label: 'x' } }),
    );
    assert.equal(new Set([...texts, said(language, { reason: 'unreadable_code' })]).size, whys.length + 1);
  }
});

test('a reason without closer words is said in its own', () => {
  const general = said('fr', { reason: 'unreadable_code' });
  assert.equal(said('fr', { reason: 'unreadable_code', params: { why: 'check-digit' } }), general);
  assert.equal(said('fr', { reason: 'unreadable_code', params: { why: 'constructor' } }), general);
});

test('a card that nobody has yet is offered calmly, and whatever else was scanned in vain is not', () => {
  const words = wordsOf('fr');
  const formats = formatsOf({ words, currency: EUR, timeZone: 'Europe/Paris' });
  const tone = (reason: 'card_unknown' | 'unreadable_code' | 'unknown_code', why: string): string | undefined => {
    const notice = { serial: 1, kind: 'refused' as const, reason, params: { why, card: '…5678', code: '1' } };
    return basketFeedback({ notice, lines: [] } as unknown as BasketView, words, formats)?.tone;
  };
  assert.equal(tone('card_unknown', 'card-or-article'), 'plain');
  assert.equal(tone('unreadable_code', 'check-digit'), 'bad');
  assert.equal(tone('unknown_code', ''), 'bad');
  const text = said('fr', { reason: 'card_unknown', params: { why: 'card-or-article', card: '…5678' } });
  assert.equal(text, 'Carte inconnue (…5678). Si c’était un article, scannez-le de nouveau.');
});
