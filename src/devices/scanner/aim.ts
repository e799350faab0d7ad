/**
 * AIM symbology identifiers (ISO/IEC 15424): `]`, a letter for the symbology, and one more character for what was done
 * with it. Scanners put it before the code when they are set to ("transmit AIM ID"). Letter case matters: `]e0` is
 * GS1 DataBar, `]E0` an EAN-13.
 *
 * Makers have code identifiers of their own too, of one or two letters. They are not looked for: a letter can be the
 * first of the code itself, and only the shop's set-up could tell.
 */
import type { Read } from './read.ts';

const IDENTIFIER = /^\][A-Za-z][0-9A-Za-z]/;

/** Whether these three characters are an AIM identifier. */
export function isAimIdentifier(text: string): boolean {
  return text.length === 3 && IDENTIFIER.test(text);
}

/** `]E03017620422003` as text and symbology; any other text as it is. */
export function splitAim(text: string): Read {
  const symbology = IDENTIFIER.exec(text)?.[0];
  // An identifier alone is all that was read.
  if (symbology === undefined || text.length === symbology.length) return { text };
  return { text: text.slice(symbology.length), symbology };
}
