/**
 * The till and its headquarters: how it stands between them, what headquarters does not have yet, and the way in. Whoever is
 * signed in may look; enrolling, and leading out of a fork, are a manager's.
 */
import { useEffect, useState } from 'react';
import type { HeadquartersView } from '#contract/screen/headquarters.ts';
import type { StationView } from '#contract/screen/views.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk, useView } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import type { TextKey } from '../../text/text.ts';
import type { PanelProps } from '../selling.view.tsx';
import type { Selling } from '../use-selling.ts';
import { UnsentList } from './unsent.view.tsx';
import styles from './headquarters.module.css';

/** Seconds of which nobody at a counter makes anything. */
const JUST_NOW_MS = 5_000;

export function HeadquartersPanel({ selling, run, onAction, station }: PanelProps & { readonly station: StationView }) {
  const { port, words } = useDesk();
  const view = useView(port, 'headquarters');
  useEffect(() => port.follow('headquarters'), [port]);
  onAction((action) => action === 'line-up' || action === 'line-down' || action === 'void-line' || action === 'pay');
  const mayManage = station.operator?.rights.includes('manage-settings') === true;
  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('hq.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {view !== null && (
        <div className={styles['body']} data-hq-link={view.link}>
          {view.link === 'standalone' ? (
            <Alone view={view} selling={selling} mayManage={mayManage} />
          ) : (
            <Standing view={view} selling={selling} mayManage={mayManage} />
          )}
        </div>
      )}
    </div>
  );
}

interface PartProps {
  readonly view: HeadquartersView;
  readonly selling: Selling;
  readonly mayManage: boolean;
}

function Alone({ view, selling, mayManage }: PartProps) {
  const { words } = useDesk();
  if (!mayManage) return <p className={styles['about']}>{words.t('hq.alone-ask')}</p>;
  return (
    <>
      <p className={styles['about']}>{words.t('hq.alone')}</p>
      <Joining key={view.offered?.url ?? ''} view={view} selling={selling} />
    </>
  );
}

function Joining({ view, selling }: Pick<PartProps, 'view' | 'selling'>) {
  const { words } = useDesk();
  const [url, setUrl] = useState(view.offered?.url ?? view.url ?? '');
  const [typed, setTyped] = useState(view.offered?.code ?? '');
  const code = selling.invitation ?? typed;
  const isAsking = view.joining?.state === 'asking';
  const join = (): void => void selling.send('joinHq', { url, code });
  return (
    <section className={styles['join']} aria-label={words.t('hq.join')}>
      <LabelledField
        label={words.t('hq.address')}
        value={url}
        onType={setUrl}
        onEnter={join}
        placeholder={words.t('hq.address-example')}
        characters={300}
        name="hq-address"
      />
      <LabelledField
        main
        label={words.t('hq.code')}
        value={code}
        onType={(text) => {
          selling.invite(null);
          setTyped(text);
        }}
        onEnter={join}
        placeholder={words.t('hq.code-example')}
        characters={600}
        name="hq-code"
      />
      <p className={styles['about']}>{words.t('hq.code-hint')}</p>
      <ActionButton name="join-hq" cap="⏎" tone="pay" size="tall" disabled={isAsking} onPress={join}>
        {words.t(isAsking ? 'hq.asking' : 'hq.join')}
      </ActionButton>
      {view.joining?.state === 'refused' && (
        <p className={styles['refused']} role="alert">
          {words.lookUp(`hq.refused.${view.joining.reason}`, 'hq.refused.not-understood')}
        </p>
      )}
    </section>
  );
}

function Standing({ view, selling, mayManage }: PartProps) {
  const { port, words, formats } = useDesk();
  const priceListMs = useView(port, 'status')?.priceListMs ?? null;
  const ago = (ageMs: number | null, never: TextKey): string => {
    if (ageMs === null) return words.t(never);
    return ageMs < JUST_NOW_MS ? words.t('hq.just-now') : words.t('hq.age', { age: formats.age(ageMs) });
  };
  const facts: readonly (readonly [TextKey, string])[] = [
    ['hq.state', words.t(`status.network.${view.link}`)],
    ['hq.contact', ago(view.lastContactMs, 'hq.no-contact')],
    ['hq.price-list', ago(priceListMs, 'hq.no-price-list')],
    ['hq.store', view.storeName ?? ''],
    ['hq.till', view.tillName ?? ''],
    ['hq.address', view.url ?? ''],
  ];
  return (
    <>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles['fact']} data-tone={name === 'hq.state' ? view.link : undefined}>
            <dt>{words.t(name)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {view.refusal !== null && (
        <p className={styles['refused']} role="alert">
          {words.lookUp(`hq.refusal.${view.refusal}`, 'hq.refusal.other', { code: view.refusal })}
        </p>
      )}
      {view.mayJoin && mayManage && <Joining view={view} selling={selling} />}
      {view.needsNewChain && mayManage && <NewChain selling={selling} />}
      {/* What a headquarters that does not know the till once had is no news of what it has. */}
      {!view.mayJoin && <UnsentList view={view} />}
    </>
  );
}

/** The way out of a fork, said in full before it is taken. */
function NewChain({ selling }: { readonly selling: Selling }) {
  const { words } = useDesk();
  const confirmation = useConfirmation();
  return (
    <section className={styles['new-chain']}>
      <p className={styles['about']}>{words.t('hq.new-chain-about')}</p>
      <ActionButton
        name="begin-new-chain"
        tone="danger"
        onPress={() => {
          if (confirmation.press()) void selling.send('beginNewChain', {});
        }}
      >
        {words.t(confirmation.armed ? 'hq.new-chain-confirm' : 'hq.new-chain')}
      </ActionButton>
    </section>
  );
}
