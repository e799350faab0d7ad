/** Opening the drawer without a sale: a recorded action, so it asks why. */
import { Input } from '@mantine/core';
import { useState } from 'react';
import { ActionButton } from '../parts/action-button.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { PanelHead } from '../parts/panel-head.tsx';
import type { PanelProps } from './selling.view.tsx';
import styles from './drawer.module.css';

const REASONS = ['drawer.change', 'drawer.float', 'drawer.check', 'drawer.error'] as const;
const REASON_CHARACTERS_MAX = 200;

export function DrawerPanel({ selling, run, onAction }: PanelProps) {
  const { words } = useDesk();
  const [reason, setReason] = useState('');
  const isNumbered = /^[1-4]$/.test(reason);

  onAction((action) => action === 'line-up' || action === 'line-down' || action === 'void-line');

  function open(): void {
    const numbered = isNumbered ? REASONS[Number(reason) - 1] : undefined;
    void selling.openDrawer(numbered === undefined ? reason.trim() : words.t(numbered));
  }

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('drawer.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <p className={styles['why']}>{words.t('drawer.why')}</p>
      <div className={styles['reasons']}>
        {REASONS.map((key, index) => (
          <ActionButton
            key={key}
            name={key}
            cap={String(index + 1)}
            onPress={() => void selling.openDrawer(words.t(key))}
          >
            {words.t(key)}
          </ActionButton>
        ))}
      </div>
      <Input.Wrapper label={words.t('drawer.other')} classNames={{ label: styles['label'] ?? '' }}>
        <Input
          data-field="main"
          value={reason}
          maxLength={REASON_CHARACTERS_MAX}
          placeholder={words.t('drawer.other-label')}
          autoComplete="off"
          {...(reason === '' ? {} : { dir: 'auto' })}
          classNames={{ input: styles['input'] ?? '' }}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') open();
          }}
        />
      </Input.Wrapper>
      <ActionButton name="open-drawer" cap="⏎" tone="pay" onPress={open}>
        {words.t('drawer.open')}
      </ActionButton>
    </div>
  );
}
