/**
 * The virtual counter: a printer with its drawer, a customer display, a scanner and the goods, a card reader and cards,
 * on one page. It knows the till only by what comes over the device addresses, and keeps every receipt that was printed.
 * Door of the folder.
 */
import { TextReader } from '../card/text-reader.ts';
import { SimulatedDisplay } from '../display/simulated-display.ts';
import { type PaperItem, SimulatedPrinter } from '../printer/simulated-printer.ts';
import { SimulatedScanner } from '../scanner/simulated-scanner.ts';
import { type CardId, CARD_IDS } from './cards.ts';
import { obeyAt } from './orders.ts';
import { type CounterProduct, findProducts } from './products.ts';
import { type PageHandle, startPage } from './page-server.ts';
import { type ShownItem, shown } from './shown-paper.ts';

export interface CounterOptions {
  readonly products: readonly CounterProduct[];
  readonly pageDir: string;
  readonly language: string;
  readonly printerPort: number;
  readonly scannerPort: number;
  readonly displayPort: number;
  readonly cardPort: number;
  readonly pagePort: number;
  readonly model: string;
  readonly columns: number;
}

export interface Counter {
  readonly printer: SimulatedPrinter;
  readonly scanner: SimulatedScanner;
  readonly display: SimulatedDisplay;
  readonly cardReader: TextReader;
  readonly page: string;
  close(): Promise<void>;
}

/** What the page paints; `serial` grows, so that an older view never covers a newer one. */
export interface CounterView {
  readonly serial: number;
  readonly printer: SimulatedPrinter['state'];
  readonly drawer: { readonly open: boolean; readonly kicks: number };
  readonly tillsListening: number;
  readonly scanner: { readonly plugged: boolean; readonly scenario: string };
  readonly display: { readonly plugged: boolean; readonly scenario: string; readonly lines: readonly [string, string] };
  readonly cardReader: { readonly plugged: boolean; readonly heard: boolean; readonly cards: readonly CardId[] };
  readonly roll: readonly ShownItem[];
  readonly torn: readonly { readonly id: number; readonly items: readonly ShownItem[] }[];
}

const TORN_MAX = 30;
const ON_ROLL_MAX = 12;
const CUT: PaperItem = { kind: 'cut' };
const SEARCH_MAX = 60;
const DISPLAY_COLUMNS = 20;

/** Opens the devices and the page on the loopback interface. */
export async function openCounter(options: CounterOptions): Promise<Counter> {
  let serial = 0;
  let receipts = 0;
  let torn: CounterView['torn'] = [];
  let handle: PageHandle | null = null;
  const printer = new SimulatedPrinter({
    port: options.printerPort,
    model: options.model,
    columns: options.columns,
    onChange: onPrinterChange,
  });
  const scanner = new SimulatedScanner({ port: options.scannerPort, onChange: () => handle?.changed() });
  const display = new SimulatedDisplay({
    port: options.displayPort,
    dialect: 'escpos',
    columns: DISPLAY_COLUMNS,
    onChange: () => handle?.changed(),
  });
  const cardReader = new TextReader({ port: options.cardPort, onChange: () => handle?.changed() });
  const devices = { printer, scanner, display, cardReader };
  for (const device of Object.values(devices)) await device.plug();

  function view(): CounterView {
    return {
      serial: serial++,
      printer: printer.state,
      drawer: printer.drawer,
      tillsListening: scanner.listeners,
      scanner: { plugged: scanner.plugged, scenario: scanner.scenario },
      display: { plugged: display.plugged, scenario: display.scenario, lines: display.lines },
      cardReader: { plugged: cardReader.plugged, heard: cardReader.listeners > 0, cards: CARD_IDS },
      roll: printer.paper.map(shown),
      torn,
    };
  }

  function order(name: string): boolean {
    const done = name === 'tear-off' ? tearOff() : obeyAt(devices, name);
    handle?.changed();
    return done;
  }

  function tearOff(): true {
    let items: ShownItem[] = [];
    for (const item of [...printer.tearOff(), CUT]) {
      if (item.kind !== 'cut') items.push(shown(item));
      else if (items.length > 0) {
        torn = [{ id: ++receipts, items }, ...torn].slice(0, TORN_MAX);
        items = [];
      }
    }
    return true;
  }

  /** A roll that nobody tears off ends on the floor. */
  function onPrinterChange(): void {
    const { paper } = printer;
    if (paper.at(-1)?.kind === 'cut' && paper.filter((item) => item.kind === 'cut').length > ON_ROLL_MAX) tearOff();
    handle?.changed();
  }

  handle = await startPage({
    port: options.pagePort,
    pageDir: options.pageDir,
    language: options.language,
    view,
    order,
    scan: (code) => scanner.scan(code),
    products: (query) => findProducts(options.products, query, SEARCH_MAX),
    randomProduct: () => options.products[Math.floor(Math.random() * options.products.length)] ?? null,
  });
  return {
    ...devices,
    page: handle.address,
    async close() {
      await handle.close();
      for (const device of Object.values(devices)) await device.unplug();
    },
  };
}
