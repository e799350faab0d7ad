import { useEffect } from 'react';

/** Puts the focus where typing belongs: the main field of what lies on top. */
export function focusField(): void {
  const fields = document.querySelectorAll<HTMLElement>('[data-field="main"]');
  fields[fields.length - 1]?.focus({ preventScroll: true });
}

/** The same once `what` has changed: for a panel whose fields come with an answer of the till. */
export function useFieldFocus(what: unknown): void {
  useEffect(() => focusField(), [what]);
}
