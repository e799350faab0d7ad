/** Waiting for what is reported: each one that waits looks again at each report, and never by the clock. */
export class Reports {
  readonly #waiting = new Set<() => void>();

  /** Something happened. */
  wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** The first that `look` finds, now or after a report. */
  find<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const again = (): void => {
        const found = look();
        if (found === undefined) return;
        this.#waiting.delete(again);
        resolve(found);
      };
      this.#waiting.add(again);
      again();
    });
  }

  async until(done: () => boolean): Promise<void> {
    await this.find(() => (done() ? true : undefined));
  }
}
