import type { XReport } from '#contract/screen/cash.ts';
import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import styles from './reports.module.css';

const LINES = ['float', 'received', 'change', 'refunded', 'payIn', 'payOut', 'safeDrop'] as const;
const WORDS = {
  float: 'report.drawer.float',
  received: 'report.drawer.received',
  change: 'report.drawer.change',
  refunded: 'report.drawer.refunded',
  payIn: 'report.drawer.pay-in',
  payOut: 'report.drawer.pay-out',
  safeDrop: 'report.drawer.safe-drop',
} as const;

/** What is expected in the drawer, and of what it is made, each line with its sign as it adds to it. */
export function DrawerLines({ drawer }: { readonly drawer: XReport['drawer'] }) {
  const { words, formats } = useDesk();
  return (
    <dl className={styles['facts']}>
      {LINES.map((line) => (
        <div key={line}>
          <dt>{words.t(WORDS[line])}</dt>
          <dd>
            <Amount text={formats.money(drawer[`${line}Minor`])} />
          </dd>
        </div>
      ))}
      <div className={styles['sum']} data-expected-minor={drawer.expectedMinor}>
        <dt>{words.t('report.drawer.expected')}</dt>
        <dd>
          <Amount text={formats.money(drawer.expectedMinor)} />
        </dd>
      </div>
    </dl>
  );
}
