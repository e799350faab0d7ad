import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { addressOf } from '../../frame/places.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Badge } from '../../parts/section.tsx';
import { useAccountAmount } from './use-account-amount.ts';

type Account = CallAnswer<'gift-cards'>['rows'][number];

export const STATE_TONES = { active: 'good', blocked: 'bad', closed: 'plain' } as const;

/** Accounts with their balances; what is reserved is nobody else's to spend. */
export function AccountTable(props: {
  readonly accounts: readonly Account[] | null;
  readonly label: string;
  readonly empty: string;
  readonly hasMore?: boolean;
  readonly onMore?: () => void;
}) {
  const { words } = useDesk();
  const amountOf = useAccountAmount();
  return (
    <DataTable
      label={props.label}
      name="accounts"
      rows={props.accounts}
      keyOf={({ accountId }) => accountId}
      empty={props.empty}
      {...(props.hasMore === undefined ? {} : { hasMore: props.hasMore })}
      {...(props.onMore === undefined ? {} : { onMore: props.onMore })}
      columns={[
        {
          key: 'account',
          label: words.t('people.account'),
          cell: ({ accountId, kind }) => (
            <a href={addressOf('customers', `account:${accountId}`)}>
              {words.lookUp(`people.kind.${kind}`, 'people.kind.other')} <bdi>{accountId.slice(0, 8)}</bdi>
            </a>
          ),
        },
        {
          key: 'state',
          label: words.t('tills.state'),
          cell: ({ state }) => <Badge tone={STATE_TONES[state]}>{words.t(`people.state.${state}`)}</Badge>,
        },
        {
          key: 'balance',
          label: words.t('people.balance'),
          isFigure: true,
          cell: ({ balance, unit }) => <bdi>{amountOf(balance, unit)}</bdi>,
        },
        {
          key: 'reserved',
          label: words.t('people.reserved'),
          isFigure: true,
          cell: ({ reserved, unit }) => <bdi>{reserved === 0 ? '–' : amountOf(reserved, unit)}</bdi>,
        },
        {
          key: 'authority',
          label: words.t('people.authority'),
          cell: ({ isHandedOver }) => words.t(isHandedOver ? 'people.authority-hq' : 'people.authority-till'),
        },
      ]}
    />
  );
}
