import { useRef, useState } from 'react';
import { useDesk } from '../desk.tsx';
import { Button } from './button.tsx';
import styles from './copyable.module.css';

/** A text for machines, read from left to right, with a button that copies it. */
export function Copyable(props: { readonly name: string; readonly label: string; readonly text: string }) {
  const { words } = useDesk();
  const [said, setSaid] = useState<'copied' | 'selected' | null>(null);
  const shown = useRef<HTMLPreElement>(null);

  async function copy(): Promise<void> {
    // A page that did not come by https may not write to the clipboard: there the text is selected to be copied by hand.
    try {
      await navigator.clipboard.writeText(props.text);
      setSaid('copied');
    } catch {
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
      setSaid('selected');
    }
  }

  return (
    <div className={styles['copyable']} data-copyable={props.name}>
      <div className={styles['top']}>
        <span>{props.label}</span>
        <Button name={`copy-${props.name}`} onPress={() => void copy()}>
          <span role="status">{words.t(said === null ? 'journal.copy' : `journal.${said}`)}</span>
        </Button>
      </div>
      <pre ref={shown} className={styles['text']} dir="ltr" tabIndex={0} role="region" aria-label={props.label}>
        {props.text}
      </pre>
    </div>
  );
}
