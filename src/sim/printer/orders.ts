/** What a person can do to a printer, by name: the same words on a keyboard, over HTTP and in a test. */
import { SCENARIOS, type SimulatedPrinter } from './simulated-printer.ts';

const ORDERS: Readonly<Record<string, (printer: SimulatedPrinter) => unknown>> = {
  'remove-paper': (printer) => printer.removePaper(),
  'insert-paper': (printer) => printer.insertPaper(),
  'open-cover': (printer) => printer.openCover(),
  'close-cover': (printer) => printer.closeCover(),
  'clear-error': (printer) => printer.clearError(),
  'open-drawer': (printer) => printer.openDrawer(),
  'close-drawer': (printer) => printer.closeDrawer(),
  'tear-off': (printer) => printer.tearOff(),
  unplug: (printer) => printer.unplug(),
  plug: (printer) => printer.plug(),
};

/** False when nobody knows such an order. */
export function obey(printer: SimulatedPrinter, order: string): boolean {
  const scenario = SCENARIOS.find((name) => name === order);
  if (scenario !== undefined) printer.setScenario(scenario);
  else if (Object.hasOwn(ORDERS, order)) ORDERS[order]?.(printer);
  else return false;
  return true;
}
