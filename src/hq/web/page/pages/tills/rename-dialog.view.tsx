import { type FormEvent, useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Told } from '../../parts/told.tsx';

/** Another name for a till: it hears of it with its next report. */
export function RenameDialog(props: {
  readonly tillId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { words } = useDesk();
  const [name, setName] = useState(props.name);
  const [problem, setProblem] = useState<string | null>(null);

  async function rename(event: FormEvent): Promise<void> {
    event.preventDefault();
    const answer = await ask('rename-till', { tillId: props.tillId, name });
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t('tills.unknown-till'));
    else props.onDone();
  }

  return (
    <Dialog title={words.t('tills.rename')} name="rename" onClose={props.onClose}>
      <form onSubmit={(event) => void rename(event)} data-form>
        <Field label={words.t('code.till-name')} name="new-name" value={name} onType={setName} characters={60} />
        <Told tone="bad" text={problem} />
        <DialogActions>
          <Button tone="main" name="save-name" submits disabled={name.trim() === ''}>
            {words.t('dialog.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
