import { useState } from 'react';
import type { PersonFields } from '#contract/screen/members.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { LANGUAGES, LANGUAGE_NAMES, type Language } from '../../text/text.ts';
import { Segments } from '../../parts/segments.tsx';
import { birthdayTyped, readBirthday } from './contact.ts';
import type { PartProps } from './customer.view.tsx';
import styles from './customer.module.css';

const TEXTS = ['name', 'phone', 'email', 'address', 'notes'] as const;
const WIDE: ReadonlySet<string> = new Set(['address', 'notes']);

/** Everything a person may be asked for; all of it can wait. */
export function FieldsPart({
  selling,
  file,
  onChanged,
  onTicket,
  onAttach,
}: PartProps & { readonly onTicket: boolean; readonly onAttach: () => void }) {
  const { words, formats } = useDesk();
  const [typed, setTyped] = useState<Readonly<Record<(typeof TEXTS)[number], string>>>({
    name: file.fields.name ?? '',
    phone: file.fields.phone ?? '',
    email: file.fields.email ?? '',
    address: file.fields.address ?? '',
    notes: file.fields.notes ?? '',
  });
  const [birthday, setBirthday] = useState(birthdayTyped(file.fields.birthday));
  const [language, setLanguage] = useState<Language | 'none'>(file.fields.language ?? 'none');

  async function save(): Promise<void> {
    const day = readBirthday(birthday);
    if (day === null) return selling.sayKey('bad', 'customer.birthday-unreadable');
    const texts = TEXTS.flatMap((key) => (typed[key].trim() === '' ? [] : [[key, typed[key].trim()]]));
    const fields: PersonFields = {
      ...Object.fromEntries(texts),
      ...(day === undefined ? {} : { birthday: day }),
      ...(language === 'none' ? {} : { language }),
    };
    const outcome = await selling.send('savePerson', { personId: file.personId, fields });
    if (outcome?.kind !== 'done') return;
    selling.sayKey('good', 'customer.saved');
    onChanged();
  }

  const field = (key: (typeof TEXTS)[number], main = false) => (
    <div key={key} className={WIDE.has(key) ? styles['wide'] : undefined}>
      <LabelledField
        main={main}
        name={`person-${key}`}
        label={words.t(`customer.${key}`)}
        value={typed[key]}
        characters={key === 'notes' ? 500 : key === 'address' ? 300 : 120}
        onType={(value) => setTyped({ ...typed, [key]: value })}
        onEnter={() => void save()}
      />
    </div>
  );
  return (
    <>
      <div className={styles['grow']}>
        <div className={styles['fields']}>
          {field('name', true)}
          {field('phone')}
          {field('email')}
          <LabelledField
            name="person-birthday"
            label={words.t('customer.birthday')}
            value={birthday}
            placeholder={words.t('customer.birthday-hint')}
            characters={10}
            onType={setBirthday}
            onEnter={() => void save()}
          />
          {field('address')}
          {field('notes')}
          <div className={styles['wide']}>
            <Segments<Language | 'none'>
              label={words.t('customer.language')}
              value={language}
              options={[
                { value: 'none', label: words.t('customer.language-none') },
                ...LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] })),
              ]}
              onChoose={setLanguage}
            />
          </div>
        </div>
      </div>
      <div className={styles['feet']}>
        <p className={styles['facts']}>
          {words.t('customer.enrolled', { day: formats.date(file.enrolledAtMs) })}
          {file.lastVisitMs !== null && <> · {words.t('member.last-visit', { day: formats.date(file.lastVisitMs) })}</>}
        </p>
        <ActionButton name="save-person" cap="⏎" tone="pay" onPress={() => void save()}>
          {words.t('customer.save')}
        </ActionButton>
        {!onTicket && (
          <ActionButton name="attach-customer" onPress={onAttach}>
            {words.t('customers.on-ticket')}
          </ActionButton>
        )}
      </div>
    </>
  );
}
