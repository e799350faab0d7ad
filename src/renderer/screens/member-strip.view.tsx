import { UnstyledButton } from '@mantine/core';
import type { MemberView } from '#contract/screen/members.ts';
import { keyCap } from '../keys/keys.ts';
import { allowanceWords } from '../parts/allowance-words.ts';
import { useDesk } from '../parts/desk.tsx';
import { KeyCap } from '../parts/key-cap.tsx';
import styles from './member-strip.module.css';

interface MemberStripProps {
  readonly member: MemberView;
  /** The ticket that was just paid is still shown, and is not theirs: they begin the next one. */
  readonly isNext: boolean;
  readonly onOpen: () => void;
}

/** Who the ticket is for, at the head of it: enough to greet somebody, the rest is one touch away. */
export function MemberStrip({ member, isNext, onOpen }: MemberStripProps) {
  const { words, formats } = useDesk();
  const allowance = allowanceWords(member.allowance, words, { amountText: (amount) => formats.count(amount), formats });
  const reachable = member.rewards.filter(({ isReachable }) => isReachable).at(-1);
  const facts = [
    member.redeemedPoints > 0
      ? words.t('member.redeemed', { count: member.redeemedPoints })
      : reachable !== undefined
        ? `★ ${reachable.label}`
        : member.missingToNext === null
          ? null
          : words.t('member.missing', { count: member.missingToNext.points, label: member.missingToNext.label }),
    allowance === null ? null : allowance.text,
    member.notes,
  ].filter((fact) => fact !== null && fact !== '');
  return (
    <UnstyledButton
      className={styles['strip']}
      data-member={member.personId}
      data-next={isNext}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
    >
      {isNext && <span className={styles['next']}>{words.t('member.next-ticket')}</span>}
      <span className={styles['who']}>
        <bdi className={styles['name']}>{member.name}</bdi>
        {member.tierName !== null && <bdi className={styles['tier']}>{member.tierName}</bdi>}
      </span>
      <span className={styles['points']} data-points={member.points}>
        {words.t('member.points', { count: member.points })}
        {member.pointsToEarn > 0 && <small> +{member.pointsToEarn}</small>}
      </span>
      <span className={styles['facts']}>
        {facts.map((fact) => (
          <bdi key={fact}>{fact}</bdi>
        ))}
      </span>
      <span className={styles['key']}>
        <KeyCap name={keyCap('customers', words)} />
      </span>
    </UnstyledButton>
  );
}
