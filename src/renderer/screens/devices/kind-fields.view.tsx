/** What is set of a display, a scanner and a card reader. */
import { useDesk } from '../../parts/desk.tsx';
import { Segments } from '../../parts/segments.tsx';
import { WedgeLearner } from '../../wedge/learner.view.tsx';
import { Choice } from './fields.view.tsx';
import type { FieldsProps } from './set-up.ts';
import styles from './devices.module.css';

const NOTATIONS = ['hex', 'hex-reversed', 'decimal-10', 'decimal-10-reversed', 'decimal-8', 'decimal-3-5'] as const;

export function DisplayFields({ device, set }: FieldsProps) {
  const { words } = useDesk();
  return (
    <>
      <Segments
        label={words.t('devices.dialect')}
        value={device.dialect ?? 'escpos'}
        options={[
          { value: 'escpos', label: 'ESC/POS' },
          { value: 'cd5220', label: 'CD5220' },
        ]}
        onChoose={(value) => set('dialect', value)}
      />
      <Choice
        label="devices.columns"
        value={String(device.columns ?? 20)}
        options={['16', '20', '24', '40'].map((value) => ({ value, label: value }))}
        onChoose={(value) => set('columns', Number(value))}
      />
      <p className={styles['hint']}>{words.t('devices.display-letters')}</p>
    </>
  );
}

export function ScannerFields({ device, set }: FieldsProps) {
  const { words, formats } = useDesk();
  return (
    <>
      {device.address === 'wedge:' && (
        <>
          <Segments
            label={words.t('settings.scanner')}
            value={device.layout ?? 'us'}
            options={[
              { value: 'us', label: words.t('settings.scanner-us') },
              { value: 'fr', label: words.t('settings.scanner-fr') },
            ]}
            onChoose={(value) => set('layout', value)}
          />
          <div className={styles['wide']}>
            <WedgeLearner
              onLearned={({ layout }) => {
                if (layout !== null) set('layout', layout);
              }}
            />
          </div>
        </>
      )}
      <Choice
        label="devices.repeat"
        value={String(device.repeatMs ?? (device.address === 'camera:' ? 1500 : 0))}
        options={['0', '500', '1500', '3000'].map((value) => ({
          value,
          label:
            value === '0'
              ? words.t('devices.repeat-each')
              : words.t('devices.repeat-within', { seconds: formats.count(Number(value) / 1000) }),
        }))}
        onChoose={(value) => set('repeatMs', Number(value))}
      />
    </>
  );
}

/** A reader that types or sends text writes the number of a card in one of many ways; PC/SC readers give its bytes. */
export function CardFields({ device, set }: FieldsProps) {
  const { words } = useDesk();
  if (device.address.startsWith('pcsc:')) return null;
  return (
    <Choice
      label="devices.notation"
      value={device.cardNotation ?? ''}
      options={[
        { value: '', label: words.t('devices.notation-any') },
        ...NOTATIONS.map((value) => ({ value, label: words.t(`devices.notation-${value}`) })),
      ]}
      onChoose={(value) =>
        set(
          'cardNotation',
          NOTATIONS.find((one) => one === value),
        )
      }
    />
  );
}
