/** Who listens to a line: to its bytes, and once to its end. */
import type { ClosedWhy } from './transport.ts';

export class LineListeners {
  readonly #bytes = new Set<(bytes: Uint8Array) => void>();
  readonly #closed = new Set<(why: ClosedWhy) => void>();
  #why: ClosedWhy | undefined;

  /** Why the line is closed; undefined while it is open. */
  get why(): ClosedWhy | undefined {
    return this.#why;
  }

  bytes(bytes: Uint8Array): void {
    for (const listen of [...this.#bytes]) listen(bytes);
  }

  /** Tells everybody, the first time. */
  closed(why: ClosedWhy): void {
    if (this.#why !== undefined) return;
    this.#why = why;
    for (const listen of [...this.#closed]) listen(why);
    this.#closed.clear();
    this.#bytes.clear();
  }

  onBytes(listen: (bytes: Uint8Array) => void): () => void {
    this.#bytes.add(listen);
    return () => this.#bytes.delete(listen);
  }

  onClosed(listen: (why: ClosedWhy) => void): () => void {
    if (this.#why !== undefined) {
      listen(this.#why);
      return () => undefined;
    }
    this.#closed.add(listen);
    return () => this.#closed.delete(listen);
  }
}
