/**
 * The head file: a witness outside the database of how far the chain has got. Two checksummed slots are rewritten in
 * turn, without sync, after each commit: one of them is always whole, and a power cut leaves it at worst behind.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { chainFolder } from './keys.ts';

const SLOT_BYTES = 256;
const FILE_NAME = 'head';

export interface WitnessedHead {
  readonly seq: number;
  readonly hash: string;
}

/** Writes the head of one chain; trouble with it never stops a sale. */
export interface HeadFile {
  write(head: WitnessedHead): void;
  close(): void;
}

/** Opens the head file of a chain for writing. Throws what the file system throws. */
export function openHeadFile(keysDir: string, chainId: string): HeadFile {
  const folder = chainFolder(keysDir, chainId);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE_NAME);
  const file = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600);
  let slot = 0;
  return {
    write: (head) => {
      slot = 1 - slot;
      writeSync(file, slotBytes(head), 0, SLOT_BYTES, slot * SLOT_BYTES);
    },
    close: () => closeSync(file),
  };
}

/** The furthest head that the file vouches for; null where there is none. */
export function readHeadFile(keysDir: string, chainId: string): WitnessedHead | null {
  const path = join(chainFolder(keysDir, chainId), FILE_NAME);
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  let furthest: WitnessedHead | null = null;
  for (const slot of [0, 1]) {
    const head = slotHead(bytes.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES));
    if (head !== null && head.seq > (furthest?.seq ?? 0)) furthest = head;
  }
  return furthest;
}

function slotBytes(head: WitnessedHead): Buffer {
  const text = `${head.seq} ${head.hash}`;
  return Buffer.from(`${text} ${checksum(text)}\n`.padEnd(SLOT_BYTES, ' '), 'latin1');
}

function slotHead(bytes: Buffer): WitnessedHead | null {
  const [, text, seq, hash, sum] =
    /^((\d{1,15}) ([0-9a-f]{64})) ([0-9a-f]{64})\n *$/.exec(bytes.toString('latin1')) ?? [];
  if (text === undefined || seq === undefined || hash === undefined || sum !== checksum(text)) return null;
  return { seq: Number(seq), hash };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
