/**
 * What a hand does at the counter, by name: a printer's order as it is (`open-cover`), others behind the device they are for
 * (`display slow`, `scanner noise`, `card tap lina`).
 */
import type { TextReader } from '../card/text-reader.ts';
import { SCENARIOS as DISPLAY_SCENARIOS, type SimulatedDisplay } from '../display/simulated-display.ts';
import { obey as obeyPrinter } from '../printer/orders.ts';
import type { SimulatedPrinter } from '../printer/simulated-printer.ts';
import { SCENARIOS as SCANNER_SCENARIOS, type SimulatedScanner } from '../scanner/simulated-scanner.ts';
import { numberOf } from './cards.ts';

export interface CounterDevices {
  readonly printer: SimulatedPrinter;
  readonly scanner: SimulatedScanner;
  readonly display: SimulatedDisplay;
  readonly cardReader: TextReader;
}

/** With these a printer is well again: a new roll does not end soon, a freed knife stays free after the next plug. */
const PUT_RIGHT: readonly string[] = ['insert-paper', 'clear-error'];

/** False when nobody knows such an order, or nobody heard the card. */
export function obeyAt({ printer, scanner, display, cardReader }: CounterDevices, order: string): boolean {
  const [device = '', name = '', detail = ''] = order.split(' ');
  switch (device) {
    case 'display':
      return obeyDisplay(display, name);
    case 'scanner':
      return obeyScanner(scanner, name);
    case 'card':
      return obeyCardReader(cardReader, name, detail);
    default:
      if (PUT_RIGHT.includes(order)) printer.setScenario('healthy');
      return obeyPrinter(printer, order);
  }
}

function obeyDisplay(display: SimulatedDisplay, name: string): boolean {
  const wanted = { plug: 'healthy', unplug: 'unplugged' }[name] ?? name;
  const scenario = DISPLAY_SCENARIOS.find((known) => known === wanted);
  if (scenario !== undefined) void display.setScenario(scenario);
  return scenario !== undefined;
}

function obeyScanner(scanner: SimulatedScanner, name: string): boolean {
  const scenario = SCANNER_SCENARIOS.find((known) => known === name);
  if (name === 'plug') void scanner.plug();
  else if (name === 'unplug') void scanner.unplug();
  else if (scenario !== undefined) scanner.setScenario(scenario);
  else return false;
  return true;
}

function obeyCardReader(reader: TextReader, name: string, card: string): boolean {
  if (name === 'plug') void reader.plug();
  else if (name === 'unplug') void reader.unplug();
  else if (name === 'tap') {
    const number = numberOf(card);
    return number !== null && reader.hold(number);
  } else return false;
  return true;
}
