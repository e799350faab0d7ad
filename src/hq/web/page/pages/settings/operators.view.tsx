/** Who may sign in at the tills. */
import { type FormEvent, useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Choice, Field } from '../../parts/field.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Badge, Nothing, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useSearchText } from '../../parts/use-search-text.ts';
import { useSecondPress } from '../../parts/use-second-press.ts';

type Operator = CallAnswer<'operators'>['operators'][number];

const ROLES = ['cashier', 'clerk', 'manager'] as const;

export function OperatorsView() {
  const { words, formats } = useDesk();
  const { text, wanted, setText } = useSearchText();
  const { answer, code, again } = useAsked('operators', { search: wanted });
  const [open, setOpen] = useState<Operator | 'new' | null>(null);
  const [isSaved, setSaved] = useState(false);
  const shown = answer?.operators ?? null;
  return (
    <>
      <Trouble code={code} />
      <Told tone="good" text={isSaved ? words.t('settings.saved') : null} />
      <Section
        flush
        title={words.t('settings.operators')}
        side={
          <Button tone="main" name="new-operator" onPress={() => setOpen('new')}>
            {words.t('operators.new')}
          </Button>
        }
      >
        <Filters>
          <SearchField label={words.t('list.search')} text={text} onType={setText} />
        </Filters>
        <DataTable
          label={words.t('settings.operators')}
          name="operators"
          rows={shown}
          keyOf={({ operatorId }) => operatorId}
          empty={words.t(wanted === '' ? 'operators.none' : 'list.none')}
          columns={[
            {
              key: 'name',
              label: words.t('users.name'),
              cell: (operator) => (
                <Button tone="quiet" name="edit-operator" onPress={() => setOpen(operator)}>
                  <bdi>{operator.name}</bdi>
                </Button>
              ),
            },
            { key: 'id', label: words.t('operators.id'), cell: ({ operatorId }) => <bdi>{operatorId}</bdi> },
            { key: 'role', label: words.t('users.role'), cell: ({ role }) => words.t(`operators.role.${role}`) },
            {
              key: 'pin',
              label: words.t('operators.has-pin'),
              cell: ({ hasPin }) => (hasPin ? '••••' : <Badge tone="warn">{words.t('operators.no-pin')}</Badge>),
            },
          ]}
        />
        {answer !== null && answer.count > answer.operators.length && (
          <Nothing>
            {words.t('operators.more', { shown: answer.operators.length, all: formats.count(answer.count) })}
          </Nothing>
        )}
      </Section>
      {open !== null && (
        <OperatorForm
          operator={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            setSaved(true);
            again();
          }}
        />
      )}
    </>
  );
}

function OperatorForm(props: {
  readonly operator: Operator | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const { words } = useDesk();
  const { operator } = props;
  const [operatorId, setOperatorId] = useState(operator?.operatorId ?? '');
  const [name, setName] = useState(operator?.name ?? '');
  const [role, setRole] = useState(operator?.role ?? 'cashier');
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const removing = useSecondPress();

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    await send(() => ask('save-operator', { operatorId, name, role, pin: pin === '' ? null : pin }));
  }

  async function send(sending: () => ReturnType<typeof ask<'save-operator'>>): Promise<void> {
    setBusy(true);
    const answer = await sending();
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`operators.refused.${answer.reason}`));
    else props.onSaved();
  }

  return (
    <Dialog
      title={operator === null ? words.t('operators.new') : operator.name}
      name="operator"
      onClose={props.onClose}
    >
      <form onSubmit={(event) => void save(event)} data-form>
        {operator === null && (
          <Field
            label={words.t('operators.id')}
            name="operator-id"
            figures
            value={operatorId}
            onType={setOperatorId}
            characters={64}
          />
        )}
        <Field label={words.t('users.name')} name="operator-name" value={name} onType={setName} characters={100} />
        <Choice
          label={words.t('users.role')}
          name="operator-role"
          value={role}
          options={ROLES.map((value) => ({ value, label: words.t(`operators.role.${value}`) }))}
          onChoose={setRole}
        />
        <Field
          label={words.t('operators.pin')}
          {...(operator === null ? {} : { hint: words.t('operators.pin-hint') })}
          name="operator-pin"
          kind="password"
          figures
          autoComplete="new-password"
          value={pin}
          onType={setPin}
          characters={12}
        />
        <Told tone="bad" text={problem} />
        <DialogActions>
          {operator !== null && (
            <Button
              tone="danger"
              name="remove-operator"
              busy={busy}
              onPress={() => {
                if (removing.press()) void send(() => ask('remove-operator', { operatorId }));
              }}
            >
              {words.t(removing.armed ? 'tills.sure' : 'operators.remove')}
            </Button>
          )}
          <Button name="cancel" onPress={props.onClose}>
            {words.t('dialog.cancel')}
          </Button>
          <Button tone="main" name="save-operator" submits busy={busy}>
            {words.t('dialog.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
