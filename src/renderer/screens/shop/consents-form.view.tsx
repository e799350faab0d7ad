/** What is shown to somebody before they say yes, in each language of the shop. */
import { useId } from 'react';
import type { ConsentSettings } from '#domain/settings/settings.ts';
import { useDesk } from '../../parts/desk.tsx';
import { LANGUAGES, LANGUAGE_NAMES, type Language } from '../../text/text.ts';
import { Group } from './fields.view.tsx';
import type { FormProps } from './form.ts';
import styles from './shop.module.css';

const TEXT_CHARACTERS_MAX = 1000;
const PURPOSES = ['receipt', 'marketing'] as const;

export function ConsentsForm({ draft, onChange }: FormProps<ConsentSettings>) {
  return PURPOSES.map((purpose) => (
    <Group key={purpose} title={`shop.consents.${purpose}`} hint="shop.consents.hint">
      {LANGUAGES.map((language) => (
        <ConsentText
          key={language}
          language={language}
          value={draft.texts[purpose][language]}
          onChange={(text) =>
            onChange({ texts: { ...draft.texts, [purpose]: { ...draft.texts[purpose], [language]: text } } })
          }
        />
      ))}
    </Group>
  ));
}

function ConsentText(given: {
  readonly language: Language;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { words } = useDesk();
  const id = useId();
  const { language, value } = given;
  const empty = value.trim() === '';
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id} lang={language}>
        {LANGUAGE_NAMES[language]}
      </label>
      <textarea
        id={id}
        className={styles['text']}
        lang={language}
        dir={language === 'ar' ? 'rtl' : 'ltr'}
        rows={2}
        maxLength={TEXT_CHARACTERS_MAX}
        value={value}
        data-own-arrows
        aria-invalid={empty}
        onChange={(event) => given.onChange(event.currentTarget.value)}
      />
      {empty && (
        <p className={styles['problem']} role="alert" data-problem>
          {words.t('shop.problem.text')}
        </p>
      )}
    </div>
  );
}
