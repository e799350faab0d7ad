/** One account: its movements, what tills may still spend of it, and what was decided. */
import { useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk, useRight } from '../../desk.tsx';
import { go, rowAddress } from '../../frame/places.ts';
import { ask } from '../../link/ask.ts';
import { useAsked, useListed } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Figure, Figures, Section } from '../../parts/section.tsx';
import { SureForm } from '../../parts/sure-form.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { STATE_TONES } from './account-table.view.tsx';
import { DecisionTable } from './decision-table.view.tsx';
import { useAccountAmount } from './use-account-amount.ts';

type Found = Extract<CallAnswer<'account'>, { readonly kind: 'found' }>;
type Sure =
  | { readonly kind: 'block' }
  | { readonly kind: 'take-over' }
  | { readonly kind: 'write-off'; readonly grantId: string };

export function AccountPageOf({ accountId }: { readonly accountId: string }) {
  const { words } = useDesk();
  const { answer, code, again } = useAsked('account', { accountId });
  const found = answer?.kind === 'found' ? answer : null;
  return (
    <>
      <Head
        title={
          found === null ? (
            words.t('people.account')
          ) : (
            <>
              {words.lookUp(`people.kind.${found.account.kind}`, 'people.kind.other')}{' '}
              <bdi>{accountId.slice(0, 8)}</bdi>
            </>
          )
        }
      >
        <Button name="back" onPress={() => go('customers', found?.account.personId ?? null)}>
          {words.t((found?.account.personId ?? null) === null ? 'people.back' : 'people.file')}
        </Button>
      </Head>
      <Trouble code={code} />
      {answer?.kind === 'refused' && <Told tone="bad" text={words.t('people.refused.unknown-account')} />}
      {found !== null && <Details found={found} again={again} />}
    </>
  );
}

function Details({ found, again }: { readonly found: Found; readonly again: () => void }) {
  const { words, formats } = useDesk();
  const amountOf = useAccountAmount();
  const mayManage = useRight('manage-customers');
  const mayDecide = useRight('decide-accounts');
  const [sure, setSure] = useState<Sure | null>(null);
  const { account, grants } = found;
  const { accountId, unit } = account;
  const movements = useListed('movements', { accountId });
  return (
    <>
      <Figures>
        <Figure large name={words.t('people.balance')} value={<bdi>{amountOf(account.balance, unit)}</bdi>} />
        <Figure name={words.t('people.reserved')} value={<bdi>{amountOf(account.reserved, unit)}</bdi>} />
        <Figure
          name={words.t('people.available')}
          value={<bdi>{amountOf(Math.max(0, account.balance - account.reserved), unit)}</bdi>}
        />
        <Figure
          name={words.t('tills.state')}
          value={<Badge tone={STATE_TONES[account.state]}>{words.t(`people.state.${account.state}`)}</Badge>}
          note={`${words.t('people.authority')} : ${words.t(account.isHandedOver ? 'people.authority-hq' : 'people.authority-till')}`}
        />
      </Figures>
      {(mayManage || mayDecide) && account.state !== 'closed' && (
        <Section>
          <div data-buttons>
            {mayManage && (
              <Button name="block-account" onPress={() => setSure({ kind: 'block' })}>
                {words.t(account.isBlockedHere ? 'people.release' : 'people.block')}
              </Button>
            )}
            {mayDecide && !account.isHandedOver && (
              <Button tone="danger" name="take-over" onPress={() => setSure({ kind: 'take-over' })}>
                {words.t('people.take-over')}
              </Button>
            )}
          </div>
        </Section>
      )}
      {grants.length > 0 && (
        <Section title={words.t('people.grants')} flush name="grants">
          <DataTable
            label={words.t('people.grants')}
            name="grants"
            rows={grants}
            keyOf={({ grantId }) => grantId}
            empty=""
            columns={[
              {
                key: 'kind',
                label: words.t('people.grant'),
                cell: ({ kind }) => words.lookUp(`people.grant.${kind}`, 'people.grant'),
              },
              {
                key: 'till',
                label: words.t('tills.name'),
                cell: ({ tillName, storeName }) => (
                  <bdi>
                    {storeName} · {tillName}
                  </bdi>
                ),
              },
              {
                key: 'left',
                label: words.t('people.left'),
                isFigure: true,
                cell: ({ left }) => <bdi>{amountOf(left, unit)}</bdi>,
              },
              {
                key: 'expires',
                label: words.t('people.expires'),
                cell: ({ expiresAtMs }) => `${formats.date(expiresAtMs)} ${formats.time(expiresAtMs)}`,
              },
              {
                key: 'write-off',
                label: '',
                isFigure: true,
                cell: ({ grantId }) =>
                  mayDecide ? (
                    <Button tone="danger" name="write-off" onPress={() => setSure({ kind: 'write-off', grantId })}>
                      {words.t('people.write-off')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        </Section>
      )}
      <Section title={words.t('people.movements')} flush>
        <Trouble code={movements.code} />
        <DataTable
          label={words.t('people.movements')}
          name="movements"
          rows={movements.rows}
          keyOf={({ key }) => key}
          empty={words.t('people.no-movements')}
          hasMore={movements.hasMore}
          onMore={movements.more}
          columns={[
            {
              key: 'at',
              label: words.t('people.at'),
              cell: ({ atMs }) => `${formats.date(atMs)} ${formats.time(atMs)}`,
            },
            {
              key: 'reason',
              label: words.t('people.movement'),
              cell: ({ reason }) => words.lookUp(`people.moved.${reason}`, 'people.moved.other', { reason }),
            },
            { key: 'store', label: words.t('tills.store'), cell: ({ storeName }) => <bdi>{storeName}</bdi> },
            {
              key: 'authority',
              label: words.t('people.allowed-by'),
              cell: ({ authority }) =>
                authority === null ? '–' : words.lookUp(`people.grant.${authority}`, 'people.grant'),
            },
            {
              key: 'ticket',
              label: words.t('people.ticket'),
              cell: ({ ticketNumber, chainId, seq }) => (
                <a href={rowAddress(chainId, seq)}>
                  <bdi>{ticketNumber ?? formats.count(seq)}</bdi>
                </a>
              ),
            },
            {
              key: 'amount',
              label: words.t('people.amount'),
              isFigure: true,
              cell: ({ amount }) => <bdi>{amountOf(amount, unit)}</bdi>,
            },
            {
              key: 'balance',
              label: words.t('people.balance-after'),
              isFigure: true,
              cell: ({ balance }) => <bdi data-balance>{amountOf(balance, unit)}</bdi>,
            },
          ]}
        />
      </Section>
      <DecisionTable decisions={found.decisions} unit={unit} />
      {sure !== null && (
        <SureForm
          title={titleOf(sure)}
          about={words.t(`people.${sure.kind}-about`)}
          act={titleOf(sure)}
          onSure={(reason) => decide(sure, reason)}
          onClose={() => setSure(null)}
          onDone={() => {
            setSure(null);
            again();
          }}
        />
      )}
    </>
  );

  function titleOf({ kind }: Sure): string {
    if (kind === 'block') return words.t(account.isBlockedHere ? 'people.release' : 'people.block');
    return words.t(`people.${kind}`);
  }

  function decide(chosen: Sure, reason: string) {
    if (chosen.kind === 'block') return ask('block-account', { accountId, isBlocked: !account.isBlockedHere, reason });
    if (chosen.kind === 'take-over') return ask('take-over', { accountId, reason });
    return ask('write-off', { accountId, grantId: chosen.grantId, reason });
  }
}
