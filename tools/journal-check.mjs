#!/usr/bin/env node
// A second implementation of docs/spec/journal.md: checks exported journals (one row a line) with nothing but
// node:crypto. It shares no code with the till on purpose, so that neither can agree with its own mistakes.
//   node tools/journal-check.mjs FILE.jsonl…
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const N = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const FISCAL = new Set('TIPBGLCAX');
const SHAPE = {
  at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, business_day: null, chain_id: null, entry_id: null,
  family: /^[TIPBGLCAXM]$/, family_seq: 0, hash: /^[0-9a-f]{64}$/, key_id: null, kind: null, operator: null,
  payload: {}, prev_hash: /^[0-9a-f]{64}$/, seq: 0, session_id: null, signature: /^[A-Za-z0-9_-]{86}$/,
  taxpayer_id: null, till_id: null, v: 0,
};
const OPTIONAL = new Set(['business_day', 'session_id', 'operator']);

/** Checks the lines of one chain: `{ rows, head }`, or `{ seq, why }` for the first bad row. */
export function checkChain(lines) {
  const families = new Map();
  let last, origin;
  for (const [index, line] of lines.entries()) {
    const seq = index + 1;
    const why = checkRow(line, seq);
    if (why !== null) return { seq, why };
  }
  return { rows: lines.length, head: last?.hash ?? null };

  function checkRow(line, seq) {
    const row = parse(line);
    if (typeof row === 'string') return row;
    const { hash, signature, ...body } = row;
    if (sha256(Buffer.from(canonical(body))).toString('hex') !== hash) return 'hash';
    if (row.v !== 1) return 'version';
    if (row.seq !== seq) return 'sequence';
    if (row.prev_hash !== (last ? sha256(raw(last)).toString('hex') : '0'.repeat(64))) return 'link';
    const family = families.get(row.family);
    if (row.family_seq !== (family?.family_seq ?? 0) + 1) return 'family-sequence';
    const expected = FISCAL.has(row.family) ? family?.signature : undefined;
    if (row.payload.previous_signature !== expected) return 'family-link';
    if ((row.kind === 'chain-opened') !== (seq === 1)) return 'genesis';
    try {
      origin ??= { row, key: createPublicKey({ key: bytes(row.payload.public_key), format: 'der', type: 'spki' }) };
    } catch {
      return 'genesis';
    }
    const same = (name) => row[name] === origin.row[name];
    if (!['chain_id', 'till_id', 'taxpayer_id', 'key_id'].every(same)) return 'identity';
    const r_s = bytes(signature);
    if (r_s.toString('base64url') !== signature) return 'format';
    if (2n * BigInt(`0x${r_s.subarray(32).toString('hex')}`) > N) return 'signature';
    const message = Buffer.concat([Buffer.from('comptoir-journal-v1\0'), Buffer.from(hash, 'hex')]);
    if (!verify('sha256', message, { key: origin.key, dsaEncoding: 'ieee-p1363' }, r_s)) return 'signature';
    families.set(row.family, row);
    last = row;
    return null;
  }
}

function parse(line) {
  try {
    const row = JSON.parse(line);
    if (row === null || typeof row !== 'object' || Object.keys(row).some((name) => !Object.hasOwn(SHAPE, name))) return 'format';
    for (const [name, shape] of Object.entries(SHAPE)) {
      const value = row[name];
      if (value === undefined && OPTIONAL.has(name)) continue;
      if (typeof value !== (shape === 0 ? 'number' : shape?.constructor === Object ? 'object' : 'string')) return 'format';
      if (shape instanceof RegExp && !shape.test(value)) return 'format';
    }
    if (Array.isArray(row.payload) || row.payload === null) return 'format';
    return canonical(row) === line ? row : 'canonical';
  } catch {
    return 'canonical';
  }
}

function canonical(value) {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error('not an integer');
  if (typeof value === 'string' && value.normalize('NFC').toWellFormed() !== value) throw new Error('not NFC');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join()}}`;
}

const sha256 = (data) => createHash('sha256').update(data).digest();
const bytes = (text) => Buffer.from(text, 'base64url');
const raw = (row) => Buffer.concat([Buffer.from(row.hash, 'hex'), bytes(row.signature)]);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const file of process.argv.slice(2)) {
    const result = checkChain(readFileSync(file, 'utf8').split('\n').filter((line) => line !== ''));
    if (result.why !== undefined) process.exitCode = 1;
    process.stdout.write(`${file}: ${result.why ? `row ${result.seq} is bad: ${result.why}` : `${result.rows} rows good`}\n`);
  }
}
