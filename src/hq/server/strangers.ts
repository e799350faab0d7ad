/** Whoever calls without being known: counted by where they come from, and told of in the log without filling it. */
import { isIPv6 } from 'node:net';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';

const IPV4_INSIDE = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
const GROUPS = 8;
/** What one line of the internet is given: whoever has one address of it has all of them. */
const GROUPS_OF_ONE = 4;
const MS_BETWEEN_LINES = 1_000;

/** What counts as one address: of version 6 the first half, the same however it is written. */
export function addressOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const inside = IPV4_INSIDE.exec(ip)?.[1];
  if (inside !== undefined) return inside;
  const [head = '', tail] = ip.replace(/%.*$/, '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after].slice(0, GROUPS_OF_ONE);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/** Writes a line about something that may come a thousand times a second: once a second, with how often it came. */
export function seldomWarned(parts: {
  readonly log: Log;
  readonly clock: Clock;
}): (event: string, fields: Readonly<Record<string, string>>) => void {
  const told = new Map<string, { atMs: number; missed: number }>();
  return (event, fields) => {
    const nowMs = parts.clock.monotonicMs();
    const last = told.get(event);
    if (last !== undefined && nowMs - last.atMs < MS_BETWEEN_LINES) {
      last.missed += 1;
      return;
    }
    parts.log.warn(event, { ...fields, before: last?.missed ?? 0 });
    told.set(event, { atMs: nowMs, missed: 0 });
  };
}
