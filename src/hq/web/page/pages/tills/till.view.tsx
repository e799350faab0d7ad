/** One till: what it said, its chains, and what may be done with it. */
import { useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk, useRight } from '../../desk.tsx';
import { addressOf, go } from '../../frame/places.ts';
import { ask, isFailed } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Beside, Facts, Nothing, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSecondPress } from '../../parts/use-second-press.ts';
import { CodeDialog } from './code-dialog.view.tsx';
import { RenameDialog } from './rename-dialog.view.tsx';
import { TillState } from './till-state.tsx';
import styles from './tills.module.css';

type Found = Extract<CallAnswer<'till'>, { readonly kind: 'found' }>;

const REFRESH_MS = 5_000;

export function TillPage({ tillId }: { readonly tillId: string }) {
  const { words } = useDesk();
  const { answer, code, again } = useAsked('till', { tillId }, { everyMs: REFRESH_MS });
  const found = answer?.kind === 'found' ? answer : null;
  return (
    <>
      <Head title={<bdi>{found?.till.name ?? words.t('place.tills')}</bdi>}>
        <Button name="all-tills" onPress={() => go('tills')}>
          {words.t('tills.back')}
        </Button>
        {found !== null && <Actions found={found} again={again} />}
      </Head>
      <Trouble code={code} />
      {answer?.kind === 'refused' && <Told tone="bad" text={words.t('tills.unknown')} />}
      {found !== null && <Details found={found} again={again} />}
    </>
  );
}

function Actions({ found, again }: { readonly found: Found; readonly again: () => void }) {
  const { words } = useDesk();
  const mayManage = useRight('manage-fleet');
  const [problem, setProblem] = useState<string | null>(null);
  const [replacing, setReplacing] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const retiring = useSecondPress();
  const { till } = found;
  if (!mayManage || till.state === 'retired') return null;

  async function set(state: 'active' | 'suspended' | 'retired'): Promise<void> {
    const answer = await ask('set-till-state', { tillId: till.tillId, state });
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`tills.${answer.reason}`));
    else setProblem(null);
    again();
  }

  return (
    <>
      <Told tone="bad" text={problem} />
      <Button name="rename-till" onPress={() => setRenaming(true)}>
        {words.t('tills.rename')}
      </Button>
      <Button name="replace-till" onPress={() => setReplacing(true)}>
        {words.t('tills.replace')}
      </Button>
      {till.state === 'active' ? (
        <Button name="suspend-till" onPress={() => void set('suspended')}>
          {words.t('tills.suspend')}
        </Button>
      ) : (
        <Button tone="main" name="resume-till" onPress={() => void set('active')}>
          {words.t('tills.resume')}
        </Button>
      )}
      <Button
        tone="danger"
        name="retire-till"
        onPress={() => {
          if (retiring.press()) void set('retired');
        }}
      >
        {words.t(retiring.armed ? 'tills.sure' : 'tills.retire')}
      </Button>
      {renaming && (
        <RenameDialog
          tillId={till.tillId}
          name={till.name}
          onClose={() => setRenaming(false)}
          onDone={() => {
            setRenaming(false);
            again();
          }}
        />
      )}
      {replacing && (
        <CodeDialog
          forWhat={{ kind: 'till', tillId: till.tillId, name: till.name }}
          onClose={() => setReplacing(false)}
        />
      )}
    </>
  );
}

function Details({ found, again }: { readonly found: Found; readonly again: () => void }) {
  const { words, formats } = useDesk();
  const mayManage = useRight('manage-fleet');
  const nowMs = useNow();
  const { till } = found;
  const ago = (ms: number | null): string =>
    ms === null ? '–' : words.t('tills.ago', { age: formats.age(Math.max(0, nowMs - ms)) });
  const { clockOffMs } = found;

  async function settle(alarmId: string): Promise<void> {
    await ask('settle-alarm', { alarmId });
    again();
  }

  return (
    <>
      {found.alarms.length > 0 && (
        <Section title={words.t('tills.alarms')} flush name="alarms">
          <DataTable
            label={words.t('tills.alarms')}
            name="alarms"
            rows={found.alarms}
            keyOf={({ alarmId }) => alarmId}
            empty=""
            columns={[
              {
                key: 'kind',
                label: words.t('tills.alarm'),
                cell: ({ kind }) => words.lookUp(`alarm.${kind}`, 'alarm.other', { kind }),
              },
              { key: 'detail', label: words.t('tills.detail'), cell: ({ detail }) => <bdi>{detail}</bdi> },
              {
                key: 'raised',
                label: words.t('tills.raised'),
                cell: ({ raisedAtMs }) => `${formats.date(raisedAtMs)} ${formats.time(raisedAtMs)}`,
              },
              {
                key: 'settle',
                label: '',
                isFigure: true,
                cell: ({ alarmId, settledBy }) =>
                  settledBy !== null ? (
                    <Badge tone="good">{words.t('tills.settled', { login: settledBy })}</Badge>
                  ) : mayManage ? (
                    <Button name="settle-alarm" onPress={() => void settle(alarmId)}>
                      {words.t('tills.settle')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        </Section>
      )}
      <Beside>
        <Section>
          <TillState till={till} />
          <Facts
            rows={[
              [words.t('tills.store'), <bdi key="store">{till.storeName}</bdi>],
              [words.t('tills.seen'), ago(till.seenMs)],
              [
                words.t('tills.unsent'),
                till.unsent === null
                  ? '–'
                  : till.oldestUnsentMs === null
                    ? formats.count(till.unsent)
                    : `${formats.count(till.unsent)} · ${ago(till.oldestUnsentMs)}`,
              ],
              [words.t('tills.price-list'), ago(till.priceListMs)],
              [
                words.t('tills.copy'),
                found.copyState === null
                  ? '–'
                  : words.lookUp(`tills.copy.${found.copyState}`, 'tills.copy.other', { state: found.copyState }),
              ],
              [
                words.t('tills.clock'),
                clockOffMs === null ? '–' : <bdi key="clock">{formats.age(Math.abs(clockOffMs))}</bdi>,
              ],
              [words.t('tills.version'), <bdi key="version">{till.version ?? '–'}</bdi>],
              [words.t('tills.enrolled'), found.enrolledMs === null ? '–' : formats.date(found.enrolledMs)],
            ]}
          />
        </Section>
        <Section title={words.t('tills.devices')}>
          {found.devices.length === 0 ? (
            <Nothing>{words.t('tills.devices-none')}</Nothing>
          ) : (
            <Facts
              rows={found.devices.map((device) => [
                device.name === '' ? device.id : device.name,
                <Badge
                  key={device.id}
                  tone={device.state === 'ready' ? 'good' : device.state === 'connecting' ? 'plain' : 'bad'}
                >
                  {words.lookUp(`device.${device.state}`, 'tills.copy.other', { state: device.state })}
                </Badge>,
              ])}
            />
          )}
        </Section>
      </Beside>
      <Section title={words.t('tills.chains')} flush>
        <DataTable
          label={words.t('tills.chains')}
          name="chains"
          rows={found.chains}
          keyOf={({ chainId }) => chainId}
          empty={words.t('tills.chain.none')}
          columns={[
            {
              key: 'chain',
              label: words.t('tills.chain'),
              cell: ({ chainId }) => (
                <a href={addressOf('journal', chainId)}>
                  <bdi>{chainId.slice(0, 13)}</bdi>
                </a>
              ),
            },
            {
              key: 'state',
              label: words.t('tills.chain-state'),
              cell: ({ state, reason }) => (
                <Badge tone={state === 'open' ? 'good' : state === 'stopped' ? 'bad' : 'plain'}>
                  {words.t(`tills.chain.${state}`)}
                  {reason === null ? '' : ` (${reason})`}
                </Badge>
              ),
            },
            { key: 'seq', label: words.t('tills.rows'), isFigure: true, cell: ({ seq }) => formats.count(seq) },
            {
              key: 'hash',
              label: words.t('tills.hash'),
              cell: ({ hash }) => (
                <bdi className={styles['hash']} title={hash}>
                  {hash === '' ? '–' : `${hash.slice(0, 24)}…`}
                </bdi>
              ),
            },
            {
              key: 'continues',
              label: '',
              cell: ({ continuesChain }) =>
                continuesChain === null ? null : words.t('tills.continues', { chain: continuesChain.slice(0, 13) }),
            },
          ]}
        />
      </Section>
    </>
  );
}
