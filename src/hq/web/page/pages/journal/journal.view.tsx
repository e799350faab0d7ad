/** The journal of one chain, newest rows first, each with its proof. */
import { useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { addressOf, rowOfDetail } from '../../frame/places.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Choice } from '../../parts/field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Facts, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { ChooseTill } from './choose-till.view.tsx';
import styles from './journal.module.css';
import { RowDialog } from './row-dialog.view.tsx';
import { Troubles } from './troubles.view.tsx';

const FAMILIES = ['', 'T', 'P', 'G', 'L', 'M', 'C'] as const;
const ROWS = 50;

/** `detail` is a chain, or one row of it; null for neither. */
export function JournalPage({ detail }: { readonly detail: string | null }) {
  return detail === null ? <ChooseTill /> : <ChainJournal {...rowOfDetail(detail)} />;
}

function ChainJournal({ chainId, seq }: ReturnType<typeof rowOfDetail>) {
  const { words, formats } = useDesk();
  const [family, setFamily] = useState<(typeof FAMILIES)[number]>('');
  const [before, setBefore] = useState<number | null>(seq === null ? null : seq + 1);
  const [open, setOpen] = useState<number | null>(seq);
  const { answer, code, again } = useAsked('journal', { chainId, before, family, limit: ROWS });
  const found = answer?.kind === 'found' ? answer : null;
  const older = found?.before ?? null;
  return (
    <>
      <Head title={words.t('journal.of', { till: found?.tillName ?? '…' })}>
        <a className={styles['back']} href={addressOf('journal')}>
          {words.t('tills.back')}
        </a>
      </Head>
      <Trouble code={code} />
      {answer?.kind === 'refused' && <Told tone="bad" text={words.t('journal.unknown')} />}
      {found !== null && (
        <>
          {found.state === 'stopped' && (
            <Told
              tone="bad"
              text={words.t('journal.stopped-at', { seq: found.stopSeq ?? '', reason: found.stopReason ?? '' })}
            />
          )}
          <Section>
            <Facts
              rows={[
                [words.t('tills.store'), <bdi key="store">{found.storeName}</bdi>],
                [words.t('journal.chain'), <bdi key="chain">{found.chainId}</bdi>],
                [words.t('journal.key'), <bdi key="key">{found.keyId}</bdi>],
                [words.t('journal.state'), words.t(`tills.chain.${found.state}`)],
                [words.t('journal.acked'), formats.count(found.seq)],
              ]}
            />
          </Section>
          {found.suspectCount + found.unprojectedCount > 0 && <Troubles chainId={chainId} onReplayed={again} />}
          <Section flush>
            <Filters>
              <Choice
                label={words.t('journal.family')}
                name="family"
                value={family}
                options={FAMILIES.map((value) => ({
                  value,
                  label: value === '' ? words.t('journal.all-families') : words.t(`journal.family.${value}`),
                }))}
                onChoose={(value) => {
                  setFamily(value);
                  setBefore(null);
                }}
              />
              {before !== null && (
                <Button name="newest" onPress={() => setBefore(null)}>
                  {words.t('journal.newest')}
                </Button>
              )}
              {older !== null && (
                <Button name="older" onPress={() => setBefore(older)}>
                  {words.t('journal.older')}
                </Button>
              )}
            </Filters>
            <DataTable
              label={words.t('place.journal')}
              name="journal"
              rows={found.rows}
              keyOf={({ seq }) => String(seq)}
              empty={words.t('journal.none')}
              columns={[
                {
                  key: 'seq',
                  label: words.t('journal.seq'),
                  cell: ({ seq }) => (
                    <Button name="open-row" onPress={() => setOpen(seq)}>
                      {formats.count(seq)}
                    </Button>
                  ),
                },
                {
                  key: 'kind',
                  label: words.t('journal.kind'),
                  cell: ({ family: of, kind }) => (
                    <>
                      <bdi>{words.lookUp(`kind.${kind}`, 'journal.kind-other', { kind })}</bdi>
                      <small>
                        <bdi>
                          {of} · {kind}
                        </bdi>
                      </small>
                    </>
                  ),
                },
                {
                  key: 'day',
                  label: words.t('journal.day'),
                  cell: ({ businessDay }) => (businessDay === null ? '–' : formats.day(businessDay)),
                },
                {
                  key: 'at',
                  label: words.t('journal.at'),
                  cell: ({ at }) => `${formats.date(Date.parse(at))} ${formats.time(Date.parse(at))}`,
                },
                {
                  key: 'hash',
                  label: words.t('journal.hash'),
                  cell: ({ hash }) => <bdi className={styles['hash']}>{hash.slice(0, 16)}…</bdi>,
                },
                {
                  key: 'proof',
                  label: words.t('journal.proof'),
                  cell: ({ proof }) => <ProofBadge proof={proof} />,
                },
              ]}
            />
          </Section>
        </>
      )}
      {open !== null && <RowDialog chainId={chainId} seq={open} onClose={() => setOpen(null)} />}
    </>
  );
}

export interface Proof {
  readonly isHashed: boolean;
  readonly isSigned: boolean;
  readonly isLinked: boolean;
}

export function ProofBadge({ proof }: { readonly proof: Proof }) {
  const { words } = useDesk();
  const isProven = proof.isHashed && proof.isSigned && proof.isLinked;
  return <Badge tone={isProven ? 'good' : 'bad'}>{words.t(isProven ? 'journal.proven' : 'journal.not-proven')}</Badge>;
}
