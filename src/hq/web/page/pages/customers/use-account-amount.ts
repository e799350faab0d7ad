import { useDesk } from '../../desk.tsx';

const POINTS = 'points';

/** An amount of an account: money of the organisation, or points. */
export function useAccountAmount(): (amount: number, unit: string | null) => string {
  const { words, formats } = useDesk();
  return (amount, unit) =>
    unit === POINTS
      ? words.t('people.points', { count: amount, points: formats.count(amount) })
      : formats.money(amount);
}
