/**
 * The virtual counter: `counter [--products FILE] [--printer-port N] [--scanner-port N] [--display-port N] [--card-port N]
 * [--page-port N] [--lang fr|en|ar] [--model TM-T88V] [--columns 42]`. The first line on stdout is JSON: where its devices
 * and its page are, and the devices as a `devices.json` names them.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simulatorProgram } from '../program.ts';
import { openCounter } from './counter.ts';
import { readProducts } from './products.ts';

const LANGUAGES = ['fr', 'en', 'ar'] as const;

const { values, oneOf, wholeNumber } = simulatorProgram({
  usage:
    'counter [--products FILE] [--printer-port N] [--scanner-port N] [--display-port N] [--card-port N] [--page-port N] ' +
    `[--lang ${LANGUAGES.join('|')}] [--model NAME] [--columns N]`,
  options: {
    products: { type: 'string' },
    'page-files': { type: 'string' },
    'printer-port': { type: 'string', default: '0' },
    'scanner-port': { type: 'string', default: '0' },
    'display-port': { type: 'string', default: '0' },
    'card-port': { type: 'string', default: '0' },
    'page-port': { type: 'string', default: '0' },
    lang: { type: 'string', default: 'fr' },
    model: { type: 'string', default: 'TM-T88V' },
    columns: { type: 'string', default: '42' },
  },
});

const productsFile = values.products ?? beside('./demo/products.tsv', '../../../data/demo/products.tsv');
const counter = await openCounter({
  products: readProducts(productsFile),
  pageDir: values['page-files'] ?? beside('./counter-page/', './page/'),
  language: oneOf('lang', values.lang, LANGUAGES),
  printerPort: wholeNumber('printer-port', values['printer-port']),
  scannerPort: wholeNumber('scanner-port', values['scanner-port']),
  displayPort: wholeNumber('display-port', values['display-port']),
  cardPort: wholeNumber('card-port', values['card-port']),
  pagePort: wholeNumber('page-port', values['page-port']),
  model: values.model,
  columns: wholeNumber('columns', values.columns),
});
const printer = counter.printer.address;
const scanner = counter.scanner.address;
const display = counter.display.address;
const card = counter.cardReader.address;
const announced = {
  printer,
  scanner,
  display,
  card,
  page: counter.page,
  address: counter.page,
  devices: [
    {
      id: 'counter-printer',
      kind: 'printer',
      name: 'Imprimante',
      address: printer,
      profile: values.model,
      drawer: true,
    },
    { id: 'counter-scanner', kind: 'scanner', name: 'Douchette', address: scanner },
    {
      id: 'counter-display',
      kind: 'display',
      name: 'Afficheur',
      address: display,
      dialect: 'escpos',
      columns: 20,
    },
    { id: 'counter-card', kind: 'card', name: 'Lecteur de cartes', address: card, cardNotation: 'hex' },
  ],
};
process.stdout.write(`${JSON.stringify(announced)}\n`);

/** The first of these that exists: in the build the files lie beside the program, in the sources where they are kept. */
function beside(built: string, source: string): string {
  const path = fileURLToPath(new URL(built, import.meta.url));
  return existsSync(path) ? path : fileURLToPath(new URL(source, import.meta.url));
}
