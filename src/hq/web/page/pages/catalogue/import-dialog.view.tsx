/** A file of products: chosen, sent, and followed until it is through; lines that were not taken are named. */
import { useEffect, useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Facts } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import styles from './import-dialog.module.css';

type Report = CallAnswer<'import-products'>;

const FILE_BYTES_MAX = 11_000_000;
const EVERY_MS = 1_500;

export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { words } = useDesk();
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function send(file: File): Promise<void> {
    if (file.size > FILE_BYTES_MAX) return setProblem(words.t('import.too-large'));
    setBusy(true);
    setProblem(null);
    const base64 = await base64Of(file);
    const answer = await ask('import-products', { importId: crypto.randomUUID(), fileName: file.name, base64 });
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else setReport(answer);
  }

  return (
    <Dialog title={words.t('catalogue.import')} name="import" onClose={onClose} wide>
      <p className={styles['about']}>{words.t('import.about')}</p>
      <label className={styles['file']} data-busy={busy}>
        <span>{words.t(busy ? 'import.running' : 'import.choose')}</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          data-field="import-file"
          disabled={busy}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void send(file);
          }}
        />
      </label>
      <Told tone="bad" text={problem} />
      {report !== null && <Followed first={report} />}
    </Dialog>
  );
}

function Followed({ first }: { readonly first: Report }) {
  const { words, formats } = useDesk();
  const [done, setDone] = useState(first.state !== 'running');
  const { answer } = useAsked('import-lines', { importId: first.importId }, done ? {} : { everyMs: EVERY_MS });
  const report = answer?.kind === 'found' ? answer.report : first;
  const lines = answer?.kind === 'found' ? answer.lines : [];
  useEffect(() => {
    if (report.state !== 'running') setDone(true);
  }, [report.state]);
  return (
    <>
      <Told
        tone={report.state === 'done' ? 'good' : report.state === 'running' ? 'warn' : 'bad'}
        text={words.t(`import.state.${report.state}`)}
      />
      <Facts
        rows={(['lines', 'added', 'updated', 'unchanged', 'refused'] as const).map((name) => [
          words.t(`import.${name}`),
          <span key={name} data-import={name}>
            {formats.count(report[name])}
          </span>,
        ])}
      />
      {report.unknownColumns.length > 0 && (
        <p className={styles['about']}>
          {words.t('import.unknown-columns', { names: report.unknownColumns.join(', ') })}
        </p>
      )}
      {lines.length > 0 && (
        <DataTable
          label={words.t('import.refused')}
          name="refused-lines"
          rows={lines}
          keyOf={({ lineNumber }) => String(lineNumber)}
          empty=""
          columns={[
            { key: 'line', label: words.t('import.line'), cell: ({ lineNumber }) => formats.count(lineNumber) },
            {
              key: 'problem',
              label: words.t('journal.reason'),
              cell: ({ problems }) => (
                <bdi>
                  {problems
                    .map(
                      ({ reason, value }) =>
                        `${words.lookUp(`import.problem.${reason}`, 'import.problem.other', { reason })} (${value})`,
                    )
                    .join(' · ')}
                </bdi>
              ),
            },
          ]}
        />
      )}
    </>
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(file);
  });
}
