/** Stores and tills. Door of the folder for the sync wire; the pages take what they need from its files. */
import type { SyncHandlers } from '../core.ts';
import { sealedFor } from './enrol.ts';
import { keepReport } from './report.ts';

export const fleetHandlers: SyncHandlers<'secrets' | 'report'> = {
  secrets: async (core, _caller, input) => ({ sealedSecrets: await sealedFor(core, input.exchangeKey) }),
  report: keepReport,
};
