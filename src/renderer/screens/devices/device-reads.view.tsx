/** What a scanner or a card reader read while it is looked at: shown, and not sold. */
import type { Selling } from '../use-selling.ts';
import { useDesk } from '../../parts/desk.tsx';
import { type ConfiguredDevice, isHeardByPage } from './set-up.ts';
import styles from './devices.module.css';

export function DeviceReads(given: { readonly device: ConfiguredDevice; readonly testRead: Selling['testRead'] }) {
  const { words, formats } = useDesk();
  const { device } = given;
  if (device.config.kind === 'scanner') {
    const read = isHeardByPage(device.config) ? given.testRead : device.lastRead;
    return (
      <section className={styles['section']}>
        <h3>{words.t('devices.scan-title')}</h3>
        <p className={styles['hint']}>{words.t('devices.scan-hint')}</p>
        {read !== null && (
          <p className={styles['read']} data-last-read>
            <bdi dir="ltr">{visible(read.text)}</bdi>
            <small>
              {read.symbology !== undefined && (
                <>
                  <bdi dir="ltr">{read.symbology}</bdi> ·{' '}
                </>
              )}
              {formats.time(read.atMs)}
            </small>
          </p>
        )}
      </section>
    );
  }
  if (device.config.kind !== 'card') return null;
  const { lastCard } = device;
  return (
    <section className={styles['section']}>
      <h3>{words.t('devices.card-title')}</h3>
      <p className={styles['hint']}>{words.t('devices.card-hint')}</p>
      {lastCard !== null && (
        <p className={styles['read']} data-last-card>
          <bdi dir="ltr">{lastCard.uid ?? '—'}</bdi>
          <small>
            {lastCard.why !== null && <>{words.lookUp(`devices.card-${lastCard.why}`, 'devices.card-unreadable')} · </>}
            {lastCard.mayBe.length > 1 && (
              <>{words.t('devices.card-may-be', { numbers: lastCard.mayBe.join(', ') })} · </>
            )}
            {formats.time(lastCard.atMs)}
          </small>
        </p>
      )}
    </section>
  );
}

/** The separator of GS1 fields has a sign of its own in Unicode. */
function visible(text: string): string {
  return text.replaceAll('\u001d', '␝');
}
