/** What was not taken of a chain, and what was taken and not understood. */
import { useState } from 'react';
import { useDesk, useRight } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import styles from './journal.module.css';

export function Troubles({ chainId, onReplayed }: { readonly chainId: string; readonly onReplayed: () => void }) {
  const { words, formats } = useDesk();
  const mayReplay = useRight('manage-journal');
  const { answer, code, again } = useAsked('suspects', { chainId });
  const [said, setSaid] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);

  async function replay(): Promise<void> {
    const done = await ask('replay', { chainId });
    if (isFailed(done)) return setFailed(done.code);
    setFailed(null);
    setSaid(done.kind === 'done' ? words.t('journal.replayed', { count: done.leftCount }) : words.t('journal.unknown'));
    again();
    onReplayed();
  }

  const suspects = answer?.suspects ?? [];
  const unprojected = answer?.unprojected ?? [];
  return (
    <>
      <Trouble code={code ?? failed} />
      <Told tone="good" text={said} />
      {suspects.length > 0 && (
        <Section title={words.t('journal.suspects')} flush name="suspects">
          <p className={styles['about']}>{words.t('journal.suspects-about')}</p>
          <DataTable
            label={words.t('journal.suspects')}
            name="suspects"
            rows={suspects}
            keyOf={({ seq, lineSha256 }) => `${seq} ${lineSha256}`}
            empty=""
            columns={[
              { key: 'seq', label: words.t('journal.seq'), cell: ({ seq }) => formats.count(seq) },
              {
                key: 'reason',
                label: words.t('journal.reason'),
                cell: ({ reason, detail }) => (
                  <bdi>
                    {reason}: {detail}
                  </bdi>
                ),
              },
              {
                key: 'received',
                label: words.t('journal.received'),
                cell: ({ receivedAtMs }) => `${formats.date(receivedAtMs)} ${formats.time(receivedAtMs)}`,
              },
              {
                key: 'line',
                label: words.t('journal.text'),
                cell: ({ line }) => <bdi className={styles['hash']}>{line.slice(0, 80)}</bdi>,
              },
            ]}
          />
        </Section>
      )}
      {unprojected.length > 0 && (
        <Section
          title={words.t('journal.unprojected')}
          flush
          name="unprojected"
          side={
            mayReplay ? (
              <Button name="replay" onPress={() => void replay()}>
                {words.t('journal.replay')}
              </Button>
            ) : undefined
          }
        >
          <p className={styles['about']}>{words.t('journal.unprojected-about')}</p>
          <DataTable
            label={words.t('journal.unprojected')}
            name="unprojected"
            rows={unprojected}
            keyOf={({ seq, projector }) => `${seq} ${projector}`}
            empty=""
            columns={[
              { key: 'seq', label: words.t('journal.seq'), cell: ({ seq }) => formats.count(seq) },
              { key: 'kind', label: words.t('journal.kind'), cell: ({ kind }) => <bdi>{kind}</bdi> },
              {
                key: 'projector',
                label: words.t('journal.projector'),
                cell: ({ projector }) => <bdi>{projector}</bdi>,
              },
              { key: 'reason', label: words.t('journal.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
            ]}
          />
        </Section>
      )}
    </>
  );
}
