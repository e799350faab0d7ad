/** A call that is not carried out: its code becomes the status of the answer. Thrown out of handlers, caught at the edge. */
import type { CallFault } from '#contract/sync/request.ts';

export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly code: CallFault;

  constructor(code: CallFault, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}
