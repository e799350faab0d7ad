import { UnstyledButton } from '@mantine/core';
import { useDesk } from './desk.tsx';
import { KeyCap } from './key-cap.tsx';
import styles from './panel-head.module.css';

/** Title of what is open beside the ticket, and the way back. */
export function PanelHead({ title, onBack }: { readonly title: string; readonly onBack: () => void }) {
  const { words } = useDesk();
  return (
    <header className={styles['head']}>
      <h2 className={styles['title']}>{title}</h2>
      <UnstyledButton className={styles['back']} data-action="back" onMouseDown={(event) => event.preventDefault()} onClick={onBack}>
        {words.t('action.back')} <KeyCap name="Esc" />
      </UnstyledButton>
    </header>
  );
}
