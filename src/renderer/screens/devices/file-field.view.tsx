/** Where the browser asks for a file; out of sight, and opened by the button that holds `field`. */
import type { RefObject } from 'react';

export function FileField(given: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly accept: string;
  readonly onFile: (file: File) => void;
}) {
  return (
    <input
      ref={given.field}
      type="file"
      accept={given.accept}
      hidden
      onChange={(event) => {
        const file = event.currentTarget.files?.[0];
        // The same file chosen again is a choice again.
        event.currentTarget.value = '';
        if (file !== undefined) given.onFile(file);
      }}
    />
  );
}
