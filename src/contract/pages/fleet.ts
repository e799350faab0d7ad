/** Stores and tills: who is there, when each was last heard of, and the codes that bring a new one in. */
import { z } from 'zod';
import { anyWords, done, id, ms, page, refused, token, words } from './field.ts';

/** What somebody has to look at, worked out of what the till said and of what it sent. */
export const TILL_ALARMS = ['stopped', 'open-alarm', 'unsent-old', 'silent', 'clock', 'copy', 'device'] as const;

const store = z.strictObject({
  storeId: z.string(),
  name: z.string(),
  timeZone: z.string(),
  tillCount: z.int(),
});

const till = z.strictObject({
  tillId: z.string(),
  name: z.string(),
  storeId: z.string(),
  storeName: z.string(),
  state: z.enum(['active', 'suspended', 'retired']),
  seenMs: ms.nullable(),
  version: z.string().nullable(),
  unsent: z.int().nullable(),
  oldestUnsentMs: z.int().nullable(),
  priceListMs: z.int().nullable(),
  chainId: z.string().nullable(),
  chainState: z.enum(['none', 'open', 'stopped', 'superseded']),
  /** Up to which row headquarters has it. */
  seq: z.int().nullable(),
  alarms: z.array(z.enum(TILL_ALARMS)),
});

export const fleetCalls = {
  stores: {
    right: 'see-fleet',
    input: z.strictObject({ search: anyWords(100), ...page }),
    answer: z.strictObject({ rows: z.array(store), next: z.string().nullable() }),
  },
  /** Names of stores by id, for lists that know only those. */
  'store-names': {
    right: 'signed-in',
    input: z.strictObject({ storeIds: z.array(id).max(200) }),
    answer: z.strictObject({ stores: z.array(z.strictObject({ storeId: z.string(), name: z.string() })) }),
  },
  /** Makes a store, or changes the one with this id. The page makes the id: sent again, it is the same store. */
  'save-store': {
    right: 'manage-fleet',
    input: z.strictObject({ storeId: id, name: words(100), timeZone: z.string().max(64) }),
    answer: z.union([done, refused('name-missing', 'name-too-long', 'time-zone-unknown')]),
  },
  tills: {
    right: 'see-fleet',
    input: z.strictObject({
      storeId: id.nullable(),
      search: anyWords(100),
      only: z.enum(['all', 'alarmed', 'retired']),
      ...page,
    }),
    /** `next` may come with few rows or none: it looked at as many stores as one call may. */
    answer: z.strictObject({ rows: z.array(till), next: z.string().nullable() }),
  },
  till: {
    right: 'see-fleet',
    input: z.strictObject({ tillId: id }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        till,
        enrolledMs: ms.nullable(),
        copyState: z.string().nullable(),
        clockOffMs: z.int().nullable(),
        devices: z.array(z.strictObject({ id: z.string(), kind: z.string(), name: z.string(), state: z.string() })),
        chains: z.array(
          z.strictObject({
            chainId: z.string(),
            ordinal: z.int(),
            state: z.enum(['open', 'stopped', 'superseded']),
            reason: z.string().nullable(),
            seq: z.int(),
            hash: z.string(),
            continuesChain: z.string().nullable(),
          }),
        ),
        alarms: z.array(
          z.strictObject({
            alarmId: z.string(),
            kind: z.string(),
            detail: z.string(),
            raisedAtMs: ms,
            settledBy: z.string().nullable(),
          }),
        ),
      }),
      refused('unknown'),
    ]),
  },
  /** A code that enrols one till once: a new one of this store, or the machine in place of one that is lost. */
  'create-code': {
    right: 'manage-fleet',
    input: z.union([
      z.strictObject({ kind: z.literal('new'), storeId: id, tillName: words(60) }),
      z.strictObject({ kind: z.literal('replacement'), tillId: id }),
    ]),
    answer: z.union([
      z.strictObject({
        kind: z.literal('code'),
        code: z.string(),
        expiresAtMs: ms,
        /** Where the till finds headquarters. */
        address: z.string(),
        /** Of headquarters' key: the till compares it before it believes anything. */
        fingerprint: z.string(),
        /** What a picture of it says. */
        text: z.string(),
      }),
      refused('unknown-store', 'unknown-till', 'till-retired'),
    ]),
  },
  'set-till-state': {
    right: 'manage-fleet',
    input: z.strictObject({ tillId: id, state: z.enum(['active', 'suspended', 'retired']) }),
    answer: z.union([done, refused('unknown-till', 'till-retired')]),
  },
  'rename-till': {
    right: 'manage-fleet',
    input: z.strictObject({ tillId: id, name: words(60) }),
    answer: z.union([done, refused('unknown-till')]),
  },
  /** After headquarters came back from a backup: chains without whose news nothing is granted. */
  recovery: {
    right: 'see-fleet',
    input: z.strictObject({}),
    answer: z.strictObject({
      isRecovering: z.boolean(),
      chains: z.array(
        z.strictObject({ chainId: z.string(), tillId: z.string(), tillName: z.string(), storeName: z.string() }),
      ),
    }),
  },
  /** Somebody decides not to wait for one of them: what it was granted in the lost time may be spent twice. */
  'write-off-chain': {
    right: 'decide-accounts',
    input: z.strictObject({ chainId: id, reason: words(300) }),
    answer: z.union([done, refused('unknown-chain')]),
  },
  'settle-alarm': {
    right: 'manage-fleet',
    input: z.strictObject({ alarmId: token(300) }),
    answer: z.union([done, refused('unknown')]),
  },
} as const;
