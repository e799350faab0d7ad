/**
 * Everything that a till knows of a person, as a text for them to take away (Regulation (EU) 2016/679, art. 15 and 20): JSON with
 * plain names, which people and machines read. Amounts are minor units of the currency that stands beside them.
 */
import type { PersonFields } from './fields.ts';

export interface PersonTextFacts {
  readonly shop: string;
  readonly at: string;
  readonly personId: string;
  readonly fields: PersonFields;
  readonly enrolledAt: string;
  readonly lastVisitAt: string | null;
  readonly consents: readonly {
    readonly channel: string;
    readonly purpose: string;
    readonly given: boolean;
    readonly at: string;
    readonly text: string;
  }[];
  readonly cards: readonly {
    readonly label: string;
    readonly medium: string;
    readonly state: string;
    readonly assignedAt: string;
  }[];
  readonly accounts: readonly {
    readonly account: string;
    readonly unit: string;
    readonly balance: number;
    readonly state: string;
    readonly movements: readonly {
      readonly at: string;
      readonly reason: string;
      readonly amount: number;
      readonly balanceAfter: number | null;
      readonly ticketNumber: string | null;
    }[];
  }[];
}

/** The text of the export. */
export function personText(facts: PersonTextFacts): string {
  return `${JSON.stringify(facts, null, 2)}\n`;
}
