// sim-imports-only-base-domain-contract-devices; simulators-read-bytes-themselves
import { store } from '#main/store/store.ts';
import { printer } from '#devices/printer.ts';
// no-cycles
import { ink } from './ink.ts';
export const paper = [store, printer, ink];
