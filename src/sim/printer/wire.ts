/**
 * The wire between a line and the printer's buffer: carries bytes at its speed, and holds them back while the buffer is full,
 * as handshake lines do. What it holds back, the printer has not heard.
 */
const TICK_MS = 20;

export class Wire {
  readonly #take: (bytes: Uint8Array) => void;
  readonly #room: () => number;
  readonly #bytesPerSecond: () => number | null;
  #held: Uint8Array = new Uint8Array(0);
  #timer: NodeJS.Timeout | null = null;

  constructor(options: {
    readonly take: (bytes: Uint8Array) => void;
    /** For how many bytes the buffer has room. */
    readonly room: () => number;
    readonly bytesPerSecond: () => number | null;
  }) {
    this.#take = options.take;
    this.#room = options.room;
    this.#bytesPerSecond = options.bytesPerSecond;
  }

  carry(bytes: Uint8Array): void {
    this.#held = Buffer.concat([this.#held, bytes]);
    this.pump();
  }

  /** Goes on, after the buffer has room again. */
  pump(): void {
    while (this.#held.length > 0 && this.#timer === null) {
      const speed = this.#bytesPerSecond();
      const bytes = speed === null ? this.#held.length : Math.max(1, Math.floor((speed * TICK_MS) / 1_000));
      const piece = this.#held.subarray(0, Math.min(bytes, this.#room()));
      if (piece.length === 0) return;
      this.#held = this.#held.subarray(piece.length);
      if (speed !== null) {
        this.#timer = setTimeout(
          () => {
            this.#timer = null;
            this.pump();
          },
          Math.max(TICK_MS, (piece.length * 1_000) / speed),
        );
      }
      this.#take(piece);
    }
  }

  cut(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#held = new Uint8Array(0);
  }
}
