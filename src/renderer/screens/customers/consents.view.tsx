import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { PartProps } from './customer.view.tsx';
import styles from './customer.module.css';

const PURPOSES = ['receipt', 'marketing'] as const;
const CHANNELS = ['email', 'sms'] as const;

/**
 * What the customer agreed to, per purpose and channel, each said by itself. Nothing is chosen until somebody said it: a
 * pre-ticked box is no consent (GDPR, art. 4(11) and recital 32).
 */
export function ConsentsPart({ selling, file, onChanged }: PartProps) {
  const { words, formats } = useDesk();

  async function say(
    purpose: (typeof PURPOSES)[number],
    channel: (typeof CHANNELS)[number],
    given: boolean,
  ): Promise<void> {
    const outcome = await selling.send('setConsent', { personId: file.personId, channel, purpose, given });
    if (outcome?.kind !== 'done') return;
    selling.sayKey('good', 'consent.saved');
    onChanged();
  }

  return (
    <div
      className={styles['grow']}
      tabIndex={0}
      data-field="main"
      role="region"
      aria-label={words.t('customer.consents')}
    >
      {PURPOSES.map((purpose) => (
        <div key={purpose} className={styles['box']}>
          <h3>{words.t(`consent.${purpose}`)}</h3>
          <p className={styles['shown']} dir="auto" title={words.t('consent.shown')}>
            {file.consentTexts[purpose]}
          </p>
          {CHANNELS.map((channel) => {
            const consent = file.consents.find((one) => one.channel === channel && one.purpose === purpose);
            return (
              <div
                key={channel}
                className={styles['consent']}
                data-consent={`${purpose}-${channel}`}
                data-given={consent?.given ?? 'never'}
              >
                <div>
                  <strong>{words.t(`consent.${channel}`)}</strong>
                  <small>
                    {consent === undefined
                      ? words.t('consent.never')
                      : words.t(consent.given ? 'consent.given' : 'consent.refused', {
                          day: formats.date(consent.atMs),
                        })}
                  </small>
                </div>
                <ActionButton
                  name={`yes-${purpose}-${channel}`}
                  tone={consent?.given === true ? 'chosen' : 'plain'}
                  onPress={() => void say(purpose, channel, true)}
                >
                  {words.t('consent.yes')}
                </ActionButton>
                <ActionButton
                  name={`no-${purpose}-${channel}`}
                  tone={consent?.given === false ? 'chosen' : 'plain'}
                  onPress={() => void say(purpose, channel, false)}
                >
                  {words.t('consent.no')}
                </ActionButton>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
