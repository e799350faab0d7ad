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

/** Whether `text` may enter a journal row as it is: well-formed and in NFC. */
export function isBorderText(text: string): boolean {
  return text.isWellFormed() && text.normalize('NFC') === text;
}
