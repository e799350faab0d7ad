/** What tills may spend while headquarters is away. */
import { useState } from 'react';
import type { OfflineSpendingSettings } from '#domain/settings/settings.ts';
import { parseDecimal } from '#renderer/format/format.ts';
import { written } from '#renderer/screens/shop/draft.ts';
import { useDesk, useMe } from '../../desk.tsx';
import { Field } from '../../parts/field.tsx';
import { Section } from '../../parts/section.tsx';
import styles from './settings.module.css';

const FIELDS = [
  ['leaseMinorMax', 'settings.lease-money'],
  ['leasePointsMax', 'settings.lease-points'],
  ['leaseHours', 'settings.lease-hours'],
  ['leaseIdleMinutes', 'settings.lease-idle'],
  ['floorMinor', 'settings.floor-money'],
  ['floorPoints', 'settings.floor-points'],
  ['refundFloorMinor', 'settings.floor-refund'],
] as const satisfies readonly (readonly [keyof OfflineSpendingSettings, string])[];

export function OfflineForm(props: {
  readonly draft: OfflineSpendingSettings;
  readonly onChange: (draft: OfflineSpendingSettings) => void;
}) {
  const { words, formats } = useDesk();
  const { exponent } = useMe().organisation.currency;
  const { draft, onChange } = props;
  const exponentOf = (name: string): number => (name.includes('Minor') ? exponent : 0);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(FIELDS.map(([name]) => [name, written(draft[name], exponentOf(name), words.language)])),
  );
  return (
    <Section title={words.t('settings.offline-spending')}>
      <p className={styles['from']}>{words.t('settings.offline-hint')}</p>
      <div data-fields>
        {FIELDS.map(([name, label]) => (
          <Field
            key={name}
            label={exponentOf(name) === 0 ? words.t(label) : `${words.t(label)} (${formats.symbol})`}
            name={name}
            figures
            characters={12}
            value={texts[name] ?? ''}
            problem={Number.isNaN(draft[name]) ? words.till.t('shop.problem.amount') : null}
            onType={(text) => {
              setTexts({ ...texts, [name]: text });
              onChange({ ...draft, [name]: parseDecimal(text, exponentOf(name)) ?? Number.NaN });
            }}
          />
        ))}
      </div>
    </Section>
  );
}
