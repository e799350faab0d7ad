/**
 * The words of the screen in French, the first language. Its keys are the keys of every language; `{name}` stands for a
 * value, and an entry with several forms is chosen by a count.
 */
import { devices } from './fr/devices.ts';
import { faults } from './fr/faults.ts';
import { printing } from './fr/printing.ts';
import { refusals } from './fr/refusals.ts';
import { selling } from './fr/selling.ts';
import { status } from './fr/status.ts';

export const fr = { ...selling, ...printing, ...devices, ...status, ...refusals, ...faults };
