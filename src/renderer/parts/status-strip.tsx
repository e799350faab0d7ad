/**
 * The state of the till in words and colour: headquarters, second copy, every device, day, operator.
 */
import type { DeviceView, StationView, StatusView } from '#contract/screen/views.ts';
import type { CashView } from '#contract/screen/cash.ts';
import { UnstyledButton } from '@mantine/core';
import type { Words } from '../text/text.ts';
import { useDesk, useConnection, useView } from './desk.tsx';
import { deviceTone, deviceWords, shortName, type Tone } from './device-words.ts';
import { wantAction } from './wanted-action.ts';
import styles from './status-strip.module.css';

export function StatusStrip({ station, status }: { readonly station: StationView; readonly status: StatusView }) {
  const { port, words, formats } = useDesk();
  const connection = useConnection(port);
  const cash = useView(port, 'cash');
  const { copy, devices } = status;
  const waits = cash === null ? null : waitsText(cash, words);
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
        tone={networkTone(status)}
        kind="network"
        {...(status.network === 'standalone'
          ? {}
          : { title: words.t('status.network.open'), onPress: () => wantAction('headquarters') })}
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
        {cash?.isDropAdvised === true && (
          <Cell name={words.t('status.drawer')} kind="drop" value={words.t('status.drop-advised')} tone="warn" />
        )}
        {waits !== null && <Cell name={words.t('status.waits')} kind="waits" value={waits} tone="warn" />}
        <Cell name={words.t('status.day')} kind="day" value={dayText()} tone={DAY_TONES[cash?.dayAge ?? 'today']} />
        <Cell
          name={words.t('status.session')}
          kind="session"
          echo={cash?.state === 'open'}
          value={words.t(`status.session.${cash?.state ?? (status.sessionId === null ? 'none' : 'open')}`)}
          tone={cash === null ? 'plain' : SESSION_TONES[cash.state]}
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

  function dayText(): string {
    if (status.businessDay === null) return words.t('status.no-day');
    const age = cash?.dayAge ?? 'today';
    const day = formats.day(status.businessDay);
    return age === 'today' ? day : words.t(`status.day.${age}`, { day });
  }

  /** An age below a second is none. */
  function copyText(): string {
    const ageMs = copy.ageMs ?? 0;
    if (copy.state === 'behind' && ageMs < 1_000) return words.t('status.copy.catching-up');
    return words.t(`status.copy.${copy.state}`, { age: formats.age(ageMs) });
  }

  function networkText(): string {
    const state = words.t(`status.network.${status.network}`);
    if (status.unsentCount === null || (status.unsentCount === 0 && status.network === 'online')) return state;
    const age = status.unsentOldestMs === null ? '' : ` (${formats.age(status.unsentOldestMs)})`;
    return `${state} · ${words.t('status.unsent', { count: status.unsentCount })}${age}`;
  }
}

const NETWORK_TONES: Readonly<Record<StatusView['network'], Tone>> = {
  standalone: 'plain',
  online: 'good',
  offline: 'warn',
  refused: 'bad',
};

/** Selling offline is the normal state: only what waits, or a refusal, is worth a colour. */
function networkTone({ network, unsentCount }: StatusView): Tone {
  return network === 'offline' && unsentCount === 0 ? 'plain' : NETWORK_TONES[network];
}

const COPY_TONES: Readonly<Record<StatusView['copy']['state'], Tone>> = {
  none: 'warn',
  current: 'good',
  behind: 'warn',
  unreachable: 'bad',
};

const SESSION_TONES: Readonly<Record<CashView['state'], Tone>> = {
  none: 'plain',
  open: 'good',
  suspended: 'warn',
  counting: 'warn',
};

const DAY_TONES: Readonly<Record<CashView['dayAge'], Tone>> = {
  today: 'plain',
  ahead: 'warn',
  'past-midnight': 'warn',
  'too-long': 'bad',
};

/** Sessions that nobody has counted yet and days that nobody has closed, where there are any. */
function waitsText(cash: CashView, words: Words): string | null {
  const uncounted = cash.toCount.filter(({ state }) => state === 'blind-closed').length;
  const days = cash.unclosedDays.filter(
    ({ businessDay, isReady }) => isReady || businessDay !== cash.businessDay,
  ).length;
  const parts = [
    ...(uncounted > 0 ? [words.t('status.waits.sessions', { count: uncounted })] : []),
    ...(days > 0 ? [words.t('status.waits.days', { count: days })] : []),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

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
  /** Opens what the cell is about. */
  readonly onPress?: () => void;
}

function Cell({ name, value, tone, strong, title, device, kind, echo, onPress }: CellProps) {
  const inside = (
    <>
      <span className={styles['name']}>
        <bdi>{name}</bdi>
      </span>
      <span className={styles['value']}>
        <i className={styles['dot']} aria-hidden />
        <bdi>{value}</bdi>
      </span>
    </>
  );
  if (onPress !== undefined) {
    return (
      <UnstyledButton
        className={styles['pressed']}
        data-tone={tone}
        data-kind={kind}
        title={title}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
      >
        {inside}
      </UnstyledButton>
    );
  }
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
      {inside}
    </div>
  );
}
