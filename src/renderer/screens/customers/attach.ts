/** Puts a customer on the ticket, and says so where the till has not done it already. */
import type { Selling } from '../use-selling.ts';

/** True once the customer is on the ticket. */
export async function attach(selling: Selling, personId: string): Promise<boolean> {
  const outcome = await selling.send('attachCustomer', { ...selling.onTicket(), personId });
  return outcome?.kind === 'done';
}
