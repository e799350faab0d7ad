import type { ReactNode } from 'react';
import styles from './filters.module.css';

/** What narrows the list below it. */
export function Filters({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles['filters']} role="search">
      {children}
    </div>
  );
}
