/**
 * The virtual counter: a printer with its drawer, a scanner and the goods, on one page. It knows the till only by what
 * comes over the device addresses, and keeps every receipt that was printed. Door of the folder.
 */
import { obey } from '../printer/orders.ts';
import { type PaperItem, SimulatedPrinter } from '../printer/simulated-printer.ts';
import { SimulatedScanner } from '../scanner/simulated-scanner.ts';
import { type CounterProduct, findProducts } from './products.ts';
import { type PageHandle, startPage } from './page-server.ts';
import { type ShownItem, shown } from './shown-paper.ts';

export interface CounterOptions {
  readonly products: readonly CounterProduct[];
  readonly pageDir: string;
  readonly language: string;
  readonly printerPort: number;
  readonly scannerPort: number;
  readonly pagePort: number;
  readonly model: string;
  readonly columns: number;
}

export interface Counter {
  readonly printer: SimulatedPrinter;
  readonly scanner: SimulatedScanner;
  readonly page: string;
  close(): Promise<void>;
}

/** What the page paints; `serial` grows, so that an older view never covers a newer one. */
export interface CounterView {
  readonly serial: number;
  readonly printer: { readonly plugged: boolean; readonly paperOut: boolean; readonly coverOpen: boolean };
  readonly drawer: { readonly open: boolean; readonly kicks: number };
  readonly tillsListening: number;
  readonly roll: readonly ShownItem[];
  readonly torn: readonly { readonly id: number; readonly items: readonly ShownItem[] }[];
}

const TORN_MAX = 30;
const ON_ROLL_MAX = 12;
const CUT: PaperItem = { kind: 'cut' };
const SEARCH_MAX = 60;

/** Opens printer, scanner and page on the loopback interface. */
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
  await printer.plug();
  await scanner.plug();

  function view(): CounterView {
    const { plugged, paperOut, coverOpen } = printer.state;
    return {
      serial: serial++,
      printer: { plugged, paperOut, coverOpen },
      drawer: printer.drawer,
      tillsListening: scanner.listeners,
      roll: printer.paper.map(shown),
      torn,
    };
  }

  function order(name: string): boolean {
    if (name === 'tear-off') tearOff();
    else if (!obey(printer, name)) return false;
    handle?.changed();
    return true;
  }

  function tearOff(): void {
    let items: ShownItem[] = [];
    for (const item of [...printer.tearOff(), CUT]) {
      if (item.kind !== 'cut') items.push(shown(item));
      else if (items.length > 0) {
        torn = [{ id: ++receipts, items }, ...torn].slice(0, TORN_MAX);
        items = [];
      }
    }
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
    printer,
    scanner,
    page: handle.address,
    async close() {
      await handle.close();
      await printer.unplug();
      await scanner.unplug();
    },
  };
}
