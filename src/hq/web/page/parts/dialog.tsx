import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useDesk } from '../desk.tsx';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** Something that is done before the page goes on. The browser keeps the keyboard inside; Escape leaves it. */
export function Dialog({ title, name, onClose, wide = false, children }: DialogProps) {
  const { words } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    const opener = document.activeElement;
    shown?.showModal();
    shown?.querySelector<HTMLElement>('[data-first], input, select')?.focus();
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles['dialog']}
      data-dialog={name}
      data-wide={wide}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles['head']}>
        <h2 id={id}>{title}</h2>
        <Button name="close-dialog" tone="quiet" onPress={onClose}>
          {words.t('dialog.close')}
        </Button>
      </header>
      <div className={styles['body']}>{children}</div>
    </dialog>
  );
}

/** What a dialog ends in. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles['actions']}>{children}</div>;
}
