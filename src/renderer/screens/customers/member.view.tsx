/** The customer on the ticket: points, rewards in one touch, any number of points by steps, and the way to their file. */
import { useRef } from 'react';
import type { MemberView } from '#contract/screen/members.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useChoices } from '../../parts/use-choices.ts';
import type { PanelProps } from '../selling.view.tsx';
import type { Selling } from '../use-selling.ts';
import styles from './customers.module.css';

export function MemberPanel({ selling, run, onAction }: PanelProps) {
  const { words } = useDesk();
  const { member } = selling.basket;

  async function detach(): Promise<void> {
    const outcome = await selling.send('detachCustomer', selling.onTicket());
    if (outcome?.kind !== 'done') return;
    selling.show('find');
    selling.sayKey('good', 'member.detached');
  }

  onAction((action) => {
    if (action === 'void-line') void detach();
    // Pressed where the customer is in sight it means another one.
    if (action === 'customers') selling.show('customers');
    return ['void-line', 'customers', 'line-up', 'line-down'].includes(action);
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('member.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['grow']} tabIndex={0} data-field="main" role="region" aria-label={words.t('member.title')}>
        {member === null ? (
          <p className={styles['hint']}>{words.t('member.detached')}</p>
        ) : (
          <>
            <About member={member} />
            <Redeem selling={selling} member={member} />
            <Purse selling={selling} />
          </>
        )}
      </div>
      <div className={styles['feet']}>
        {member !== null && (
          <>
            <ActionButton name="open-customer" cap="Alt 6" onPress={() => selling.show('customer', member.personId)}>
              {words.t('member.file')}
            </ActionButton>
            <ActionButton action="gift-card" onPress={() => run('gift-card')}>
              {words.t('member.load-purse')}
            </ActionButton>
          </>
        )}
        <ActionButton action="customers" onPress={() => selling.show('customers')}>
          {words.t('member.other')}
        </ActionButton>
        {member !== null && (
          <ActionButton action="void-line" name="detach" tone="danger" onPress={() => void detach()}>
            {words.t('member.detach')}
          </ActionButton>
        )}
      </div>
    </div>
  );
}

/** The same reward pressed again so soon is the hand that pressed twice. */
const SETTLE_MS = 800;

function About({ member }: { readonly member: MemberView }) {
  const { words, formats } = useDesk();
  return (
    <div className={styles['about']}>
      <bdi className={styles['about-name']}>{member.name}</bdi>
      <strong>{words.t('member.points', { count: member.points })}</strong>
      {member.tierName !== null && <bdi>{member.tierName}</bdi>}
      <small>
        {member.lastVisitMs === null
          ? words.t('member.first-visit')
          : words.t('member.last-visit', { day: formats.date(member.lastVisitMs) })}
      </small>
      {member.pointsToEarn > 0 && <small>{words.t('member.to-earn', { count: member.pointsToEarn })}</small>}
      {member.missingToNext !== null && (
        <small>
          {words.t('member.missing', { count: member.missingToNext.points, label: member.missingToNext.label })}
        </small>
      )}
      {member.notes !== null && <p className={styles['notes']}>{member.notes}</p>}
    </div>
  );
}

function Redeem({ selling, member }: { readonly selling: Selling; readonly member: MemberView }) {
  const { words, formats } = useDesk();
  const { redeemedPoints, redeemStep, redeemablePoints } = member;
  const last = useRef({ id: '', atMs: 0 });

  async function redeem(points: number): Promise<void> {
    const outcome = await selling.send('redeemPoints', { ...selling.onTicket(), points });
    if (outcome?.kind === 'done') selling.sayKey('good', points === 0 ? 'member.redeem-undone' : 'member.redeem-done');
  }

  /** The same reward once more takes its points back. */
  function reward(index: number): boolean {
    const wanted = member.rewards[index];
    if (wanted === undefined || !wanted.isReachable) return false;
    const isAgain = last.current.id === wanted.id && performance.now() - last.current.atMs < SETTLE_MS;
    if (isAgain || selling.busy.has('redeemPoints')) return true;
    last.current = { id: wanted.id, atMs: performance.now() };
    void redeem(redeemedPoints === wanted.points ? 0 : wanted.points);
    return true;
  }

  useChoices((index) => {
    if (index === 5) {
      selling.show('customer', member.personId);
      return true;
    }
    return reward(index);
  });

  return (
    <>
      <div className={styles['section']}>{words.t('member.rewards')}</div>
      {member.rewards.length === 0 && <p className={styles['hint']}>{words.t('member.no-rewards')}</p>}
      <div className={styles['rewards']}>
        {member.rewards.slice(0, 5).map((one, index) => (
          <ActionButton
            key={one.id}
            name={`reward-${one.id}`}
            cap={`Alt ${index + 1}`}
            disabled={!one.isReachable}
            tone={redeemedPoints === one.points ? 'chosen' : 'plain'}
            onPress={() => reward(index)}
          >
            <span className={styles['reward']}>
              <bdi>{one.label}</bdi>
              <small>
                {words.t('member.reward-points', { count: one.points })} ·{' '}
                <Amount text={formats.money(-one.discountMinor)} />
              </small>
            </span>
          </ActionButton>
        ))}
      </div>
      <div className={styles['section']}>{words.t('member.redeem')}</div>
      {redeemablePoints === 0 && redeemedPoints === 0 ? (
        <p className={styles['hint']}>{words.t('member.redeem-none')}</p>
      ) : (
        <div className={styles['step']}>
          <ActionButton
            name="fewer-points"
            disabled={redeemedPoints === 0}
            onPress={() => void redeem(Math.max(0, redeemedPoints - redeemStep))}
          >
            <span aria-label={words.t('member.fewer')}>−</span>
          </ActionButton>
          <output data-redeemed-points={redeemedPoints}>
            <span>{words.t('member.points', { count: redeemedPoints })}</span>
            <small>
              {redeemedPoints > 0 ? (
                <Amount text={formats.money(-member.redeemedMinor)} />
              ) : (
                words.t('member.redeem-max', { count: redeemablePoints })
              )}
            </small>
          </output>
          <ActionButton
            name="more-points"
            disabled={redeemedPoints + redeemStep > redeemablePoints}
            onPress={() => void redeem(redeemedPoints + redeemStep)}
          >
            <span aria-label={words.t('member.further')}>+</span>
          </ActionButton>
          <ActionButton
            name="all-points"
            disabled={redeemedPoints === redeemablePoints}
            onPress={() => void redeem(redeemablePoints)}
          >
            {words.t('member.all')}
          </ActionButton>
          <ActionButton name="no-points" disabled={redeemedPoints === 0} onPress={() => void redeem(0)}>
            {words.t('member.redeem-back')}
          </ActionButton>
        </div>
      )}
    </>
  );
}

function Purse({ selling }: { readonly selling: Selling }) {
  const { words, formats } = useDesk();
  const purses = selling.basket.storedValue.filter(({ account }) => account === 'purse');
  return purses.map((purse) => (
    <div key={purse.accountId}>
      <div className={styles['section']}>{words.t('member.purse')}</div>
      <div className={styles['about']}>
        <strong>
          <Amount text={formats.money(purse.balanceMinor)} />
        </strong>
        {purse.state !== 'active' && <small>{words.t(`account.${purse.state}`)}</small>}
      </div>
    </div>
  ));
}
