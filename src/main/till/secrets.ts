/**
 * What is keyed with the organisation's secret: the number of a card in a row, the body of a command. Few people know
 * how many card numbers there are, and a machine tries them all; without the secret, which lies in the keys folder,
 * it learns nothing from a database.
 */
import { keyedText } from '#node/organisation-secret.ts';
import type { OrganisationSecret } from '#main/store/store.ts';
import type { Secrets } from './ports.ts';

/** Keyed texts with the keys of the organisation. */
export function createSecrets(secret: OrganisationSecret): Secrets {
  return {
    keyed: (text) => keyedText(text, secret),
    keyedUnderAll: (text) => [secret, ...secret.older].map((key) => keyedText(text, key)),
  };
}
