/** What a printer says of itself, in the bytes of the manual (Epson, "DLE EOT", "GS a", "GS r"). */
export interface Condition {
  readonly paperOut: boolean;
  readonly paperNearEnd: boolean;
  readonly coverOpen: boolean;
  readonly cutterJammed: boolean;
  /** Pin 3 of the drawer's connector. */
  readonly drawerPinHigh: boolean;
}

function offline(is: Condition): boolean {
  return is.paperOut || is.coverOpen || is.cutterJammed;
}

/** The answer to `DLE EOT n`. */
export function realTimeAnswer(n: number, is: Condition): number {
  switch (n) {
    case 1:
      return 0x12 | (offline(is) ? 0x08 : 0) | (is.drawerPinHigh ? 0x04 : 0);
    case 2:
      return 0x12 | (is.coverOpen ? 0x04 : 0) | (is.paperOut ? 0x20 : 0) | (is.cutterJammed ? 0x40 : 0);
    case 3:
      return 0x12 | (is.cutterJammed ? 0x08 : 0);
    default:
      return 0x12 | (is.paperNearEnd || is.paperOut ? 0x0c : 0) | (is.paperOut ? 0x60 : 0);
  }
}

/** The four bytes of the automatic status. */
export function automaticStatus(is: Condition): Uint8Array {
  const first = 0x10 | (offline(is) ? 0x08 : 0) | (is.drawerPinHigh ? 0x04 : 0) | (is.coverOpen ? 0x20 : 0);
  const paper = (is.paperNearEnd || is.paperOut ? 0x03 : 0) | (is.paperOut ? 0x0c : 0);
  return Uint8Array.of(first, is.cutterJammed ? 0x08 : 0, paper, 0x0f);
}

/** The answer to `GS r 1`. */
export function paperStatus(is: Condition): Uint8Array {
  return Uint8Array.of((is.paperNearEnd ? 0x03 : 0) | (is.paperOut ? 0x0c : 0));
}

/** The answer to `GS ( H`, function 48. */
export function processAnswer(id: Uint8Array): Uint8Array {
  return Uint8Array.of(0x37, 0x22, ...id, 0x00);
}

/** The answer to `GS I n` for the texts: firmware, maker, model, serial number. */
export function nameAnswer(n: number, names: PrinterNames): Uint8Array | null {
  const text = { 65: names.firmware, 66: names.maker, 67: names.model, 68: names.serial }[n];
  return text === undefined ? null : Uint8Array.of(0x5f, ...Buffer.from(text, 'latin1'), 0x00);
}

export interface PrinterNames {
  readonly maker: string;
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
}
