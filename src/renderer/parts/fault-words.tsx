import { useDesk } from './desk.tsx';
import styles from './fault-words.module.css';

/** What went wrong and what to do, in place of what should have been there. */
export function FaultWords({ code }: { readonly code: string }) {
  const { words } = useDesk();
  return (
    <div className={styles['fault']} role="alert" data-fault={code}>
      <strong>{words.lookUp(`fault.${code}`, 'fault.till.bug')}</strong>
      <span>{words.lookUp(`fault.${code}.do`, 'fault.till.bug.do')}</span>
    </div>
  );
}
