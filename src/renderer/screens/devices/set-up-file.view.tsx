/** The whole set-up as a file: kept for the next till, or taken over from another. */
import { useRef } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import type { Selling } from '../use-selling.ts';
import { FileField } from './file-field.view.tsx';
import { saveText } from '../../parts/save-text.ts';
import styles from './devices.module.css';

const FILE_BYTES_MAX = 1_000_000;

export function SetUpFile({ selling }: { readonly selling: Selling }) {
  const { port, words } = useDesk();
  const field = useRef<HTMLInputElement>(null);
  const replacing = useConfirmation();

  async function keep(): Promise<void> {
    const answer = await port.query('deviceSetUp', {});
    if (!('text' in answer) || answer.text === null) return selling.say('bad', words.t('devices.no-right'));
    saveText({ name: 'devices.json', text: answer.text, type: 'application/json' });
  }

  async function take(file: File): Promise<void> {
    if (file.size > FILE_BYTES_MAX) return selling.say('bad', words.t('devices.file-too-large'));
    const outcome = await selling.send('importDevices', { text: await file.text() });
    if (outcome?.kind === 'done') selling.say('good', words.t('devices.imported', { count: outcome.devices }));
  }

  return (
    <section className={styles['section']} data-begin>
      <h3>{words.t('devices.file')}</h3>
      <p className={styles['hint']}>{words.t('devices.file-hint')}</p>
      <div className={styles['tests']}>
        <ActionButton name="export-set-up" onPress={() => void keep()}>
          {words.t('devices.export')}
        </ActionButton>
        <ActionButton
          name="import-set-up"
          tone="danger"
          onPress={() => {
            if (replacing.press()) field.current?.click();
          }}
        >
          {words.t(replacing.armed ? 'devices.import-confirm' : 'devices.import')}
        </ActionButton>
        <FileField field={field} accept=".json,application/json" onFile={(file) => void take(file)} />
      </div>
    </section>
  );
}
