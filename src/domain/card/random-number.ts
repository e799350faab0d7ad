/**
 * Numbers that a chip makes anew at each contact: they mean nobody. ISO/IEC 14443-3, UID0 of a single-size UID: 08 is a random
 * number (phones, passports, cards set to hide). JIS X 6319-4: an NFC-DEP target's number of eight bytes begins with 01 FE.
 */
const RANDOM = /^(?:08[0-9a-f]{6}|01fe[0-9a-f]{12})$/;

/** Whether the number, in its canonical form, is one that changes each time. */
export function isRandomNumber(uid: string): boolean {
  return RANDOM.test(uid);
}

/** Whether what was read cannot be a customer's card, whichever of its possible numbers it is. */
export function isRandomCard(card: { readonly uid: string; readonly mayBe?: readonly string[] | undefined }): boolean {
  return [card.uid, ...(card.mayBe ?? [])].every(isRandomNumber);
}
