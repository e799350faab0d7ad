/** What sets one dialect of displays apart from another: its bytes. Both are pure and write nothing that was not asked. */
import type { DisplayCodePage } from './letters.ts';

export interface DisplayDialect {
  /** Once for each opened line, before the first content. */
  begin(): Uint8Array;
  /** Both lines, whole: what stood there before does not matter. */
  show(lines: { readonly top: Uint8Array; readonly bottom: Uint8Array; readonly page: DisplayCodePage }): Uint8Array;
}
