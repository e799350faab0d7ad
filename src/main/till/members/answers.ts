/** Queries about customers and accounts. While cash is counted they tell no movement from which a sum could be worked out. */
import { type AccountId, type PersonId, branded } from '#base/brand.ts';
import type { AccountFile, CustomerFile, CustomerSummary } from '#contract/screen/members.ts';
import { cleanText } from '#base/text.ts';
import { personText } from '#domain/person/person.ts';
import type { AccountRecord, PersonRecord } from '#main/store/port.ts';
import type { Answers } from '../answer-query.ts';
import { hiddenNow, isHidden } from '../cash/hidden.ts';
import { type TillCore, missingRight } from '../core.ts';
import { memberById, nameOf, pointsBalance, stateOf } from './member-reads.ts';
import { consentText } from './save-person.ts';

/** Movements that the screen of an account shows. */
const MOVEMENTS_SHOWN = 100;
/** And that an export has: all of them, in any shop. */
const MOVEMENTS_EXPORTED = 100_000;

type MemberName = 'customers' | 'customerFile' | 'account' | 'personExport';

export const memberAnswers: Answers<MemberName> = {
  customers(core, station, { text, limit }) {
    if (missingRight(core, station, 'see-customers') !== null) return { customers: [] };
    const ids = core.members.index().search(cleanText(text), limit);
    return { customers: ids.flatMap((personId) => summary(core, personId)) };
  },
  customerFile(core, station, { personId }) {
    if (missingRight(core, station, 'see-customers') !== null) return { customer: null };
    return { customer: customerFile(core, personId) };
  },
  account(core, station, { accountId }) {
    if (missingRight(core, station, 'see-customers') !== null) return { account: null };
    const account = core.ports.store.account(branded<AccountId>(accountId));
    // What was loaded on it this morning would be its balance.
    if (hiddenNow(core.ports.store) === 'all') return { account: null };
    return { account: account === undefined ? null : accountFile(core, account, MOVEMENTS_SHOWN) };
  },
  personExport(core, station, { personId }) {
    if (missingRight(core, station, 'manage-customers') !== null) return { text: null };
    return { text: exportOf(core, personId) };
  },
};

function summary(core: TillCore, personId: PersonId): CustomerSummary[] {
  const { store } = core.ports;
  const member = memberById(store, personId);
  if ('kind' in member) return [];
  const { person, points } = member;
  return [
    {
      personId,
      name: nameOf(person),
      phone: person.fields.phone ?? null,
      email: person.fields.email ?? null,
      points: pointsBalance(core, store, points),
      lastVisitMs: store.lastVisitMs(personId),
    },
  ];
}

function customerFile(core: TillCore, personId: string): CustomerFile | null {
  const { store } = core.ports;
  const member = memberById(store, personId);
  if ('kind' in member) return null;
  const { person } = member;
  const { cardLabels, ...fields } = person.fields;
  const isCounting = hiddenNow(store) === 'all';
  return {
    personId: person.personId,
    fields,
    consents: latestConsents(person),
    consentTexts: { receipt: consentText(core, person, 'receipt'), marketing: consentText(core, person, 'marketing') },
    cards: store.cardsOfPerson(person.personId).map(({ cardId, medium, state, assignedAtMs }) => ({
      cardId,
      label: cardLabels?.[cardId] ?? '…',
      medium,
      state,
      assignedAtMs,
    })),
    accounts: isCounting
      ? []
      : store.accountsOfPerson(person.personId).map((account) => accountFile(core, account, MOVEMENTS_SHOWN)),
    enrolledAtMs: person.enrolledAtMs,
    lastVisitMs: store.lastVisitMs(person.personId),
    isErasurePendingInCopy: store.isErasurePending(person.personId),
  };
}

/** What holds now: the last word on each channel and purpose. All of them stand in the export. */
function latestConsents({ consents }: PersonRecord): CustomerFile['consents'] {
  const latest = new Map(consents.map((consent) => [`${consent.channel} ${consent.purpose}`, consent]));
  return [...latest.values()].map((consent) => ({ ...consent }));
}

function accountFile(core: TillCore, account: AccountRecord, limit: number): AccountFile {
  const { store } = core.ports;
  const hidden = hiddenNow(store);
  const isSeen = (ticketNumber: string | null): boolean => {
    if (hidden !== 'all' && hidden.size === 0) return true;
    if (ticketNumber === null) return hidden !== 'all';
    const entry = store.ticketByNumber(ticketNumber)?.entry;
    return entry !== undefined && !isHidden(hidden, entry);
  };
  return {
    accountId: account.accountId,
    account: account.account,
    unit: account.unit,
    balance: account.account === 'points' ? pointsBalance(core, store, account) : account.balance,
    ageMs: figureAgeMs(core, account),
    state: stateOf(core, account),
    expiresOn: account.expiresOn,
    movements: store
      .accountMovements(account.accountId, limit)
      .filter(({ ticketNumber }) => isSeen(ticketNumber))
      .map(({ atMs, reason, amount, balanceAfter, ticketNumber }) => ({
        atMs,
        reason,
        amount,
        balanceAfter,
        ticketNumber,
      })),
  };
}

function figureAgeMs(core: TillCore, { accountId }: AccountRecord): number | null {
  const { authority } = core.ports.store;
  const figure = authority.authorityOf(accountId) === 'own' ? null : authority.hqFigure(accountId);
  return figure === null ? null : Math.max(0, core.hq.trustedMs() - figure.asOfMs);
}

function exportOf(core: TillCore, personId: string): string | null {
  const { store } = core.ports;
  const member = memberById(store, personId);
  const file = customerFile(core, personId);
  // Complete or not at all: while cash is counted accounts say nothing.
  if ('kind' in member || file === null || hiddenNow(store) === 'all') return null;
  const at = (ms: number): string => new Date(ms).toISOString();
  return personText({
    shop: core.shop.name,
    at: at(core.ports.clock.wallMs()),
    personId: file.personId,
    fields: file.fields as PersonRecord['fields'],
    enrolledAt: at(file.enrolledAtMs),
    lastVisitAt: file.lastVisitMs === null ? null : at(file.lastVisitMs),
    consents: member.person.consents.map(({ atMs, ...consent }) => ({ ...consent, at: at(atMs) })),
    cards: file.cards.map(({ label, medium, state, assignedAtMs }) => ({
      label,
      medium,
      state,
      assignedAt: at(assignedAtMs),
    })),
    accounts: store.accountsOfPerson(member.person.personId).map((account) => {
      const { movements, balance, unit, state } = accountFile(core, account, MOVEMENTS_EXPORTED);
      return {
        account: account.account,
        unit,
        balance,
        state,
        movements: movements.map(({ atMs, ...movement }) => ({ at: at(atMs), ...movement })),
      };
    }),
  });
}
