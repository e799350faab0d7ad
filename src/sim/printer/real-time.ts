/**
 * Real-time commands as a printer hears them: the moment they arrive, wherever they stand, also inside the data of other
 * commands. Written from the manuals.
 */
const DLE = 0x10;

export type RealTimeCommand =
  /** `DLE EOT n` asks how the printer is. */
  | { readonly kind: 'question'; readonly n: number }
  /** `DLE ENQ n`: 1 goes on after an error, 2 empties the buffer. */
  | { readonly kind: 'recover'; readonly empty: boolean }
  /** `DLE DC4 1 m t` opens the drawer, also while nothing can be printed. */
  | { readonly kind: 'pulse'; readonly pin: 2 | 5 };

export class RealTimeScanner {
  #last: number[] = [];

  /** The commands that became complete with these bytes. */
  push(bytes: Uint8Array): readonly RealTimeCommand[] {
    const commands: RealTimeCommand[] = [];
    for (const byte of bytes) {
      this.#last = [...this.#last.slice(-4), byte];
      const [dle, dc4, fn, pin = 0, time = 0] = this.#last;
      if (dle === DLE && dc4 === 0x14 && fn === 1 && pin <= 1 && time >= 1 && time <= 8)
        commands.push({ kind: 'pulse', pin: pin === 1 ? 5 : 2 });
      if (this.#last.at(-3) !== DLE) continue;
      if (this.#last.at(-2) === 0x04 && byte >= 1 && byte <= 4) commands.push({ kind: 'question', n: byte });
      if (this.#last.at(-2) === 0x05 && (byte === 1 || byte === 2))
        commands.push({ kind: 'recover', empty: byte === 2 });
    }
    return commands;
  }
}
