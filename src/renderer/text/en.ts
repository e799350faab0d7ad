/** The words of the screen in English. */
import { devices } from './en/devices.ts';
import { faults } from './en/faults.ts';
import { printing } from './en/printing.ts';
import { refusals } from './en/refusals.ts';
import { selling } from './en/selling.ts';
import { status } from './en/status.ts';
import type { Texts } from './text.ts';

export const en: Texts = { ...selling, ...printing, ...devices, ...status, ...refusals, ...faults };
