/** The settings of a new shop, in its currency: amounts are given in whole units and scaled by the exponent. */
import type { Currency } from '#domain/money/money.ts';
import { FIRST_RIGHTS } from '#domain/operator/operator.ts';
import type { SettingsGroups } from './groups.ts';

/** Dirhams, dinars and euros differ in worth; a shop sets its own limits on the settings screen. */
export function firstSettings(currency: Currency): SettingsGroups {
  const units = (whole: number): number => whole * 10 ** currency.exponent;
  const staff = {
    discountBasisPointsMax: 1000,
    overrideBasisPointsMax: 1000,
    refundMinorMax: units(50),
    payOutMinorMax: units(50),
  };
  const UNLIMITED_BASIS_POINTS = 10_000;
  return {
    roles: {
      cashier: { rights: FIRST_RIGHTS.cashier, ...staff },
      clerk: { rights: FIRST_RIGHTS.clerk, ...staff },
      manager: {
        rights: FIRST_RIGHTS.manager,
        discountBasisPointsMax: UNLIMITED_BASIS_POINTS,
        overrideBasisPointsMax: UNLIMITED_BASIS_POINTS,
        refundMinorMax: units(100_000),
        payOutMinorMax: units(100_000),
      },
    },
    cash: {
      openingDifferenceMinorMax: 0,
      closingReasonMinorMax: units(1),
      closingApprovalMinorMax: units(3),
      nextFloatMinor: units(150),
      safeDropAboveMinor: units(500),
      payInReasons: ['Appoint de monnaie', 'Remboursement fournisseur'],
      payOutReasons: ['Achat de fournitures', 'Timbres et courrier', 'Avance'],
      dayHoursMax: 24,
    },
    tenders: {
      methods: ['cash', 'card', 'cheque', 'meal-voucher', 'gift-card', 'purse'],
      mealVoucherMinorMax: units(25),
    },
    'gift-cards': {
      voucher: 'multi-purpose',
      vatRateBasisPoints: 2000,
      loadMinorMin: units(5),
      loadMinorMax: units(250),
      balanceMinorMax: units(500),
      validityMonths: 24,
      uidSpendingMinorMax: units(50),
    },
    loyalty: {
      enabled: true,
      points: 1,
      perMinor: units(1),
      categories: [],
      tiers: [
        { name: 'Argent', fromPoints: 500, factorBasisPoints: 12_500 },
        { name: 'Or', fromPoints: 1500, factorBasisPoints: 15_000 },
      ],
      dates: [],
      redeemPoints: 20,
      redeemMinor: units(1),
      redeemStep: 20,
      rewards: [
        { id: 'reward-100', label: 'Remise fidélité', points: 100 },
        { id: 'reward-200', label: 'Grande remise fidélité', points: 200 },
      ],
      expiryMonths: 24,
      giftCardsEarn: true,
    },
    consents: {
      texts: {
        receipt: {
          fr: 'Vous acceptez de recevoir vos tickets par ce moyen, et rien d’autre. Vous pouvez changer d’avis à tout moment.',
          en: 'You agree to get your receipts this way. It is used for nothing else, and you can change your mind at any time.',
          ar: 'توافق على استلام تذاكرك بهذه الوسيلة. لا تُستعمل لغير ذلك، ويمكنك تغيير رأيك في أي وقت.',
        },
        marketing: {
          fr: 'Vous acceptez de recevoir nos offres par ce moyen. Vous pouvez changer d’avis à tout moment.',
          en: 'You agree to get our offers this way. You can change your mind at any time.',
          ar: 'توافق على استلام عروضنا بهذه الوسيلة. يمكنك تغيير رأيك في أي وقت.',
        },
      },
    },
  };
}
