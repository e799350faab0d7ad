/** What every page says of the organisation. */
import { present } from '#base/assert.ts';
import { currencyOf } from '#domain/money/money.ts';
import type { HqCore } from '../../core.ts';
import { organisation } from '../../identity/identity.ts';

/** Its name, and how its amounts are written. */
export async function readOrganisation(core: HqCore) {
  const { name, currencyCode, timeZone } = await organisation(core.store.read);
  const { code, exponent } = present(currencyOf(currencyCode), 'the currency of the organisation');
  return { name, currency: { code, exponent }, timeZone };
}
