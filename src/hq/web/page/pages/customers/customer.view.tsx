/** The file of one customer: who they are, cards, accounts, and what was decided about them. */
import { useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { phoneText } from '#renderer/format/format.ts';
import { useDesk, useRight } from '../../desk.tsx';
import { addressOf, go } from '../../frame/places.ts';
import { ask } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Beside, Facts, Nothing, Section } from '../../parts/section.tsx';
import { SureForm } from '../../parts/sure-form.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { AccountTable } from './account-table.view.tsx';
import { DecisionTable } from './decision-table.view.tsx';
import { EditDialog } from './edit-dialog.view.tsx';
import { MergeDialog } from './merge-dialog.view.tsx';

type Found = Extract<CallAnswer<'customer'>, { readonly kind: 'found' }>;
type Card = Found['cards'][number];

export function CustomerPage({ personId }: { readonly personId: string }) {
  const { words } = useDesk();
  const { answer, code, again } = useAsked('customer', { personId });
  const mayDecide = useRight('decide-accounts');
  const [merging, setMerging] = useState(false);
  const [erasing, setErasing] = useState(false);
  const [editing, setEditing] = useState(false);
  const mayManage = useRight('manage-customers');
  const [done, setDone] = useState(false);
  const found = answer?.kind === 'found' ? answer : null;
  const name = found?.person.name ?? words.t(found?.person.state === 'erased' ? 'people.erased' : 'people.nameless');

  function settled(): void {
    setMerging(false);
    setErasing(false);
    setEditing(false);
    setDone(true);
    again();
  }

  return (
    <>
      <Head title={<bdi>{found === null ? words.t('place.customers') : name}</bdi>}>
        <Button name="all-customers" onPress={() => go('customers')}>
          {words.t('people.back')}
        </Button>
        {mayManage && found?.person.state === 'known' && (
          <Button name="edit-customer" onPress={() => setEditing(true)}>
            {words.t('people.edit')}
          </Button>
        )}
        {mayDecide && found?.person.state === 'known' && (
          <>
            <Button name="merge" onPress={() => setMerging(true)}>
              {words.t('people.merge')}
            </Button>
            <Button tone="danger" name="erase" onPress={() => setErasing(true)}>
              {words.t('people.erase')}
            </Button>
          </>
        )}
      </Head>
      <Trouble code={code} />
      <Told tone="good" text={done ? words.t('dialog.done') : null} />
      {answer?.kind === 'refused' && <Told tone="bad" text={words.t('people.refused.unknown-person')} />}
      {found !== null && <File found={found} again={again} />}
      {editing && found !== null && (
        <EditDialog
          person={found.person}
          mergedInto={found.mergedInto}
          onMerged={again}
          onClose={() => setEditing(false)}
          onDone={settled}
        />
      )}
      {merging && found !== null && (
        <MergeDialog personId={personId} name={name} onClose={() => setMerging(false)} onDone={settled} />
      )}
      {erasing && (
        <SureForm
          title={words.t('people.erase')}
          about={words.t('people.erase-about', { name })}
          act={words.t('people.erase')}
          onSure={(reason) => ask('erase-customer', { personId, reason })}
          onClose={() => setErasing(false)}
          onDone={settled}
        />
      )}
    </>
  );
}

function File({ found, again }: { readonly found: Found; readonly again: () => void }) {
  const { words, formats } = useDesk();
  const { person } = found;
  const languages = { fr: 'Français', en: 'English', ar: 'العربية' } as const;
  return (
    <>
      {found.mergedInto !== null && (
        <Section>
          <p>
            {words.t('people.merged-into')}{' '}
            <a href={addressOf('customers', found.mergedInto)}>
              <bdi>{found.mergedInto.slice(0, 8)}</bdi>
            </a>
          </p>
        </Section>
      )}
      <Beside>
        <Section title={words.t('people.who')}>
          <Facts
            rows={[
              [words.t('people.name'), <bdi key="name">{person.name ?? '–'}</bdi>],
              [words.t('people.phone'), <bdi key="phone">{person.phone === null ? '–' : phoneText(person.phone)}</bdi>],
              [words.t('people.email'), <bdi key="email">{person.email ?? '–'}</bdi>],
              [words.t('people.address'), <bdi key="address">{found.address ?? '–'}</bdi>],
              [words.t('people.birthday'), <bdi key="birthday">{found.birthday ?? '–'}</bdi>],
              [
                words.till.t('settings.language'),
                <bdi key="language">
                  {found.language === null
                    ? '–'
                    : (languages[found.language as keyof typeof languages] ?? found.language)}
                </bdi>,
              ],
              [words.t('people.enrolled'), person.enrolledMs === null ? '–' : formats.date(person.enrolledMs)],
              [words.t('people.notes'), <bdi key="notes">{found.notes ?? '–'}</bdi>],
            ]}
          />
        </Section>
        <Section title={words.t('people.consents')}>
          {found.consents.length === 0 ? (
            <Nothing>{words.t('people.no-consents')}</Nothing>
          ) : (
            <Facts
              rows={found.consents.map((one) => [
                words.lookUp(`people.consent.${one.purpose}.${one.channel}`, 'people.consent.other'),
                <span key={`${one.purpose} ${one.channel}`}>
                  <Badge tone={one.given ? 'good' : 'plain'}>{words.t(one.given ? 'journal.yes' : 'journal.no')}</Badge>{' '}
                  {formats.date(one.atMs)}
                </span>,
              ])}
            />
          )}
          {found.merged.length > 0 && (
            <Facts
              rows={found.merged.map(({ personId, name, phone }) => [
                words.t('people.was-also'),
                <a key={personId} href={addressOf('customers', personId)}>
                  <bdi>{name ?? phone ?? personId.slice(0, 8)}</bdi>
                </a>,
              ])}
            />
          )}
        </Section>
      </Beside>
      <Section title={words.t('people.accounts')} flush>
        <AccountTable
          accounts={found.accounts}
          label={words.t('people.accounts')}
          empty={words.t('people.no-accounts')}
        />
      </Section>
      <Cards cards={found.cards} again={again} />
      <DecisionTable decisions={found.decisions} unit={null} />
    </>
  );
}

const CARD_TONES = { active: 'good', lost: 'warn', blocked: 'bad', replaced: 'plain' } as const;

function Cards({ cards, again }: { readonly cards: readonly Card[]; readonly again: () => void }) {
  const { words, formats } = useDesk();
  const mayManage = useRight('manage-customers');
  const [chosen, setChosen] = useState<Card | null>(null);
  return (
    <Section title={words.t('people.cards')} flush>
      <DataTable
        label={words.t('people.cards')}
        name="cards"
        rows={cards}
        keyOf={({ cardId }) => cardId}
        empty={words.t('people.no-cards')}
        columns={[
          {
            key: 'card',
            label: words.t('people.card'),
            cell: ({ label, cardId }) => <bdi>{label ?? cardId.slice(0, 8)}</bdi>,
          },
          {
            key: 'state',
            label: words.t('tills.state'),
            cell: ({ state }) => <Badge tone={CARD_TONES[state]}>{words.t(`people.card-state.${state}`)}</Badge>,
          },
          { key: 'assigned', label: words.t('people.enrolled'), cell: ({ assignedMs }) => formats.date(assignedMs) },
          {
            key: 'block',
            label: '',
            isFigure: true,
            cell: (card) =>
              mayManage && card.state !== 'replaced' ? (
                <Button name="block-card" onPress={() => setChosen(card)}>
                  {words.t(card.isBlockedHere ? 'people.release' : 'people.block')}
                </Button>
              ) : null,
          },
        ]}
      />
      {chosen !== null && (
        <SureForm
          title={words.t(chosen.isBlockedHere ? 'people.release' : 'people.block')}
          about={words.t('people.block-card-about')}
          act={words.t(chosen.isBlockedHere ? 'people.release' : 'people.block')}
          onSure={(reason) => ask('block-card', { cardId: chosen.cardId, isBlocked: !chosen.isBlockedHere, reason })}
          onClose={() => setChosen(null)}
          onDone={() => {
            setChosen(null);
            again();
          }}
        />
      )}
    </Section>
  );
}
