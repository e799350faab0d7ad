/** Something that is decided for good: a reason is asked for, and kept with who and when. */
import { type FormEvent, useState } from 'react';
import { useDesk } from '../desk.tsx';
import { isFailed, type Failed } from '../link/ask.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Field } from './field.tsx';
import { Told } from './told.tsx';

export interface SureFormProps {
  readonly title: string;
  readonly about: string;
  readonly act: string;
  /** What the server said: done, or why not. */
  readonly onSure: (
    reason: string,
  ) => Promise<{ readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: string } | Failed>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function SureForm(props: SureFormProps) {
  const { words } = useDesk();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function decide(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (reason.trim() === '') return setProblem(words.t('sure.no-reason'));
    setBusy(true);
    const answer = await props.onSure(reason);
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused')
      setProblem(words.lookUp(`people.refused.${answer.reason}`, 'people.refused.other', { reason: answer.reason }));
    else props.onDone();
  }

  return (
    <Dialog title={props.title} name="sure" onClose={props.onClose}>
      <form onSubmit={(event) => void decide(event)} data-form>
        <p>{props.about}</p>
        <Field label={words.t('sure.reason')} name="reason" value={reason} onType={setReason} characters={300} />
        <Told tone="bad" text={problem} />
        <DialogActions>
          <Button name="cancel" onPress={props.onClose}>
            {words.t('dialog.cancel')}
          </Button>
          <Button tone="danger" name="decide" submits busy={busy}>
            {props.act}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
