/**
 * The virtual counter: `counter [--products FILE] [--printer-port N] [--scanner-port N] [--display-port N] [--card-port N]
 * [--page-port N] [--lang fr|en|ar] [--model TM-T88V] [--columns 42]`. The first line on stdout is JSON: where its devices
 * and its page are, and the devices as a `devices.json` names them.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openCounter } from './counter.ts';
import { readProducts } from './products.ts';

const { values } = parseArgs({
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
  language: values.lang,
  printerPort: Number(values['printer-port']),
  scannerPort: Number(values['scanner-port']),
  displayPort: Number(values['display-port']),
  cardPort: Number(values['card-port']),
  pagePort: Number(values['page-port']),
  model: values.model,
  columns: Number(values.columns),
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
