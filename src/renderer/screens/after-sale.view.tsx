import type { BasketView, JobView } from '#contract/screen/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { useDesk } from '../parts/desk.tsx';
import { JobState } from '../parts/job-state.tsx';
import styles from './after-sale.module.css';

/** What became of the receipt of the ticket just paid, and a duplicate if it is wanted after all. */
export function AfterSale(props: {
  readonly lastTicket: NonNullable<BasketView['lastTicket']>;
  readonly onDuplicate: () => void;
}) {
  const { words } = useDesk();
  const receipt: JobView | null = props.lastTicket.receipt;
  return (
    <div className={styles['card']} data-after-sale={props.lastTicket.number}>
      <div className={styles['state']}>
        {receipt === null ? (
          <span className={styles['none']}>
            {words.t(props.lastTicket.isRefund ? 'after.refund-none' : 'after.receipt-none')}
          </span>
        ) : (
          <JobState job={receipt} />
        )}
      </div>
      <ActionButton action="receipt" onPress={props.onDuplicate}>
        {words.t('after.duplicate')}
      </ActionButton>
    </div>
  );
}
