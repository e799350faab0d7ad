/** Every paper that a till prints: what stands on it, in three languages and on three widths of paper. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { columnsOf, printedAgain, receiptDocument, receiptText } from './receipt.ts';
import { fullSale, papers } from './testing.ts';

function french(name: string): string {
  const document = papers('fr')[name];
  assert.ok(document !== undefined, name);
  return receiptText(document, 42).replaceAll('\u00a0', ' ');
}

function says(text: string, rows: readonly RegExp[]): void {
  for (const row of rows) assert.match(text, row);
}

test('a receipt shows what was taken off each line, off the ticket and for points, and adds up down its edge', () => {
  says(french('sale'), [
    /^Cafetière italienne +40,00\n2 x 20,00 +TVA 20 %\n- Remise +-4,00$/m,
    /^3 x 1,00 \(au lieu de 1,15\) +TVA 5,5 %$/m,
    /^Sous-total +39,00\nRemise sur le ticket +-1,80\nPoints de fidélité +-1,20\nTOTAL TTC +36,00 €$/m,
  ]);
});

test('stored value that is sold stands below the total and outside it, with what the card holds', () => {
  says(french('sale'), [
    /^Carte cadeau \(hors TVA\) +25,00\nSolde restant : 25,00\nÀ PAYER +61,00 €$/m,
    /^ +30,34 +5,66 +36,00$/m,
  ]);
});

test('each way of paying has its line, a card its reference, a gift card what is left on it, and cash its change', () => {
  says(french('sale'), [
    /^Carte cadeau +10,00 €\nSolde restant +15,00\nTitre-restaurant +3,00 €\nCarte bancaire +40,00 €\nRéf\. A1B2C3\n/m,
    /^Espèces +10,00 €\nRendu +2,00 €$/m,
  ]);
});

test('who pays with a card alone is told of no change', () => {
  const source = fullSale('fr');
  const text = receiptText(receiptDocument({ ...source, payments: source.payments.slice(2, 3) }), 42);
  assert.doesNotMatch(text, /Rendu|Espèces/);
});

test('points are on the receipt with what is missing to the next reward, and nobody’s name is', () => {
  says(french('sale'), [/^Gagnés +\+33\nUtilisés +-24\nSolde +85\nEncore 15 points pour : Remise fidélité$/m]);
  const copy = receiptText(
    receiptDocument({
      ...fullSale('fr'),
      copy: {
        entry: {
          ...fullSale('fr').ticket,
          kind: 'duplicate-printed',
          payload: { copy_number: 1, reason: 'customer-request', utc_offset_minutes: 60 },
        },
        operatorLabel: 'Camille',
      },
    }),
    42,
  );
  assert.doesNotMatch(copy, /Encore 15 points/, 'a copy says what its row says, and the rules of today are not in it');
});

test('a refund says that it is one, of which ticket and why, and every amount of it is negative', () => {
  says(french('refund'), [
    /^ +REMBOURSEMENT\n +Avoir sur le ticket n° 000042\nMotif : anse cassée$/m,
    /^Cafetière italienne +-16,50\n-1 au prix payé +TVA 20 %$/m,
    /^TOTAL TTC +-16,50 €$/m,
    /^Carte cadeau +-10,00 €\nSolde restant +25,00\nEspèces +-6,50 €$/m,
    /^Repris +-17\nRendus +\+12\nSolde +80$/m,
  ]);
  assert.doesNotMatch(french('refund'), /Rendu /);
});

test('each paper says which till it is of, and a refund of another till’s ticket what finds that ticket', () => {
  says(french('refund'), [/^Ticket n° 000043 +Caisse 1$/m]);
  says(french('refundElsewhere'), [
    /Avoir sur le ticket n° 000042\n +Vendu à une autre caisse\n +Caisse 1, Lyon\n +TK-\d{6}01000042\n/,
    /^Ticket n° 000043 +Caisse 2$/m,
  ]);
  assert.doesNotMatch(french('refund'), /autre caisse/);
  const arabic = receiptText(present(papers('ar')['refundElsewhere'], 'a refund'), 42);
  says(arabic, [/صندوق 2/, /بيعت في صندوق آخر/]);
});

test('a slip has number, kind, reason, amount, coins, who let it pass, and two lines to sign on', () => {
  says(french('slip'), [
    /^ +SORTIE DE CAISSE\n +Bon n° OUT-0003$/m,
    /^Montant +31,50 €\nMotif : Achat de fournitures\nAccord de Bernard\n3 x 10,00 +30,00\n3 x 0,50 +1,50$/m,
    /^Signature caisse\n\n +\. .*\nSignature responsable\n\n +\. /m,
    /^Preuve 150 abCd/m,
  ]);
});

test('the slip of a gift card has the barcode that spends it', () => {
  says(french('giftCard'), [/^Valeur +25,00 €\nValable jusqu’au +22\/11\/2028$/m, /\[12345678901234565\]/]);
});

test('a session report has the drawer line by line, expected and counted by method, and where the cash went', () => {
  says(french('session'), [
    /^Fond de caisse +150,00\nEspèces reçues +604,56\nMonnaie rendue +-12,00\nRemboursé en espèces +-9,75$/m,
    /^Attendu +351,31 €$/m,
    /^Ouverte par Camille +.*\nComptée par Nadia\nClôturée par Bernard +/m,
    /^Comptage n° 2\n +Attendu +Compté +Écart\nEspèces\n +351,31 +348,11 +-3,20\nChèque \(2\)\n/m,
    /^Motif : erreur de rendu\nAccord de Bernard$/m,
    /^Fond laissé +150,00 €\nRemise en banque +198,11 €$/m,
  ]);
});

test('an X says that it is no closing and bears no proof', () => {
  says(french('x'), [/RAPPORT X\n.*\n +Ce n’est pas une clôture$/m, /^Attendu +351,31 €$/m]);
  assert.doesNotMatch(french('x'), /Preuve|Totaux perpétuels|CLÔTURE/);
});

test('a Z has every figure of its row, perpetual totals and the proof; printed again it is a numbered duplicate', () => {
  const z = french('z');
  says(z, [
    /^ +CLÔTURE Z n° 7$/m,
    /^Ventes \(40\) +1 234,56\nRemboursements \(1\) +-9,75\nTOTAL TTC +1 224,81 €\nTotal HT +1 123,45\nTotal TVA +101,36$/m,
    /^5,5 % +781,81 +43,00 +824,81\n20 % +341,64 +58,36 +400,00$/m,
    /^Espèces \(22\) +594,81\n- dont remboursé \(1\) +-9,75\nCarte bancaire \(15\) +649,98$/m,
    /^Arrondis espèces +0,02\nChargé hors CA +-120,00\nTOTAL TTC +1 224,81 €$/m,
    /^Prélèvements \(1\) +-400,00$/m,
    /^Sans rayon \(12\) +24,81$/m,
    /^Camille \(30\) +990,25\n- dont remboursé \(1\) +-9,75$/m,
    /^12:00 \(20\) +700,00$/m,
    /^Remises \(3\) +12,50$/m,
    /^Ouvertures sans vente +2\nDuplicatas +1\nAccords donnés +2$/m,
    /^Dû aux porteurs +475,00 €$/m,
    /^En circulation +12 345$/m,
    /^Ouverte par Camille\nComptée par Nadia\nÉcart Espèces +-3,20\nRemise en banque +213,31\nOuverte par Nadia\nSession non comptée$/m,
    /^Ventes - remb\. +98 765,43 €\nVentes \+ remb\. +99 123,45 €\nTickets +4321$/m,
    /^Preuve 1400 abCd efGh ijkl mnop$/m,
  ]);
  assert.doesNotMatch(z, /DUPLICATA/);
  says(french('zCopy'), [/^DUPLICATA n° 2\nOpérateur Bernard/m, /^Motif : demandé\nSéquence C 70/m]);
});

test('what may lie on the counter already is marked when it is printed again', () => {
  const { slip, zCopy } = papers('fr');
  assert.ok(slip !== undefined && zCopy !== undefined);
  assert.equal(printedAgain(slip).banner, 'DUPLICATA');
  assert.equal(printedAgain(zCopy).banner, 'DUPLICATA n° 2');
});

for (const language of ['fr', 'en', 'ar'] as const) {
  test(`in ${language} every paper fits 32, 42 and 48 columns, and no amount is torn`, () => {
    for (const [name, document] of Object.entries(papers(language))) {
      assert.equal(document.language, language);
      const whole = receiptText(document, 200).match(/-?\d[\d\u00a0,]*[.,]\d\d(?!\d)/g) ?? [];
      for (const columns of [32, 42, 48]) {
        const text = receiptText(document, columns);
        for (const line of text.split('\n')) assert.ok(columnsOf(line) <= columns, `${name}: ${line}`);
        assert.deepEqual(text.match(/-?\d[\d\u00a0,]*[.,]\d\d(?!\d)/g) ?? [], whole, `${name} on ${columns} columns`);
      }
    }
  });
}

test('every word of a French paper has its own in Arabic: no Latin word is left but names and signs', () => {
  for (const [name, document] of Object.entries(papers('ar'))) {
    const words = receiptText(document, 42).match(/[A-Za-zÀ-ÿ]{4,}/g) ?? [];
    const own = new Set(
      ['SIRET', 'Cafetière', 'italienne', 'Lait', 'demi', 'écrémé', 'Camille', 'Bernard', 'Nadia', 'Comptoir', 'Remise']
        .concat([
          'fidélité',
          'anse',
          'cassée',
          'Achat',
          'fournitures',
          'erreur',
          'rendu',
          'CGmS',
          'abCd',
          'efGh',
          'ijkl',
        ])
        .concat(['mnop', 'SOMME', 'Vins', 'spiritueux', 'Caisse', 'Lyon']),
    );
    assert.deepEqual(
      words.filter((word) => !own.has(word)),
      [],
      name,
    );
  }
});
