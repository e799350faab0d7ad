import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef } from 'react';
import styles from './pin-field.module.css';

/** The longest PIN that is typed. */
export const PIN_DIGITS_MAX = 12;

/** How many digits of a PIN are typed. The digits themselves are never on the screen nor in the document. */
export function PinField({ length, label }: { readonly length: number; readonly label: string }) {
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div ref={field} className={styles['dots']} tabIndex={0} role="group" aria-label={label} data-field="main">
      <VisuallyHidden aria-live="polite">{length}</VisuallyHidden>
      {Array.from({ length: Math.max(4, length) }, (_, index) => (
        <span key={index} aria-hidden className={styles['dot']} data-typed={index < length} />
      ))}
    </div>
  );
}
