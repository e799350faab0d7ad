/** What the store keeps of headquarters: the link, how far the two have got with each other, and what comes down whole. */
import type { ChainId, OperatorId, PersonId } from '#base/brand.ts';
import type { Role } from '#domain/operator/operator.ts';

/** Which headquarters this till works with. */
export interface HqLink {
  readonly url: string;
  readonly organisationId: string;
  /** One life of its database; another after it was restored from a backup. */
  readonly incarnation: string;
  readonly storeId: string;
  readonly storeName: string;
  readonly tillName: string;
  /** Pinned at enrolment: SubjectPublicKeyInfo of the key that signs acknowledgements and grants, base64url of DER. */
  readonly publicKey: string;
}

/** The signed word of headquarters that it holds a chain up to `seq`. */
export interface HqAck {
  readonly chainId: string;
  readonly seq: number;
  readonly hash: string;
  readonly signature: string;
}

/** Where what this till wrote of a chain is held under another name from then on: headquarters has another continuation. */
export interface HqParting {
  /** The last row that both have. */
  readonly afterSeq: number;
  /** The name, in figures too; null while headquarters does not say. */
  readonly branchId: string | null;
}

export interface HqProgress {
  /** Where to go on with the feed; null before the first snapshot is whole. */
  readonly feedCursor: string | null;
  /** Names the snapshot that files beside the database held when it was whole; the cursor counts only with it. */
  readonly held: string | null;
  /** Persons whose last change is up to this revision were sent. */
  readonly personsThrough: number;
  /** The latest time that headquarters said; null for none. */
  readonly hqTimeMs: number | null;
}

/** Somebody as headquarters says; without a role they were taken away. */
export interface HqOperator {
  readonly id: OperatorId;
  readonly name: string;
  readonly role: Role | null;
  readonly pinHash: string;
}

export interface HqReads {
  /** Null for a till that works alone. */
  link(): HqLink | null;
  progress(): HqProgress;
  /** Null for a chain of which headquarters has acknowledged nothing. */
  ack(chainId: ChainId): HqAck | null;
  /** In the order of rows. */
  partings(chainId: ChainId): readonly HqParting[];
  /** When a person was last changed, and the revision of them that headquarters is known to have; undefined before either. */
  person(personId: PersonId): { readonly knownRevision: number; readonly changedAtMs: number } | undefined;
  /**
   * A group of settings as headquarters says it for this store, as text; undefined where it leaves that group to the shop.
   */
  settings(group: string): string | undefined;
  /** Everything that headquarters says of settings, by key: a group, or `store/<group>`. */
  allSettings(): ReadonlyMap<string, string>;
  operators(): readonly HqOperator[];
}

export interface HqWrites extends HqReads {
  putLink(link: HqLink): void;
  putProgress(progress: Partial<HqProgress>): void;
  putAck(ack: HqAck): void;
  putPartings(chainId: ChainId, partings: readonly HqParting[]): void;
  /** A change of a person made here, at this time of the till. */
  personChanged(personId: PersonId, atMs: number): void;
  /** Headquarters knows this person as they are stored now: they are not sent back. */
  personCame(personId: PersonId, changedAtMs: number): void;
  /** By the key of the feed. Null gives the group back to the shop. */
  putSettings(key: string, value: string | null): void;
  putOperator(operator: HqOperator): void;
  /** Forgets what headquarters said of this operator: what was set here counts again. */
  dropOperator(id: OperatorId): void;
}
