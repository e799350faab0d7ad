/** The words of the screen in Arabic. */
import { devices } from './ar/devices.ts';
import { faults } from './ar/faults.ts';
import { printing } from './ar/printing.ts';
import { refusals } from './ar/refusals.ts';
import { selling } from './ar/selling.ts';
import { status } from './ar/status.ts';
import type { Texts } from './text.ts';

export const ar: Texts = { ...selling, ...printing, ...devices, ...status, ...refusals, ...faults };
