/**
 * What a manager sets for the shop: one group a matter, stored whole and signed whole when it changes. Amounts are minor
 * units of the shop's currency, rates and factors basis points (10000 is once), quantities of points whole numbers.
 */
import type { TenderMethod } from '#domain/journal/journal.ts';
import type { Right, Role } from '#domain/operator/operator.ts';

/** What a role may do by itself. Beyond a limit somebody with the right `approve` lets one action pass. */
export interface RoleSettings {
  readonly rights: readonly Right[];
  /** The largest discount on a line or a ticket. */
  readonly discountBasisPointsMax: number;
  /** How far below the list a price may be set. */
  readonly overrideBasisPointsMax: number;
  readonly refundMinorMax: number;
  readonly payOutMinorMax: number;
}

export type RolesSettings = Readonly<Record<Role, RoleSettings>>;

export interface CashSettings {
  /** Opening float against what the last close left: above this a reason and an approval are asked. */
  readonly openingDifferenceMinorMax: number;
  /** Over or short per method: above the first a reason, above the second an approval. */
  readonly closingReasonMinorMax: number;
  readonly closingApprovalMinorMax: number;
  /** What is proposed to stay in the drawer. */
  readonly nextFloatMinor: number;
  /** With more than this in the drawer a safe drop is advised; null for never. */
  readonly safeDropAboveMinor: number | null;
  readonly payInReasons: readonly string[];
  readonly payOutReasons: readonly string[];
  /** A business day that is open for longer takes no new ticket until it is closed. */
  readonly dayHoursMax: number;
}

export interface TenderSettings {
  /** What can be paid with, in the order of the screen; cash is always there. */
  readonly methods: readonly TenderMethod[];
  /** The most that meal vouchers pay of one ticket (France: 25 euros a day, Code du travail R3262-10). */
  readonly mealVoucherMinorMax: number;
}

export interface GiftCardSettings {
  readonly voucher: 'multi-purpose' | 'single-purpose';
  /** Of a single-purpose voucher. */
  readonly vatRateBasisPoints: number;
  readonly loadMinorMin: number;
  readonly loadMinorMax: number;
  /** How much of an account one card can hold. */
  readonly balanceMinorMax: number;
  /** Null where they never end. */
  readonly validityMonths: number | null;
  /** What a card that is nothing but a number may spend in a business day: its number can be copied. */
  readonly uidSpendingMinorMax: number;
}

export interface LoyaltySettings {
  readonly enabled: boolean;
  /** So many points for each whole `perMinor` paid. */
  readonly points: number;
  readonly perMinor: number;
  /** Categories that earn more or less; 0 for none at all. */
  readonly categories: readonly { readonly category: string; readonly factorBasisPoints: number }[];
  /** By points earned within the last twelve months, the lowest first. */
  readonly tiers: readonly { readonly name: string; readonly fromPoints: number; readonly factorBasisPoints: number }[];
  /** Local dates, both included. */
  readonly dates: readonly { readonly from: string; readonly to: string; readonly factorBasisPoints: number }[];
  /** `redeemPoints` are worth `redeemMinor` of discount; points are redeemed in whole steps of `redeemStep`. */
  readonly redeemPoints: number;
  readonly redeemMinor: number;
  readonly redeemStep: number;
  readonly rewards: readonly { readonly id: string; readonly label: string; readonly points: number }[];
  /** Points not spent within so many months are lost; null for never. */
  readonly expiryMonths: number | null;
  /** Whether what a gift card pays earns points. What loads one never does, so that no euro earns twice. */
  readonly giftCardsEarn: boolean;
}

export interface ConsentSettings {
  /** What is read out or shown before somebody says yes, by language of the shop. */
  readonly texts: Readonly<Record<'receipt' | 'marketing', Readonly<Record<'fr' | 'en' | 'ar', string>>>>;
}

export interface SettingsGroups {
  readonly roles: RolesSettings;
  readonly cash: CashSettings;
  readonly tenders: TenderSettings;
  readonly 'gift-cards': GiftCardSettings;
  readonly loyalty: LoyaltySettings;
  readonly consents: ConsentSettings;
}

export type SettingsGroup = keyof SettingsGroups;

export const SETTINGS_GROUPS: readonly SettingsGroup[] = [
  'roles',
  'cash',
  'tenders',
  'gift-cards',
  'loyalty',
  'consents',
];
