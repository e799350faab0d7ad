/** Two customers who are one: the other is looked for and chosen; both histories stay. */
import { useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { ask } from '../../link/ask.ts';
import { useListed } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { SureForm } from '../../parts/sure-form.tsx';
import { useSearchText } from '../../parts/use-search-text.ts';

const SHOWN_MAX = 8;

export function MergeDialog(props: {
  readonly personId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { words } = useDesk();
  const { personId, name } = props;
  const { text, wanted, setText } = useSearchText();
  const { rows } = useListed('customers', { search: wanted });
  const [into, setInto] = useState<{ readonly personId: string; readonly name: string } | null>(null);
  if (into !== null) {
    return (
      <SureForm
        title={words.t('people.merge')}
        about={words.t('people.merge-about', { name, into: into.name })}
        act={words.t('people.merge')}
        onSure={(reason) => ask('merge-customers', { personId, intoId: into.personId, reason })}
        onClose={props.onClose}
        onDone={props.onDone}
      />
    );
  }
  return (
    <Dialog title={words.t('people.merge')} name="merge" onClose={props.onClose}>
      <Field
        label={words.t('people.merge-with')}
        name="merge-search"
        kind="search"
        value={text}
        onType={setText}
        characters={100}
      />
      {(rows ?? [])
        .filter((row) => row.personId !== personId)
        .slice(0, SHOWN_MAX)
        .map((row) => (
          <Button
            key={row.personId}
            name="merge-into"
            onPress={() => setInto({ personId: row.personId, name: row.name ?? row.personId.slice(0, 8) })}
          >
            <bdi>
              {row.name ?? words.t('people.nameless')} {row.phone ?? ''}
            </bdi>
          </Button>
        ))}
    </Dialog>
  );
}
