/**
 * The wire between a line and the printer's buffer: carries bytes at its speed, and holds them back while the buffer is full,
 * as handshake lines do. What it holds back, the printer has not heard. A piece arrives when its last bit has, counted from
 * where the piece before it ended: a late timer makes no line slower than its rate.
 */
const TICK_MS = 20;

export class Wire {
  readonly #take: (bytes: Uint8Array) => void;
  readonly #room: () => number;
  readonly #bytesPerSecond: () => number | null;
  #held: Uint8Array = new Uint8Array(0);
  #timer: NodeJS.Timeout | null = null;
  /** When the piece before this one had arrived; null after the line was still. */
  #freeAtMs: number | null = null;

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
    while (this.#timer === null) {
      const speed = this.#bytesPerSecond();
      const bytesMax = speed === null ? this.#held.length : Math.max(1, Math.floor((speed * TICK_MS) / 1_000));
      const bytes = Math.min(bytesMax, this.#held.length, this.#room());
      if (bytes === 0) {
        this.#freeAtMs = null;
        return;
      }
      if (speed === null) this.#deliver(bytes);
      else this.#deliverAt((this.#freeAtMs ?? performance.now()) + (bytes * 1_000) / speed, bytes);
    }
  }

  cut(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#freeAtMs = null;
    this.#held = new Uint8Array(0);
  }

  #deliverAt(dueMs: number, bytes: number): void {
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#freeAtMs = dueMs;
        this.#deliver(bytes);
        this.pump();
      },
      Math.max(0, Math.ceil(dueMs - performance.now())),
    );
  }

  #deliver(bytes: number): void {
    const piece = this.#held.subarray(0, bytes);
    this.#held = this.#held.subarray(bytes);
    this.#take(piece);
  }
}
