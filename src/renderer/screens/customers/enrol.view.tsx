/**
 * Enrolment: the card just held to the reader or none, one field, Enter. Who seems to be here already is shown in place, and
 * one touch says that it is them, or that it is not.
 */
import { useState } from 'react';
import { phoneText } from '../../format/format.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket, refusalText } from '../../parts/feedback.ts';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useChoices } from '../../parts/use-choices.ts';
import type { PanelProps } from '../selling.view.tsx';
import { attach } from './attach.ts';
import { CardInHand } from './card-in-hand.view.tsx';
import { contactFields, contactKind, incompleteContact } from './contact.ts';
import styles from './customers.module.css';

const KINDS = ['name', 'phone', 'email'] as const;

export function EnrolPanel({ selling, run, onAction }: PanelProps) {
  const { words, formats } = useDesk();
  const [text, setText] = useState(selling.about ?? '');
  /** What was typed when the till said that somebody alike is here, and who that is. */
  const [alike, setAlike] = useState<{ readonly to: string; readonly personId: string } | null>(null);
  const card = selling.basket.presentedCard;
  const kind = contactKind(text);
  const isAlike = alike !== null && alike.to === text;

  async function enrol(evenIfAlike: boolean): Promise<void> {
    if (kind === null && (text.trim() !== '' || card === null)) {
      const begun = incompleteContact(text);
      return selling.sayKey('bad', begun === null ? 'refusal.contact_missing' : `enrol.incomplete-${begun}`);
    }
    const fields = contactFields(text);
    const outcome = await selling.send(
      'enrol',
      { fields, evenIfAlike, ...(card === null ? {} : { cardRef: card.cardRef }) },
      { quietly: true },
    );
    if (outcome === null) return;
    if (outcome.kind === 'refused' && outcome.reason === 'duplicate_customer')
      return setAlike({ to: text, personId: String(outcome.params?.['personId'] ?? '') });
    if (outcome.kind !== 'done') return selling.say('bad', refusalText(outcome, words, formats));
    await finish(outcome.personId);
  }

  async function finish(personId: string): Promise<void> {
    // Whoever was enrolled on a ticket that cannot take them is enrolled all the same.
    if (!(await attach(selling, personId))) return;
    selling.show('find');
    const name = fieldsName(text);
    selling.say('good', name === null ? words.t('enrol.done-plain') : words.t('enrol.done', { name }));
  }

  async function itIsThem(personId: string): Promise<void> {
    if (card !== null) {
      const added = await selling.send('addCard', { personId, cardRef: card.cardRef });
      if (added?.kind !== 'done') return;
    }
    if (await attach(selling, personId)) selling.show('member');
  }

  onAction((action) => {
    if (action !== 'enrol' || !isAlike) return action === 'line-up' || action === 'line-down' || action === 'void-line';
    void enrol(true);
    return true;
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('enrol.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <CardInHand card={card} hint={words.t(card === null ? 'enrol.card-hint' : 'enrol.card-ready')} />
      <LabelledField
        main
        name="enrol-field"
        label={words.t('enrol.field')}
        value={text}
        placeholder={words.t('enrol.hint')}
        characters={200}
        onType={(typed) => {
          selling.goOn();
          setText(typed);
        }}
        onEnter={() => {
          if (!isAlike) void enrol(false);
        }}
      />
      <div className={styles['known']} role="status">
        {KINDS.map((one) => (
          <span key={one} className={styles['kind']} data-it={one === kind} data-kind={one}>
            {one === kind ? '✓ ' : ''}
            {words.t(`enrol.as-${one}`)}
          </span>
        ))}
      </div>
      {isAlike ? (
        <Alike
          personId={alike.personId}
          onThem={() => void itIsThem(alike.personId)}
          onAnyway={() => void enrol(true)}
        />
      ) : (
        <div className={styles['end']}>
          <ActionButton
            name="enrol-save"
            cap="⏎"
            tone="pay"
            size="tall"
            disabled={selling.busy.has('enrol')}
            onPress={() => void enrol(false)}
          >
            {words.t('enrol.save')}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

/** Who the till took it for. */
function Alike(props: { readonly personId: string; readonly onThem: () => void; readonly onAnyway: () => void }) {
  const { words, formats } = useDesk();
  const { answer } = useAnswer('customerFile', { personId: props.personId });
  useChoices((index) => {
    if (index === 0) props.onThem();
    return index === 0;
  });
  const file = answer?.customer ?? null;
  const { name, phone, email } = file?.fields ?? {};
  const called = name ?? phone ?? email ?? file?.cards[0]?.label;
  const facts = [
    phone === undefined || phone === called ? undefined : phoneText(phone),
    email,
    file === null || file.lastVisitMs === null
      ? undefined
      : words.t('member.last-visit', { day: formats.date(file.lastVisitMs) }),
  ].filter((fact) => fact !== undefined && fact !== called);
  return (
    <div className={styles['alike']} role="alert" data-alike={props.personId}>
      <strong>{words.t('enrol.alike')}</strong>
      {called !== undefined && (
        <div className={styles['who']}>
          <bdi>{called}</bdi>
          {facts.map((fact) => (
            <bdi key={fact}>{fact}</bdi>
          ))}
        </div>
      )}
      <div className={styles['feet']}>
        <ActionButton name="same-person" cap="Alt 1" onPress={props.onThem}>
          {words.t('enrol.same')}
        </ActionButton>
        <ActionButton action="enrol" name="enrol-anyway" onPress={props.onAnyway}>
          {words.t('enrol.anyway')}
        </ActionButton>
      </div>
    </div>
  );
}

function fieldsName(text: string): string | null {
  return contactKind(text) === 'name' ? text.trim() : null;
}
