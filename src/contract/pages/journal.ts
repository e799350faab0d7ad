/** Journals as tills signed them, and what was not taken or not understood. */
import { z } from 'zod';
import { id, ms, operator, refused } from './field.ts';

const row = z.strictObject({
  seq: z.int(),
  family: z.string(),
  kind: z.string(),
  businessDay: z.string().nullable(),
  /** As the till's clock said, RFC 3339. */
  at: z.string(),
  hash: z.string(),
  /** Worked out again with every look: from the bytes of the row, its key and the row before it. */
  proof: z.strictObject({
    isHashed: z.boolean(),
    isSigned: z.boolean(),
    isLinked: z.boolean(),
  }),
});

export const journalCalls = {
  /** Newest first; `before` leaves out what is not older. */
  journal: {
    right: 'see-journal',
    input: z.strictObject({
      chainId: id,
      before: z.int().min(0).nullable(),
      family: z.string().max(1),
      limit: z.int().min(1).max(100),
    }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        chainId: z.string(),
        tillName: z.string(),
        storeName: z.string(),
        state: z.enum(['open', 'stopped', 'superseded']),
        stopReason: z.string().nullable(),
        stopSeq: z.int().nullable(),
        /** Headquarters holds and has acknowledged it up to here. */
        seq: z.int(),
        keyId: z.string(),
        rows: z.array(row),
        /** Where older ones go on; null at the first row. */
        before: z.int().nullable(),
        suspectCount: z.int(),
        unprojectedCount: z.int(),
      }),
      refused('unknown'),
    ]),
  },
  'journal-row': {
    right: 'see-journal',
    input: z.strictObject({ chainId: id, seq: z.int().min(1) }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        row,
        entryId: z.string(),
        operator: operator.nullable(),
        prevHash: z.string(),
        signature: z.string(),
        keyId: z.string(),
        receivedAtMs: ms,
        /** The canonical text, whole. */
        line: z.string(),
      }),
      refused('unknown'),
    ]),
  },
  suspects: {
    right: 'see-journal',
    input: z.strictObject({ chainId: id }),
    answer: z.strictObject({
      suspects: z.array(
        z.strictObject({
          seq: z.int(),
          lineSha256: z.string(),
          reason: z.string(),
          detail: z.string(),
          receivedAtMs: ms,
          /** The beginning of what came. */
          line: z.string(),
        }),
      ),
      unprojected: z.array(
        z.strictObject({
          seq: z.int(),
          projector: z.string(),
          kind: z.string(),
          reason: z.string(),
          atMs: ms,
        }),
      ),
    }),
  },
  /** Chains with rows that were not understood. */
  'unprojected-chains': {
    right: 'see-journal',
    input: z.strictObject({}),
    answer: z.strictObject({
      chains: z.array(z.strictObject({ chainId: z.string(), tillName: z.string(), storeName: z.string() })),
    }),
  },
  /** Tries again what was not understood of a chain. */
  replay: {
    right: 'manage-journal',
    input: z.strictObject({ chainId: id }),
    answer: z.union([z.strictObject({ kind: z.literal('done'), leftCount: z.int() }), refused('unknown')]),
  },
} as const;
