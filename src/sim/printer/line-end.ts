/** The printer's end of a line that somebody opened. */
export interface LineEnd {
  say(bytes: Uint8Array): void;
  /** Ends the printer's own side; what comes is still heard. */
  halfClose(): void;
  /** Breaks the line without a word. */
  reset(): void;
}

/** What a line tells the printer. */
export interface LineListener {
  /** False where the printer takes no second connection. */
  onOpen(end: LineEnd): boolean;
  onBytes(end: LineEnd, bytes: Uint8Array): void;
  onClosed(end: LineEnd): void;
}

/** Where a till can be plugged in. */
export interface Connector {
  /** How a till names it. */
  readonly address: string;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}
