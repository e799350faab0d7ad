import { useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { refusalText } from '../../parts/feedback.ts';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { saveText } from '../../parts/save-text.ts';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import type { PartProps } from './customer.view.tsx';
import styles from './customer.module.css';

/** What a person may ask for: all that is known of them (GDPR, art. 15 and 20), and that it goes (art. 17). */
export function DataPart({ selling, file, onChanged }: PartProps) {
  const { port, words, formats } = useDesk();
  const [reason, setReason] = useState(words.t('data.erase-asked'));
  const confirming = useConfirmation();

  async function take(): Promise<void> {
    const answer = await port.query('personExport', { personId: file.personId });
    if (!('text' in answer)) return selling.say('bad', refusalText(answer, words, formats));
    if (answer.text === null) return selling.sayKey('bad', 'refusal.no_right');
    saveText({ name: 'client.txt', text: answer.text, type: 'text/plain;charset=utf-8' });
    selling.sayKey('good', 'data.exported');
  }

  async function erase(): Promise<void> {
    if (reason.trim() === '') return selling.sayKey('bad', 'refusal.reason_missing');
    if (!confirming.press()) return;
    const outcome = await selling.sendApproved('erasePerson', { personId: file.personId, reason: reason.trim() });
    if (outcome?.kind !== 'done') return;
    selling.show('customers');
    selling.sayKey('good', 'data.erased');
    onChanged();
  }

  return (
    <div className={styles['grow']} tabIndex={0} data-field="main" role="region" aria-label={words.t('customer.data')}>
      {file.isErasurePendingInCopy && <p className={styles['facts']}>{words.t('customer.erasure-waits')}</p>}
      <div className={styles['box']}>
        <span>{words.t('data.export-hint')}</span>
        <ActionButton name="export-person" onPress={() => void take()}>
          {words.t('data.export')}
        </ActionButton>
      </div>
      <div className={styles['box']}>
        <span>{words.t('data.erase-hint')}</span>
        <LabelledField name="erase-reason" label={words.t('data.erase-reason')} value={reason} onType={setReason} />
        <ActionButton name="erase-person" tone="danger" onPress={() => void erase()}>
          {words.t(confirming.armed ? 'data.erase-confirm' : 'data.erase')}
        </ActionButton>
      </div>
    </div>
  );
}
