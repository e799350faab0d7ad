/**
 * Refusals: ordinary business, with a reason that the operator can act on. The page owns the words for each.
 */
import { z } from 'zod';

export const REFUSAL_REASONS = [
  'not_signed_in',
  'already_signed_in',
  'wrong_pin',
  'locked_out',
  'no_right',
  'unknown_code',
  'unreadable_code',
  'unknown_product',
  'basket_stale',
  'ticket_validated',
  'ticket_cancelled',
  'ticket_unknown',
  'basket_empty',
  'line_unknown',
  'quantity_invalid',
  'quantity_needed',
  'amount_invalid',
  'tendered_short',
  'cash_limit',
  'basket_full',
  'total_too_large',
  'reason_missing',
  'id_reused',
  'job_unknown',
  'job_settled',
  'no_printer',
  'no_drawer',
  'expired',
  'card_unknown',
  'card_unreadable',
  'card_random',
  'device_unknown',
  'device_invalid',
  'store_read_only',
  'store_unavailable',
  'clock_needs_manager',
  'unsent_or_open_ticket',
  'bug',
] as const;

export const refusalSchema = z.strictObject({
  kind: z.literal('refused'),
  reason: z.enum(REFUSAL_REASONS),
  /** Values the words need: seconds left, the code read, amounts in minor units. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export type RefusalReason = (typeof REFUSAL_REASONS)[number];
export type Refusal = z.infer<typeof refusalSchema>;

/** A refusal value. */
export function refuse(reason: RefusalReason, params?: Readonly<Record<string, string | number>>): Refusal {
  return params === undefined ? { kind: 'refused', reason } : { kind: 'refused', reason, params: { ...params } };
}
