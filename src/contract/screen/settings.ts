/** The shop's settings on the wire: each group whole, looked at field by field. Meanings are those of domain/settings. */
import { z } from 'zod';
import { RIGHTS } from '#domain/operator/operator.ts';
import type { SettingsGroups } from '#domain/settings/settings.ts';

const minor = z.int().min(0).max(100_000_000_000);
const basisPoints = z.int().min(0).max(10_000);
const factor = z.int().min(0).max(100_000);
const points = z.int().min(0).max(1_000_000_000);
const words = z.string().trim().min(1).max(80);
const date = z.iso.date();

const role = z.strictObject({
  rights: z.array(z.enum(RIGHTS)).max(RIGHTS.length).readonly(),
  discountBasisPointsMax: basisPoints,
  overrideBasisPointsMax: basisPoints,
  refundMinorMax: minor,
  payOutMinorMax: minor,
});

const texts = z.strictObject({
  fr: z.string().min(1).max(1000),
  en: z.string().min(1).max(1000),
  ar: z.string().min(1).max(1000),
});

export const tenderMethodSchema = z.enum(['cash', 'card', 'cheque', 'meal-voucher', 'gift-card', 'purse']);

/** One schema a group. */
export const settingsSchemas = {
  roles: z.strictObject({ cashier: role, clerk: role, manager: role }),
  cash: z.strictObject({
    openingDifferenceMinorMax: minor,
    closingReasonMinorMax: minor,
    closingApprovalMinorMax: minor,
    nextFloatMinor: minor,
    safeDropAboveMinor: minor.nullable(),
    payInReasons: z.array(words).max(20).readonly(),
    payOutReasons: z.array(words).max(20).readonly(),
    dayHoursMax: z.int().min(1).max(72),
  }),
  tenders: z.strictObject({
    methods: z.array(tenderMethodSchema).min(1).max(6).readonly(),
    mealVoucherMinorMax: minor,
  }),
  'gift-cards': z.strictObject({
    voucher: z.enum(['multi-purpose', 'single-purpose']),
    vatRateBasisPoints: basisPoints,
    loadMinorMin: minor,
    loadMinorMax: minor,
    balanceMinorMax: minor,
    validityMonths: z.int().min(1).max(120).nullable(),
    uidSpendingMinorMax: minor,
  }),
  loyalty: z.strictObject({
    enabled: z.boolean(),
    points,
    perMinor: minor.min(1),
    categories: z
      .array(z.strictObject({ category: words, factorBasisPoints: factor }))
      .max(200)
      .readonly(),
    tiers: z
      .array(z.strictObject({ name: words, fromPoints: points, factorBasisPoints: factor }))
      .max(10)
      .readonly(),
    dates: z
      .array(z.strictObject({ from: date, to: date, factorBasisPoints: factor }))
      .max(100)
      .readonly(),
    redeemPoints: points.min(1),
    redeemMinor: minor.min(1),
    redeemStep: points.min(1),
    rewards: z
      .array(z.strictObject({ id: words, label: words, points: points.min(1) }))
      .max(20)
      .readonly(),
    expiryMonths: z.int().min(1).max(120).nullable(),
    giftCardsEarn: z.boolean(),
  }),
  consents: z.strictObject({ texts: z.strictObject({ receipt: texts, marketing: texts }) }),
} as const satisfies { readonly [Group in keyof SettingsGroups]: z.ZodType<SettingsGroups[Group]> };

/** A group with its value, as `saveSettings` takes it. */
export const settingsChangeSchema = z.discriminatedUnion('group', [
  z.strictObject({ group: z.literal('roles'), value: settingsSchemas.roles }),
  z.strictObject({ group: z.literal('cash'), value: settingsSchemas.cash }),
  z.strictObject({ group: z.literal('tenders'), value: settingsSchemas.tenders }),
  z.strictObject({ group: z.literal('gift-cards'), value: settingsSchemas['gift-cards'] }),
  z.strictObject({ group: z.literal('loyalty'), value: settingsSchemas.loyalty }),
  z.strictObject({ group: z.literal('consents'), value: settingsSchemas.consents }),
]);

/** All groups. */
export const settingsSchema = z.strictObject(settingsSchemas);
