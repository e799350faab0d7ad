import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { Chart } from '../../parts/chart.tsx';
import { Beside, Section } from '../../parts/section.tsx';
import { operatorText } from './operator-text.ts';

type Session = CallAnswer<'sessions'>['rows'][number];

const OPERATORS_MAX = 6;
const REACH_MINOR_MIN = 100;

/** One chart a person on the same scale, so that people compare and nobody is summed up. */
export function OverShort({ sessions }: { readonly sessions: readonly Session[] }) {
  const { words, formats } = useDesk();
  const counted = sessions.filter(({ isCounted }) => isCounted);
  const operators = [...new Set(counted.map(operatorOf))].sort().slice(0, OPERATORS_MAX);
  const reachMinor = roundUp(Math.max(REACH_MINOR_MIN, ...counted.map((one) => Math.abs(one.differenceMinor))));
  if (operators.length === 0) return null;
  return (
    <Beside least="narrow">
      {operators.map((operator) => (
        <Section key={operator} title={words.t('sessions.over-short', { operator })} name="over-short">
          <Chart
            label={words.t('sessions.over-short', { operator })}
            empty={words.t('sessions.none')}
            reachMinor={reachMinor}
            heightPx={150}
            bars={counted
              .filter((one) => operatorOf(one) === operator)
              .toReversed()
              .map((one) => ({
                key: `${one.chainId} ${one.sessionId}`,
                label: formats.shortDay(one.businessDay),
                amountMinor: one.differenceMinor,
              }))}
          />
        </Section>
      ))}
    </Beside>
  );
}

/** Who counted it, and had its drawer last, as on the till: it may have been handed over. */
function operatorOf({ countedBy, openedBy }: Session): string {
  return operatorText(countedBy ?? openedBy);
}

/** The next of 1, 2 and 5 times a power of ten, for an axis that is read at a glance. */
function roundUp(minor: number): number {
  const power = 10 ** Math.floor(Math.log10(minor));
  return ([1, 2, 5].find((step) => step * power >= minor) ?? 10) * power;
}
