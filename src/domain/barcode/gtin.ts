/**
 * GTINs: the digits under the bars (GS1 General Specifications, §7.9). Inside the till
 * every one has fourteen digits, so that the same product scanned as UPC-A or EAN-13 is the same product.
 */

/** The modulo-10 check digit that belongs behind `digits` (weights 3 and 1 from the right). */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += weight * (digits.charCodeAt(index) - 48);
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether the last of `digits` is the check digit of the others. */
export function hasValidCheckDigit(digits: string): boolean {
  return digits.length > 1 && checkDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** GTIN-8, -12, -13 or -14 digits with a valid check digit as a GTIN-14; undefined for anything else. */
export function canonicalGtin(digits: string): string | undefined {
  if (!/^(\d{8}|\d{12,14})$/.test(digits) || !hasValidCheckDigit(digits) || /^0+$/.test(digits)) return undefined;
  return digits.padStart(14, '0');
}

/**
 * The UPC-A digits that a UPC-E symbol stands for: number system (0 or 1), six digits, check digit. The last of the six
 * says where the zeros were squeezed out (GS1 General Specifications, UPC-E). Undefined when these are no UPC-E digits;
 * the check digit is that of the UPC-A and still to be verified.
 */
export function expandUpcE(digits: string): string | undefined {
  if (!/^[01]\d{7}$/.test(digits)) return undefined;
  const system = digits.slice(0, 1);
  const body = digits.slice(1, 7);
  const check = digits.slice(7);
  const last = Number(body.slice(5));
  const maker =
    last <= 2
      ? `${body.slice(0, 2)}${last}00`
      : last === 3
        ? `${body.slice(0, 3)}00`
        : last === 4
          ? `${body.slice(0, 4)}0`
          : body.slice(0, 5);
  const item =
    last <= 2
      ? `00${body.slice(2, 5)}`
      : last === 3
        ? `000${body.slice(3, 5)}`
        : last === 4
          ? `0000${body.slice(4, 5)}`
          : `0000${last}`;
  return `${system}${maker}${item}${check}`;
}
