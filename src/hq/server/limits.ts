/**
 * How large a body may be, unpacked, by the call it is of: what anybody may send is small enough that reading it costs nothing, and
 * only who has signed or may import is given room.
 */
import { BODY_BYTES_MAX } from '#contract/sync/sync.ts';

const KB = 1_024;
/** Calls that are not listed here are signed, and parsed after the signature. */
const SYNC_BYTES: Readonly<Record<string, number>> = {
  challenge: KB,
  unknown: KB,
  enrol: 1_024 * KB,
  recover: 1_024 * KB,
};
const PAGE_BYTES_MAX = 64 * KB;
const PAGE_BYTES: Readonly<Record<string, number>> = {
  'import-products': BODY_BYTES_MAX,
  /** Names each store of a user: ten thousand at most. */
  'save-user': 1_024 * KB,
};

/** Bytes of the body of a till's call at most; `unknown` is a call that there is not. */
export function syncBytesMax(name: string): number {
  return (Object.hasOwn(SYNC_BYTES, name) ? SYNC_BYTES[name] : undefined) ?? BODY_BYTES_MAX;
}

/** Bytes of the body of a page's call at most. */
export function pageBytesMax(name: string): number {
  return (Object.hasOwn(PAGE_BYTES, name) ? PAGE_BYTES[name] : undefined) ?? PAGE_BYTES_MAX;
}
