/** What may be written inside one transaction. The row's seal and its projection happen at `append`. */
import { assert } from '#base/assert.ts';
import type { CommandId, JobId, OperatorId, PersonId } from '#base/brand.ts';
import {
  atText,
  entryOf,
  headAfter,
  sealRow,
  type Entry,
  type JournalSigner,
  type NewEntry,
} from '#domain/journal/journal.ts';

import { journalCrypto } from '#node/journal-crypto.ts';
import type { AuthorityWrites } from './authority-port.ts';
import type { HqWrites } from './hq-port.ts';
import type { Live, Standing } from './live.ts';
import type {
  Job,
  JobState,
  Lockout,
  NewJob,
  OperatorRecord,
  PersonRecord,
  Shop,
  StoredOutcome,
  StoreIdentity,
  Transaction,
} from './port.ts';
import { Reads } from './reads.ts';
import { type PeopleWrites, peopleWrites } from './receive-people.ts';
import type { StockWrites } from './stock-port.ts';

export class OpenTransaction extends Reads implements Transaction {
  readonly identity: StoreIdentity;
  readonly #live: Live;
  readonly #signer: JournalSigner;
  readonly #wallMs: () => number;
  #standing: Standing;
  #over = false;
  #persons: 'changed' | 'erased' | null = null;

  constructor(options: {
    readonly live: Live;
    readonly identity: StoreIdentity;
    readonly standing: Standing;
    readonly signer: JournalSigner;
    readonly wallMs: () => number;
  }) {
    super();
    this.#live = options.live;
    this.identity = options.identity;
    this.#standing = options.standing;
    this.#signer = options.signer;
    this.#wallMs = options.wallMs;
  }

  override get hq(): HqWrites {
    return this.live.hq;
  }

  override get authority(): AuthorityWrites {
    return this.live.authority;
  }

  override get stock(): StockWrites {
    return this.live.stock;
  }

  get people(): PeopleWrites {
    return peopleWrites(this.live, (how) => {
      this.#persons = this.#persons === 'erased' ? 'erased' : how;
    });
  }

  append(entry: NewEntry): Entry {
    const { position, head } = this.standing;
    const row = sealRow({
      identity: this.identity,
      head,
      entry,
      at: atText(Math.floor(this.#wallMs())),
      signer: this.#signer,
      crypto: journalCrypto,
    });
    const sealed = entryOf(row);
    this.live.journal.insert(position + 1, row);
    this.live.projector.project(position + 1, sealed);
    this.#standing = { position: position + 1, head: headAfter(head, row) };
    return sealed;
  }

  putOutcome(commandId: CommandId, outcome: StoredOutcome): void {
    this.live.sql.dropForgottenOutcome.run(commandId);
    this.live.sql.putOutcome.run(commandId, outcome.bodyHash, JSON.stringify(outcome.outcome));
  }

  forgetOutcomes(): void {
    this.live.sql.beginOutcomeEpoch.run();
  }

  addJob(job: NewJob): Job {
    const position = (this.live.sql.lastJob.get()?.position ?? 0) + 1;
    this.live.sql.addJob.run(
      position,
      job.jobId,
      job.kind,
      job.state,
      job.deviceId,
      job.document === undefined ? null : JSON.stringify(job.document),
      job.ticketId ?? null,
      job.ticketNumber ?? null,
      job.fault ?? null,
    );
    return { ...job, position };
  }

  setJobState(jobId: JobId, state: JobState, fault?: string): void {
    this.live.sql.setJobState.run(state, fault ?? null, jobId);
  }

  setLockout(operatorId: OperatorId, lockout: Lockout): void {
    this.live.sql.putLockout.run(operatorId, lockout.failures, lockout.lockedUntilMs);
  }

  setSetting(name: string, value: string): void {
    this.live.sql.putSetting.run(name, value);
  }

  putShop(shop: Shop): void {
    this.live.sql.putShop.run(JSON.stringify(shop));
  }

  putOperator(operator: OperatorRecord): void {
    this.live.sql.putOperator.run(operator.id, operator.name, operator.role, operator.pinHash);
  }

  putPerson(person: PersonRecord): void {
    this.live.persons.put(person);
    this.live.hq.personChanged(person.personId, Math.floor(this.#wallMs()));
    this.#persons ??= 'changed';
  }

  erasePerson(personId: PersonId): void {
    this.live.persons.erase(personId);
    this.#persons = 'erased';
  }

  /** What happened to persons, where anything did. */
  get personsTouched(): 'changed' | 'erased' | null {
    return this.#persons;
  }

  /** Ends the use of this object; where the journal stands if the transaction commits. */
  end(): Standing {
    this.#over = true;
    return this.#standing;
  }

  protected override get live(): Live {
    assert(!this.#over, 'a transaction is over when its work returns');
    return this.#live;
  }

  protected override get standing(): Standing {
    return this.#standing;
  }
}
