import { type FormEvent, useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Choice, Field } from '../../parts/field.tsx';
import { Told } from '../../parts/told.tsx';

/** Those of the home markets first; every other one of the browser's list after them. */
const NEAR = [
  'Europe/Paris',
  'Africa/Tunis',
  'Africa/Casablanca',
  'Africa/Algiers',
  'Europe/Brussels',
  'Europe/London',
];
const ZONES = [...NEAR, ...Intl.supportedValuesOf('timeZone').filter((one) => !NEAR.includes(one))];

/** A new store, or with `store` another name for one. */
export function StoreDialog(props: {
  readonly store?: { readonly storeId: string; readonly name: string; readonly timeZone: string };
  readonly onClose: () => void;
  readonly onMade: () => void;
}) {
  const { words } = useDesk();
  // Made once: pressing twice makes one store.
  const [storeId] = useState(() => props.store?.storeId ?? crypto.randomUUID());
  const [name, setName] = useState(props.store?.name ?? '');
  const [timeZone, setTimeZone] = useState(props.store?.timeZone ?? 'Europe/Paris');
  const title = words.t(props.store === undefined ? 'stores.new' : 'stores.rename');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await ask('save-store', { storeId, name, timeZone });
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`stores.refused.${answer.reason}`));
    else props.onMade();
  }

  return (
    <Dialog title={title} name="new-store" onClose={props.onClose}>
      <form onSubmit={(event) => void make(event)} data-form>
        <Field label={words.t('stores.name')} name="store-name" value={name} onType={setName} characters={100} />
        {props.store === undefined && (
          <Choice
            label={words.t('stores.time-zone')}
            name="store-zone"
            value={timeZone}
            options={ZONES.map((value) => ({ value, label: value }))}
            onChoose={setTimeZone}
          />
        )}
        <Told tone="bad" text={problem} />
        <DialogActions>
          <Button name="cancel" onPress={props.onClose}>
            {words.t('dialog.cancel')}
          </Button>
          <Button tone="main" name="make-store" submits busy={busy} disabled={name.trim() === ''}>
            {props.store === undefined ? title : words.t('dialog.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
