import type { ReactNode } from 'react';
import styles from './head.module.css';

/** The title of a page, and what can be done there. */
export function Head({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <header className={styles['head']}>
      <h1>{title}</h1>
      <div className={styles['actions']}>{children}</div>
    </header>
  );
}
