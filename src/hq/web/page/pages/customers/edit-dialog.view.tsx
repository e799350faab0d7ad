/** Correcting the name, the phone or the e-mail of a customer. Consents are said at a till, to the customer's face. */
import { type FormEvent, useState } from 'react';
import { phoneText } from '#renderer/format/format.ts';
import { useDesk } from '../../desk.tsx';
import { addressOf } from '../../frame/places.ts';
import { ask, isFailed } from '../../link/ask.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Told } from '../../parts/told.tsx';

export function EditDialog(props: {
  readonly person: {
    readonly personId: string;
    readonly name: string | null;
    readonly phone: string | null;
    readonly email: string | null;
  };
  /** Whose file it is by now, where they were merged while this stood open. */
  readonly mergedInto: string | null;
  readonly onMerged: () => void;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { words } = useDesk();
  const { person } = props;
  const [name, setName] = useState(person.name ?? '');
  const [phone, setPhone] = useState(person.phone === null ? '' : phoneText(person.phone));
  const [email, setEmail] = useState(person.email ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await ask('save-customer', { personId: person.personId, name, phone, email });
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') {
      if (answer.reason === 'merged') props.onMerged();
      setProblem(words.lookUp(`people.refused.${answer.reason}`, 'people.refused.other', { reason: answer.reason }));
    } else props.onDone();
  }

  return (
    <Dialog title={words.t('people.edit')} name="edit-customer" onClose={props.onClose}>
      <form onSubmit={(event) => void save(event)} data-form>
        <p>{words.t('people.edit-about')}</p>
        <Field label={words.t('people.name')} name="customer-name" value={name} onType={setName} />
        <Field
          label={words.t('people.phone')}
          name="customer-phone"
          value={phone}
          onType={setPhone}
          characters={40}
          figures
        />
        <Field label={words.t('people.email')} name="customer-email" value={email} onType={setEmail} />
        <Told tone="bad" text={problem} />
        {props.mergedInto !== null && (
          <p>
            <a href={addressOf('customers', props.mergedInto)}>{words.t('people.open-survivor')}</a>
          </p>
        )}
        <DialogActions>
          <Button name="cancel" onPress={props.onClose}>
            {words.t('dialog.cancel')}
          </Button>
          <Button tone="main" name="save-customer" submits busy={busy}>
            {words.t('dialog.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
