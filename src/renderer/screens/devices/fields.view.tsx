/** The fields of a form: a label above, and below what is wrong with what stands in it. */
import { type ReactNode, useId } from 'react';
import { useDesk } from '../../parts/desk.tsx';
import type { TextKey } from '../../text/text.ts';
import styles from './devices.module.css';

export interface FieldIds {
  readonly id: string;
  /** Makes the field say to assistive technology that it is wrong. */
  readonly error: boolean;
  readonly 'aria-describedby': string;
}

export function Field(given: {
  readonly label: TextKey;
  readonly hint?: string | undefined;
  readonly problem?: string | null;
  readonly wide?: boolean;
  readonly children: (ids: FieldIds) => ReactNode;
}) {
  const { words } = useDesk();
  const id = useId();
  const { hint, problem = null } = given;
  return (
    <div className={styles['field']} data-wide={given.wide ?? false}>
      <label className={styles['label']} htmlFor={id}>
        {words.t(given.label)}
      </label>
      {given.children({ id, error: problem !== null, 'aria-describedby': `${id}-note` })}
      <div id={`${id}-note`} className={styles['note']}>
        {problem !== null && (
          <p className={styles['problem']} role="alert" data-problem>
            {problem}
          </p>
        )}
        {hint !== undefined && problem === null && <p className={styles['hint']}>{hint}</p>}
      </div>
    </div>
  );
}

export function Choice(given: {
  readonly label: TextKey;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}) {
  return (
    <Field label={given.label}>
      {({ id }) => (
        <select
          id={id}
          className={styles['input']}
          value={given.value}
          onChange={(event) => given.onChoose(event.currentTarget.value)}
        >
          {given.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
