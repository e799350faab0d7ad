import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { Badge } from '../../parts/section.tsx';
import styles from './tills.module.css';

type Till = CallAnswer<'tills'>['rows'][number];

/** Whether it is in use, and what somebody has to look at. */
export function TillState({ till }: { readonly till: Till }) {
  const { words } = useDesk();
  const grave = till.alarms.includes('stopped') || till.alarms.includes('open-alarm');
  return (
    <span className={styles['state']}>
      <Badge tone={till.state === 'active' ? (till.alarms.length === 0 ? 'good' : 'plain') : 'warn'}>
        {words.t(`tills.state.${till.state}`)}
      </Badge>
      {till.alarms.map((alarm) => (
        <Badge key={alarm} tone={grave ? 'bad' : 'warn'}>
          {words.t(`tills.alarm.${alarm}`)}
        </Badge>
      ))}
    </span>
  );
}
