/** One row: its proof in words, and the text that was signed. */
import { useDesk } from '../../desk.tsx';
import { useAsked } from '../../link/use-asked.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Badge, Facts } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { operatorText } from '../sessions/operator-text.ts';

const PROOFS = ['isHashed', 'isSigned', 'isLinked'] as const;
const WORDS = { isHashed: 'journal.is-hashed', isSigned: 'journal.is-signed', isLinked: 'journal.is-linked' } as const;

export function RowDialog(props: { readonly chainId: string; readonly seq: number; readonly onClose: () => void }) {
  const { words, formats } = useDesk();
  const { chainId, seq } = props;
  const { answer, code } = useAsked('journal-row', { chainId, seq });
  const found = answer?.kind === 'found' ? answer : null;
  return (
    <Dialog title={words.t('journal.row', { seq: formats.count(seq) })} name="row" onClose={props.onClose} wide>
      <Trouble code={code} />
      {answer?.kind === 'refused' && <Told tone="bad" text={words.t('journal.unknown')} />}
      {found !== null && (
        <>
          <Facts
            rows={[
              ...PROOFS.map(
                (name) =>
                  [
                    words.t(WORDS[name]),
                    <Badge key={name} tone={found.row.proof[name] ? 'good' : 'bad'}>
                      {words.t(found.row.proof[name] ? 'journal.yes' : 'journal.no')}
                    </Badge>,
                  ] as const,
              ),
              [
                words.t('journal.kind'),
                <bdi key="kind">
                  {words.lookUp(`kind.${found.row.kind}`, 'journal.kind-other', { kind: found.row.kind })}
                </bdi>,
              ],
              [
                words.t('journal.operator'),
                <bdi key="operator">
                  {found.operator === null ? words.t('journal.till-itself') : operatorText(found.operator)}
                </bdi>,
              ],
              [words.t('journal.received'), `${formats.date(found.receivedAtMs)} ${formats.time(found.receivedAtMs)}`],
            ]}
          />
          <Copyable name="place" label={words.t('journal.place')} text={`${chainId} ${seq}`} />
          <Copyable name="hash" label={words.t('journal.hash')} text={found.row.hash} />
          <Copyable name="prev" label={words.t('journal.prev')} text={found.prevHash} />
          <Copyable name="signature" label={words.t('journal.signature')} text={found.signature} />
          <Copyable name="key" label={words.t('journal.signed-by')} text={found.keyId} />
          <Copyable name="entry" label={words.t('journal.entry')} text={found.entryId} />
          <Copyable name="line" label={words.t('journal.text')} text={found.line} />
        </>
      )}
    </Dialog>
  );
}
