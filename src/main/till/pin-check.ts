/**
 * The check of a PIN as the till uses it: one question, the same time whoever asks.
 */
import { randomBytes } from 'node:crypto';
import { type OrganisationSecret, checkPin } from '#main/store/store.ts';

export interface PinCheck {
  /** Off the calling thread. False for a wrong PIN and, after the same time, where nothing is stored. */
  matches(pin: string, stored: string | undefined): Promise<boolean>;
}

/** Checks with the organisation's secret. */
export function createPinCheck(secret: OrganisationSecret): PinCheck {
  const nobody = `${secret.id}:scrypt:14:${randomBytes(16).toString('base64url')}:${randomBytes(32).toString('base64url')}`;
  return {
    matches: (pin, stored) => checkPin(secret, stored === undefined || stored === '' ? nobody : stored, pin),
  };
}
