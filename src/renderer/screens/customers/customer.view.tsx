/** The file of a customer, for later: fields, consents, cards, accounts, and what the law lets them ask for. */
import { useState } from 'react';
import type { CustomerFile } from '#contract/screen/members.ts';
import type { StationView } from '#contract/screen/views.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { FaultWords } from '../../parts/fault-words.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { useFieldFocus } from '../../parts/focus.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useChoices } from '../../parts/use-choices.ts';
import type { PanelProps } from '../selling.view.tsx';
import type { Selling } from '../use-selling.ts';
import { AccountsPart } from './accounts.view.tsx';
import { attach } from './attach.ts';
import { CardsPart } from './cards.view.tsx';
import { ConsentsPart } from './consents.view.tsx';
import { DataPart } from './data.view.tsx';
import { FieldsPart } from './fields.view.tsx';
import styles from './customer.module.css';

const PARTS = ['fields', 'consents', 'cards', 'accounts', 'data'] as const;
type Part = (typeof PARTS)[number];

export interface PartProps {
  readonly selling: Selling;
  readonly file: CustomerFile;
  /** Something was changed: the file is read again. */
  readonly onChanged: () => void;
}

export function CustomerPanel({ selling, run, onAction }: PanelProps & { readonly station: StationView }) {
  const { words } = useDesk();
  const [part, setPart] = useState<Part>('fields');
  const [changes, setChanges] = useState(0);
  const personId = selling.about ?? '';
  const { answer, faultCode } = useAnswer('customerFile', { personId }, `${changes} ${selling.serial}`);
  const file = answer?.customer ?? null;
  useFieldFocus(`${part} ${file === null} ${changes}`);
  const onTicket = selling.basket.member?.personId === personId;

  onAction((action) => action === 'line-up' || action === 'line-down' || action === 'void-line');
  useChoices((index) => {
    const wanted = PARTS[index];
    if (wanted !== undefined) setPart(wanted);
    return wanted !== undefined;
  });

  const props = file === null ? null : { selling, file, onChanged: () => setChanges((count) => count + 1) };
  return (
    <div className={styles['panel']}>
      <PanelHead
        title={file?.fields.name ?? words.t('customer.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['tabs']} role="group" aria-label={words.t('customer.part')}>
        {PARTS.map((one, index) => (
          <ActionButton
            key={one}
            name={`part-${one}`}
            cap={`Alt ${index + 1}`}
            tone={one === part ? 'chosen' : 'plain'}
            onPress={() => setPart(one)}
          >
            {words.t(`customer.${one}`)}
          </ActionButton>
        ))}
      </div>
      {faultCode !== null && <FaultWords code={faultCode} />}
      {answer !== null && file === null && <p>{words.t('customer.unknown')}</p>}
      {props !== null && (
        <div className={styles['part']} data-part={part} data-person={personId}>
          {part === 'fields' && (
            <FieldsPart key={changes} {...props} onTicket={onTicket} onAttach={() => void attach(selling, personId)} />
          )}
          {part === 'consents' && <ConsentsPart {...props} />}
          {part === 'cards' && <CardsPart {...props} />}
          {part === 'accounts' && <AccountsPart accounts={props.file.accounts} {...props} />}
          {part === 'data' && <DataPart {...props} />}
        </div>
      )}
    </div>
  );
}
