/**
 * Tells who writes text from who answers as a printer. Every fifth letter passes for an answer to `DLE EOT`, so a web server
 * that refuses our question ("HTTP/1.1 400 Bad Request") would be a printer without paper. A printer's own text stands in
 * frames (a process id, a name); text that stands in none is somebody else's.
 */
import type { PrinterFrame } from './status.codec.ts';

/** The shortest beginning that is told by: `HTTP/1.1`. The end of a process id whose beginning was lost has five letters. */
const TEXT_BYTES_MIN = 8;
/** Answers can look like text for a while, one behind the other; letters that are no answer at all cannot be a printer's. */
const NOISE_BYTES_MIN = 2;

export class StrangerSense {
  #run = 0;
  #noise = 0;
  #found = false;

  /** Whether text was heard that no printer says. */
  get found(): boolean {
    return this.#found;
  }

  /** What was said before the question that is asked now is no answer to it. */
  forget(): void {
    this.#run = 0;
    this.#noise = 0;
    this.#found = false;
  }

  heard(frame: PrinterFrame): void {
    if (frame.kind === 'process' || frame.kind === 'info') {
      this.#run = 0;
      this.#noise = 0;
      return;
    }
    for (const byte of 'bytes' in frame ? frame.bytes : [frame.byte]) this.#take(byte, frame.kind === 'noise');
  }

  #take(byte: number, noise: boolean): void {
    if (!isText(byte)) {
      this.#run = 0;
      this.#noise = 0;
      return;
    }
    this.#run++;
    if (noise) this.#noise++;
    this.#found ||= this.#run >= TEXT_BYTES_MIN && this.#noise >= NOISE_BYTES_MIN;
  }
}

/** A letter, or one of the ends of a line. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
