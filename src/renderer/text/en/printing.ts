/** Words in English: printouts, past tickets and the cash drawer. */
import type { TextsOf } from '../entry.ts';
import type { printing as french } from '../fr/printing.ts';

export const printing: TextsOf<typeof french> = {
  'job.receipt': 'Receipt',
  'job.duplicate': 'Duplicate',
  'job.pulse': 'Drawer',
  'job.test': 'Test page',
  'job.slip': 'Slip',
  'job.report': 'Report',
  'job.queued': 'waiting for the printer',
  'job.sending': 'printing',
  'job.printed': 'printed',
  'job.handed-over': 'handed to the printer',
  'job.failed': 'not printed',
  'job.unknown': 'outcome unknown',
  'job.discarded': 'dropped',
  'job.of-ticket': '{kind} of ticket {number}',

  'tickets.title': 'Recent tickets',
  'tickets.none': 'No ticket has been paid yet.',
  'tickets.copies': { one: '{count} duplicate', other: '{count} duplicates' },
  'tickets.preview': 'Receipt preview',
  'tickets.no-preview': 'This ticket has no preview.',
  'tickets.duplicate': 'Print a duplicate',
  'tickets.duplicate-sent': 'Duplicate no. {number} sent to the printer.',
  'tickets.loading': 'Reading…',

  'drawer.title': 'Open the drawer',
  'drawer.why': 'Every opening is recorded with its reason.',
  'drawer.no-right': 'Your role may not open the drawer. Call a manager.',
  'drawer.change': 'Make change',
  'drawer.float': 'Put in the float',
  'drawer.check': 'Check the drawer',
  'drawer.error': 'Correct the change given',
  'drawer.other': 'Other reason',
  'drawer.other-label': 'Reason in a few words',
  'drawer.open': 'Open',
  'drawer.opened': 'Drawer opening recorded: {reason}.',

  'problems.title': 'Print jobs to settle',
  'problems.none': 'Nothing to settle: all that was asked for is printed.',
  'problems.unknown': 'Sent, but nobody knows whether the paper came out. Look at the printer.',
  'problems.failed': 'Nothing left for the printer. It prints as soon as the printer is ready.',
  'problems.queued': 'Waits for the printer and comes out by itself.',
  'problems.pulse-unknown':
    'The order to open the drawer left without an answer. It is never repeated; open the drawer if needed.',
  'problems.it-printed': 'It came out',
  'problems.print-again': 'Print again as a duplicate',
  'problems.retry': 'Try again now',
  'problems.discard': 'Do not print',
};
