/**
 * The state of the till in words and colour: headquarters, second copy, every device, day, operator.
 */
import type { DeviceView, StationView, StatusView } from '#contract/screen/views.ts';
import type { Words } from '../text/text.ts';
import { useDesk, useConnection } from './desk.tsx';
import { deviceTone, deviceWords, shortName, type Tone } from './device-words.ts';
import styles from './status-strip.module.css';

export function StatusStrip({ station, status }: { readonly station: StationView; readonly status: StatusView }) {
  const { port, words, formats } = useDesk();
  const connection = useConnection(port);
  const { copy, devices } = status;
  return (
    <footer
      className={styles['strip']}
      data-crowded={devices.length > ROOMY_DEVICES}
      aria-label={words.t('status.label')}
      role="region"
    >
      {connection.state !== 'up' && <Cell name={words.t('app.name')} value={words.t('away.down')} tone="bad" />}
      <Cell
        name={words.t('status.network')}
        value={networkText()}
        tone={status.network === 'offline' ? 'warn' : status.network === 'online' ? 'good' : 'plain'}
      />
      <Cell name={words.t('status.copy')} value={copyText()} tone={COPY_TONES[copy.state]} />
      {devices.length === 0 && (
        <Cell name={words.t('status.devices')} value={words.t('status.no-devices')} tone="plain" />
      )}
      {devices.map((device) => (
        <DeviceCell
          key={device.id}
          device={device}
          ofMany={isOneOfMany(device, devices)}
          isEcho={isEcho(device, devices)}
        />
      ))}
      <div className={styles['end']}>
        <Cell
          name={words.t('status.day')}
          value={status.businessDay === null ? words.t('status.no-day') : formats.day(status.businessDay)}
          tone="plain"
        />
        <Cell
          name={words.t('status.session')}
          kind="session"
          value={words.t(status.sessionId === null ? 'status.session.none' : 'status.session.open')}
          tone="plain"
        />
        <Cell
          name={words.t('status.operator')}
          value={station.operator?.name ?? words.t('status.nobody')}
          tone="plain"
          strong
        />
      </div>
    </footer>
  );

  /** An age below a second is none. */
  function copyText(): string {
    const ageMs = copy.ageMs ?? 0;
    if (copy.state === 'behind' && ageMs < 1_000) return words.t('status.copy.catching-up');
    return words.t(`status.copy.${copy.state}`, { age: formats.age(ageMs) });
  }

  function networkText(): string {
    const state = words.t(`status.network.${status.network}`);
    if (status.unsentCount === null) return state;
    const age = status.unsentOldestMs === null ? '' : ` (${formats.age(status.unsentOldestMs)})`;
    return `${state} · ${words.t('status.unsent', { count: status.unsentCount })}${age}`;
  }
}

const COPY_TONES: Readonly<Record<StatusView['copy']['state'], Tone>> = {
  none: 'warn',
  current: 'good',
  behind: 'warn',
  unreachable: 'bad',
};

/** With more devices, those that are well say so by their sign alone, and the words are left to those that are not. */
const ROOMY_DEVICES = 3;

/** Of two scanners each is called by its own name. */
function isOneOfMany({ id, kind }: DeviceView, devices: readonly DeviceView[]): boolean {
  return devices.some((other) => other.kind === kind && other.id !== id);
}

/** What is wrong with the line to a drawer is wrong with its printer, which says it. */
function isEcho({ kind, fault }: DeviceView, devices: readonly DeviceView[]): boolean {
  if (kind !== 'drawer' || fault?.startsWith('device.') !== true) return false;
  return devices.some((other) => other.kind === 'printer' && other.fault === fault);
}

function DeviceCell(given: { readonly device: DeviceView; readonly ofMany: boolean; readonly isEcho: boolean }) {
  const { device, ofMany, isEcho: echo } = given;
  const { words } = useDesk();
  return (
    <Cell
      name={nameOf(device, ofMany, words)}
      kind={device.kind}
      echo={echo}
      value={deviceWords(device, words)}
      tone={deviceTone(device)}
      title={device.name}
      device={device.id}
    />
  );
}

/** A drawer has the name of the printer that it hangs on. */
function nameOf({ kind, name }: DeviceView, ofMany: boolean, words: Words): string {
  const ofKind = words.t(`status.device.${kind}`);
  if (!ofMany) return ofKind;
  return kind === 'drawer' ? `${ofKind} ${shortName(name)}` : shortName(name);
}

interface CellProps {
  readonly kind?: string;
  readonly echo?: boolean;
  readonly name: string;
  readonly value: string;
  readonly tone: Tone;
  readonly strong?: boolean;
  readonly title?: string;
  readonly device?: string;
}

function Cell({ name, value, tone, strong, title, device, kind, echo }: CellProps) {
  return (
    <div
      className={styles['cell']}
      data-tone={tone}
      data-strong={strong}
      title={title}
      data-device={device}
      data-kind={kind}
      data-echo={echo}
    >
      <span className={styles['name']}>
        <bdi>{name}</bdi>
      </span>
      <span className={styles['value']}>
        <i className={styles['dot']} aria-hidden />
        <bdi>{value}</bdi>
      </span>
    </div>
  );
}
