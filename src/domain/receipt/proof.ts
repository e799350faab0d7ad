/**
 * What a receipt bears witness with. French practice prints characters 3, 7, 13 and 19 of the signature; four
 * characters can be forged by trial, so that sixteen more are printed, with the row's place in the chain: a receipt
 * held by a customer then shows a chain that was signed anew.
 */

const PROOF_CHARACTERS = 16;
/** Positions counted from one, as the practice names them. */
const EXTRACT_POSITIONS = [3, 7, 13, 19];

interface ReceiptProof {
  /** Place of the row in its chain. */
  readonly seq: number;
  /** The first sixteen characters of its signature, base64url; letter case matters. */
  readonly signatureStart: string;
}

/** Characters 3, 7, 13 and 19 of a signature in base64url. */
export function signatureExtract(signature: string): string {
  return EXTRACT_POSITIONS.map((position) => signature.charAt(position - 1)).join('');
}

/** `137 AbCd EfGh IjKl MnOp`: the proof as it is printed. */
export function proofText(row: { readonly seq: number; readonly signature: string }): string {
  const start = row.signature.slice(0, PROOF_CHARACTERS);
  return [String(row.seq), ...(start.match(/.{1,4}/g) ?? [])].join(' ');
}

/** The proof that somebody typed off a receipt, spaces as they like; undefined when it is none. */
export function parseProof(text: string): ReceiptProof | undefined {
  const [seq = '', ...groups] = text.trim().split(/\s+/);
  const signatureStart = groups.join('');
  if (!/^\d{1,15}$/.test(seq) || !/^[A-Za-z0-9_-]{16}$/.test(signatureStart)) return undefined;
  return { seq: Number(seq), signatureStart };
}

/** Whether the row is the one that the receipt was printed from. */
export function matchesProof(row: { readonly seq: number; readonly signature: string }, proof: ReceiptProof): boolean {
  return row.seq === proof.seq && row.signature.slice(0, PROOF_CHARACTERS) === proof.signatureStart;
}
