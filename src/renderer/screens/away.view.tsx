import type { Connection } from '../link/link.ts';
import { useDesk } from '../parts/desk.tsx';
import styles from './away.module.css';

/** No till to show anything from: it is still opening, or it refuses to open and says why. */
export function AwayView({ connection }: { readonly connection: Connection }) {
  const { words } = useDesk();
  if (connection.state !== 'refused') {
    return (
      <main className={styles['page']} data-screen="away" data-connection={connection.state}>
        <h1 className={styles['title']} role="status">
          {words.t(connection.state === 'down' ? 'away.down' : 'away.connecting')}
        </h1>
        {connection.state === 'down' && <p>{words.t('fault.till.process-lost.do')}</p>}
      </main>
    );
  }
  const code = connection.code ?? 'till.bug';
  return (
    <main className={styles['page']} data-screen="refused" data-fault={code}>
      <div className={styles['card']} role="alert">
        <div className={styles['kicker']}>{words.t('away.refused')}</div>
        <h1 className={styles['title']}>{words.lookUp(`fault.${code}`, 'fault.till.bug')}</h1>
        <h2 className={styles['what']}>{words.t('away.what-to-do')}</h2>
        <p className={styles['advice']}>{words.lookUp(`fault.${code}.do`, 'fault.till.bug.do')}</p>
        <p className={styles['detail']}>
          <bdi>{words.t('away.detail', { code, detail: connection.detail ?? '' })}</bdi>
        </p>
      </div>
    </main>
  );
}
