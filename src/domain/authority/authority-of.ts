/** Who says what may be spent of an account: this till, or headquarters. */

/** Whose word counts for an account. */
export type AccountAuthority = 'own' | 'headquarters';

/** What the till knows of where an account comes from. */
export interface AccountOrigin {
  /** Whether this till works with a headquarters, or ever did. */
  readonly isLinked: boolean;
  /** Whether a row of the present chain opened the account. */
  readonly isOpenedHere: boolean;
  /** Whether a row of this till handed it over. */
  readonly isHandedOver: boolean;
}

/**
 * A till that works alone is the authority of all it knows. One with a headquarters is that of the accounts that its present
 * chain opened and has not handed over yet: what an earlier chain opened may have been handed over, or spent, in rows that a
 * restore did not bring back.
 */
export function authorityOf({ isLinked, isOpenedHere, isHandedOver }: AccountOrigin): AccountAuthority {
  if (!isLinked) return 'own';
  return isOpenedHere && !isHandedOver ? 'own' : 'headquarters';
}
