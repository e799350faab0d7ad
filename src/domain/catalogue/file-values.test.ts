import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  readAgeLimit,
  readAmount,
  readGtins,
  readPlu,
  readStock,
  readUnit,
  readVatRate,
  readYesNo,
} from './file-values.ts';

function holds<T>(read: (text: string) => T, table: Readonly<Record<string, T>>): void {
  for (const [text, value] of Object.entries(table)) assert.deepEqual(read(text), value, JSON.stringify(text));
}

test('prices are read with comma or point, and never guessed', () => {
  holds((text) => readAmount(text, 2), {
    '3,49': 349,
    '3.49': 349,
    '3': 300,
    '3,5': 350,
    '1 234,50': 123450,
    '1.234,50': 123450,
    '1,234.50': 123450,
    '3,49 €': 349,
    '€3.49': 349,
    'EUR 3.49': 349,
    '3.4900': 349,
    '1,234': undefined,
    '3,495': undefined,
    '-3': undefined,
    gratuit: undefined,
    '1e3': undefined,
    '12.34,5': undefined,
    '': undefined,
  });
  assert.equal(readAmount('1,234', 3), 1234);
});

test('VAT rates are percent; without a sign a number below one is a fraction, and the implausible is refused', () => {
  holds(readVatRate, {
    '20': 2000,
    '20%': 2000,
    '20 %': 2000,
    '5,5': 550,
    '5.5': 550,
    '0.2': 2000,
    '0,055': 550,
    '0': 0,
    '2,1': 210,
    '0,9%': 90,
    '0.9': undefined,
    '99': undefined,
    '5,555': undefined,
    '-5': undefined,
    normal: undefined,
    '1': 100,
    '8.625%': undefined,
  });
});

test('units are understood in both languages', () => {
  holds(readUnit, {
    pièce: 'piece',
    'Pce.': 'piece',
    'à l’unité': 'piece',
    tonne: undefined,
    KG: 'kg',
    kilo: 'kg',
    L: 'l',
    litres: 'l',
    g: undefined,
    each: 'piece',
  });
});

test('barcodes are canonical, each once, and one wrong digit refuses them', () => {
  holds(readGtins, {
    '3017620422003': ['03017620422003'],
    '3 017620 422003': ['03017620422003'],
    '3017620422003 | 3017620422003;96385074': ['03017620422003', '00000096385074'],
    '3017620422004': undefined,
    '3,01762E+12': undefined,
    abc: undefined,
    "'3017620422003": ['03017620422003'],
    '12345': undefined,
    '036000291452': ['00036000291452'],
  });
});

test('PLUs are one to six digits', () => {
  holds(readPlu, { '4011': '4011', '007': '007', '1234567': undefined, '12a': undefined });
});

test('ages, yes and no, and stocks are read as people write them', () => {
  holds(readAgeLimit, {
    '18': 18,
    '18+': 18,
    '+18': 18,
    '18 ans': 18,
    0: null,
    non: null,
    '180': undefined,
    adulte: undefined,
  });
  holds(readYesNo, { Oui: true, non: false, YES: true, '0': false, '1': true, X: true, 'peut-être': undefined });
  holds(readStock, {
    '12': 12000,
    '3,250': 3250,
    '-2': -2000,
    '0': 0,
    '1,2345': undefined,
    beaucoup: undefined,
    '-0': 0,
  });
});
