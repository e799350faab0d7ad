/**
 * The ledger of a drawer: one line for each way in which cash comes and goes, summed from rows and from nothing else.
 * Expected cash is the sum of its lines. What was tendered and what was given back are two lines, so that change is
 * never taken for a receipt; a cheque or a card never enters it; cash rounding is not in it, because what it rounds was
 * neither given nor taken.
 */
import { type DrawerPayload, type Entry, payloadOf } from '#domain/journal/journal.ts';

export type Drawer = Omit<DrawerPayload, 'expected_minor'>;

/** A drawer with nothing in it. */
export const EMPTY_DRAWER: Drawer = {
  float_minor: 0,
  received_minor: 0,
  change_minor: 0,
  refunded_minor: 0,
  pay_in_minor: 0,
  pay_out_minor: 0,
  safe_drop_minor: 0,
};

/** The drawer after `entry`, a row of its session. */
export function drawerAfter(drawer: Drawer, entry: Pick<Entry, 'family' | 'kind' | 'payload'>): Drawer {
  if (entry.family === 'X') return drawer;
  switch (entry.kind) {
    case 'session-opened':
      // Sessions of the first version had no float.
      return { ...drawer, float_minor: payloadOf(entry, 'session-opened').float_minor ?? 0 };
    case 'payment-received': {
      const row = payloadOf(entry, 'payment-received');
      if (row.method !== 'cash') return drawer;
      if (row.amount_minor < 0) return { ...drawer, refunded_minor: drawer.refunded_minor + row.amount_minor };
      return {
        ...drawer,
        received_minor: drawer.received_minor + row.tendered_minor,
        change_minor: drawer.change_minor - row.change_minor,
      };
    }
    case 'cash-moved': {
      const { movement, amount_minor: amountMinor } = payloadOf(entry, 'cash-moved');
      const line = MOVEMENT_LINES[movement];
      return { ...drawer, [line]: drawer[line] + amountMinor };
    }
    default:
      return drawer;
  }
}

const MOVEMENT_LINES = {
  'pay-in': 'pay_in_minor',
  'pay-out': 'pay_out_minor',
  'safe-drop': 'safe_drop_minor',
} as const;

/** What should be in it. */
export function expectedInDrawer(drawer: Drawer): number {
  return Object.values(drawer).reduce((sum, lineMinor) => sum + lineMinor, 0);
}

/** The ledger with its sum, as a closing says it. */
export function drawerPayload(drawer: Drawer): DrawerPayload {
  return { ...drawer, expected_minor: expectedInDrawer(drawer) };
}
