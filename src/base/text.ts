/**
 * Text at the border: everything that enters the journal is well-formed UTF-16 and in normal form C, so that the
 * same words always give the same bytes.
 */

/** `text` in NFC with lone surrogates replaced, C0/C1 controls and line separators turned into single spaces, trimmed. */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFC')
      // eslint-disable-next-line no-control-regex -- control characters are what this removes
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
      .trim()
  );
}

/** The beginning of `text`, at most so many UTF-16 units; a character that the end cuts in two becomes U+FFFD. */
export function cutText(text: string, unitsMax: number): string {
  return text.slice(0, unitsMax).toWellFormed();
}

/** Whether every store keeps `text` as it is: PostgreSQL has no U+0000 in text, and half a surrogate pair has no UTF-8. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** Whether `text` may enter a journal row as it is: well-formed and in NFC. */
export function isBorderText(text: string): boolean {
  return text.isWellFormed() && text.normalize('NFC') === text;
}

/** Digits as people type them in Arabic and Persian, as those of the West. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
