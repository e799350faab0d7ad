import { useState } from 'react';
import type { AccountFile } from '#contract/screen/members.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { Selling } from '../use-selling.ts';
import styles from './customer.module.css';

/** Balances, each the sum of the movements beside it. */
export function AccountsPart(props: {
  readonly accounts: readonly AccountFile[];
  readonly selling: Selling;
  readonly onChanged: () => void;
}) {
  const { words, formats } = useDesk();
  const { accounts, selling } = props;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = accounts.find(({ accountId }) => accountId === chosenId) ?? accounts[0];
  if (chosen === undefined) return <p className={styles['facts']}>{words.t('account.none')}</p>;

  async function setState(state: 'active' | 'blocked'): Promise<void> {
    if (chosen === undefined) return;
    const outcome = await selling.send('setAccountState', {
      accountId: chosen.accountId,
      state,
      reason: words.t(state === 'blocked' ? 'account.blocked-why' : 'account.unblocked-why'),
    });
    if (outcome?.kind !== 'done') return;
    selling.sayKey('good', state === 'blocked' ? 'account.blocked-done' : 'account.unblocked-done');
    props.onChanged();
  }

  const isPartial = chosen.movements.some(({ balanceAfter }) => balanceAfter === null);
  const figure = (account: AccountFile, amount: number): string =>
    account.account === 'points' ? formats.count(amount) : formats.money(amount);
  return (
    <div className={styles['columns']}>
      <div className={styles['accounts']}>
        {accounts.map((account) => (
          <ActionButton
            key={account.accountId}
            name={`account-${account.account}`}
            tone={account === chosen ? 'chosen' : 'plain'}
            onPress={() => setChosenId(account.accountId)}
          >
            <span className={styles['account']} data-balance={account.balance}>
              <span>{words.t(`account.${account.account}`)}</span>
              <Amount className={styles['balance']} text={figure(account, account.balance)} />
              <small>
                {words.t(`account.${account.state}`)}
                {account.ageMs !== null && <> · {words.t('account.as-of', { age: formats.age(account.ageMs) })}</>}
                {account.expiresOn !== null && (
                  <> · {words.t('account.expires', { day: formats.day(account.expiresOn) })}</>
                )}
              </small>
            </span>
          </ActionButton>
        ))}
        {chosen.state === 'active' && (
          <ActionButton name="block-account" tone="danger" onPress={() => void setState('blocked')}>
            {words.t('account.block')}
          </ActionButton>
        )}
        {chosen.state === 'blocked' && (
          <ActionButton name="unblock-account" onPress={() => void setState('active')}>
            {words.t('account.unblock')}
          </ActionButton>
        )}
      </div>
      <div
        className={styles['scroll']}
        tabIndex={0}
        role="region"
        data-field="main"
        aria-label={words.t('account.movements')}
      >
        {chosen.movements.length === 0 ? (
          <p className={styles['facts']}>{words.t('account.no-movements')}</p>
        ) : (
          <table className={styles['movements']}>
            <thead>
              <tr>
                <th>{words.t(isPartial ? 'account.movements-here' : 'account.movements')}</th>
                <th />
                <th>±</th>
                <th>{words.t('account.balance')}</th>
              </tr>
            </thead>
            <tbody>
              {chosen.movements.map((movement, index) => (
                <tr key={index} data-movement={movement.reason}>
                  <td>
                    <bdi>{formats.date(movement.atMs)}</bdi> <small>{formats.time(movement.atMs)}</small>
                  </td>
                  <td>
                    {words.t(`movement.${movement.reason}`)}
                    {movement.ticketNumber !== null && (
                      <>
                        {' '}
                        <small>{words.t('account.ticket', { number: movement.ticketNumber })}</small>
                      </>
                    )}
                  </td>
                  <td>
                    <Amount text={`${movement.amount > 0 ? '+' : ''}${figure(chosen, movement.amount)}`} />
                  </td>
                  <td>{movement.balanceAfter !== null && <Amount text={figure(chosen, movement.balanceAfter)} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
